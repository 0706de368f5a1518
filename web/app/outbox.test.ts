import { describe, expect, it } from 'vitest';
import type { ServerMessage } from '../protocol.ts';
import { createOutbox } from './outbox.ts';

const hello = (sandbox: string | null): ServerMessage => ({
  type: 'hello',
  chapter: 'c',
  hosts: [],
  sandbox,
  items: {},
  runs: {},
  checks: {},
  touched: [],
  hints: {},
  predictions: {},
});
const lab = (sandbox: string | null): ServerMessage => ({ type: 'lab', state: 'ready', sandbox });
const queued: ServerMessage = { type: 'queued', runId: 'r', step: 's' };
const running: ServerMessage = { type: 'running', runId: 'r', step: 's' };
const run = { step: 's', host: 'worker', outcome: 'ran', exit: 0, output: '', ms: 1 } as const;
const ran: ServerMessage = { type: 'ran', runId: 'r', step: 's', run };

/** `up` and `down`: the connection. `flush`: the page looks whether it can send. A message is heard. */
type Event = 'up' | 'down' | 'flush' | 'ask' | ServerMessage;

function sentAfter(events: readonly Event[]): number {
  let open = true;
  let sent = 0;
  const outbox = createOutbox(() => {
    if (open) sent += 1;
    return open;
  });
  for (const event of events) {
    if (event === 'up' || event === 'down') open = event === 'up';
    else if (event === 'ask') outbox.run({ type: 'run', runId: 'r', step: 's' });
    else if (event === 'flush') outbox.flush();
    else outbox.heard(event);
  }
  return sent;
}

describe('a run that was asked for', () => {
  it.each<[what: string, events: Event[], sent: number]>([
    ['is sent at once', [hello('a'), 'ask'], 1],
    ['is sent once on a connection', [hello('a'), 'ask', 'flush', 'flush'], 1],
    ['waits for the connection', [hello('a'), 'down', 'ask', 'flush'], 0],
    ['goes with the next one to the same sandbox', [hello('a'), 'down', 'ask', 'up', hello('a'), 'flush'], 1],
    ['is sent again when nobody acknowledged it', [hello('a'), 'ask', hello('a'), 'flush'], 2],
    ['but not when the server has it', [hello('a'), 'ask', queued, hello('a'), 'flush'], 1],
    ['nor when the shell has it', [hello('a'), 'ask', running, hello('a'), 'flush'], 1],
    ['nor when it has ended', [hello('a'), 'ask', ran, hello('a'), 'flush'], 1],
    ['is dropped with its sandbox', [hello('a'), 'down', 'ask', 'up', hello('b'), 'flush'], 0],
    [
      'also when the new sandbox is still being built',
      [hello('a'), 'down', 'ask', 'up', hello(null), lab('b'), 'flush'],
      0,
    ],
    [
      'also when the first was still being built at the first hello',
      [hello(null), lab('a'), 'down', 'ask', 'up', hello('b'), 'flush'],
      0,
    ],
    [
      'goes to the first sandbox of all, which it was meant for',
      [hello(null), 'down', 'ask', 'up', hello('a'), 'flush'],
      1,
    ],
    [
      'goes to a sandbox that was asked for',
      [hello('a'), lab(null), 'down', 'ask', 'up', lab('b'), 'flush'],
      1,
    ],
  ])('%s', (_what, events, sent) => {
    expect(sentAfter(events)).toBe(sent);
  });
});
