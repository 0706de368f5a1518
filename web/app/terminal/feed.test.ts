import headless from '@xterm/headless';
import { expect, test } from 'vitest';
import { createFeed } from './feed.ts';

function terminal() {
  const made = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  const feed = createFeed(made);
  const flushed = () => new Promise<void>((done) => made.write('', done));
  return {
    feed,
    size: () => [made.cols, made.rows],
    /** What is on the screen when all that was written is parsed. */
    screen: async () => {
      // What waits for its turn is written when the first flush is through.
      await flushed();
      await flushed();
      const lines = Array.from({ length: made.buffer.active.length }, (_, y) =>
        made.buffer.active.getLine(y)?.translateToString(true),
      );
      return lines.filter((line) => line !== '');
    },
  };
}

const snapshot = (data: string) => ({ type: 'snapshot', data, columns: 40, rows: 10 }) as const;
const bytes = (text: string) => new TextEncoder().encode(text);

test('a snapshot replaces what was not parsed yet, and bytes come behind it', async () => {
  const { feed, screen, size } = terminal();
  feed.bytes(bytes('of the old shell\r\n'));
  feed.snapshot(snapshot('the new one\r\n'), () => {});
  feed.bytes(bytes('and more'));
  expect(await screen()).toEqual(['the new one', 'and more']);
  expect(size()).toEqual([40, 10]);
});

test('of two snapshots the later one counts, with what came behind that', async () => {
  const { feed, screen } = terminal();
  const told: string[] = [];
  feed.snapshot(snapshot('first\r\n'), () => told.push('first painted'));
  feed.bytes(bytes('behind the first'), () => told.push('first parsed'));
  feed.snapshot(snapshot('second\r\n'), () => told.push('second painted'));
  feed.bytes(bytes('behind the second'), () => told.push('second parsed'));
  expect(await screen()).toEqual(['second', 'behind the second']);
  // All bytes are accounted for: the server waits for that.
  expect(told).toEqual(['first parsed', 'second painted', 'second parsed']);
});
