/** Pastes that are larger than a terminal's input queue. In a real sandbox. */
import { createHash, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Sandbox } from '../sandbox/driver.ts';
import { MOST_WAITING } from './input-bound.ts';
import { sandboxForTests, type WatchedTerminal, watch } from './testing/test-terminal.ts';

const INTERRUPT = '\x03';
const PASTED = '/tmp/pasted';
/** Each line would leave a trace. */
const COMMANDS = `echo pasted >> ${PASTED}\n`;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await sandboxForTests();
});

async function open(): Promise<WatchedTerminal & { dropped: number }> {
  const terminal = await watch(sandbox);
  onTestFinished(() => terminal.session.close());
  const counted = Object.assign(terminal, { dropped: 0 });
  terminal.session.on('dropped', (bytes) => {
    counted.dropped += bytes;
  });
  return counted;
}

/** As a page sends it. */
function paste({ session }: WatchedTerminal, bytes: Buffer): void {
  const piece = 64 << 10;
  for (let at = 0; at < bytes.length; at += piece) session.write(bytes.subarray(at, at + piece));
}

async function untilRuns(terminal: WatchedTerminal, program: string): Promise<void> {
  await terminal.until(
    program,
    async () => (await sandbox.exec('worker', ['pgrep', '-f', `^${program}`])).status === 0,
  );
}

const lines = (bytes: number) => Buffer.from(COMMANDS.repeat(Math.ceil(bytes / COMMANDS.length)));
const traces = async () => (await sandbox.exec('worker', ['cat', PASTED])).stdout;

describe('into a program that does not read', () => {
  it.each<[what: string, bytes: number]>([
    ['a megabyte', 1 << 20],
    ['what the kernel alone keeps', 9000],
  ])('%s: all else goes on, and Ctrl-C ends the program and the paste', async (_what, bytes) => {
    const terminal = await open();
    terminal.session.write('sleep 620\r');
    await untilRuns(terminal, 'sleep 620');
    paste(terminal, lines(bytes));
    const other = await open();
    expect((await other.run('echo fine')).output).toBe('fine\n');
    terminal.session.write(INTERRUPT);
    await terminal.until('its end', () => terminal.commands.length === 1);
    expect(terminal.commands).toMatchObject([{ exit: 130 }]);
    expect((await terminal.run('echo again')).output).toBe('again\n');
    expect(await traces()).toBe('');
    expect(terminal.dropped).toBe(0);
  });

  it('more than the bound: what is lost is told, byte for byte', async () => {
    const terminal = await open();
    terminal.session.write('sleep 621\r');
    await untilRuns(terminal, 'sleep 621');
    const bytes = lines(MOST_WAITING + (1 << 20));
    paste(terminal, bytes);
    const kept = bytes.length - terminal.dropped;
    expect(kept).toBeGreaterThanOrEqual(MOST_WAITING);
    expect(kept).toBeLessThan(MOST_WAITING + (64 << 10));
    terminal.session.write(INTERRUPT);
    await terminal.untilPrompt();
    terminal.session.write('echo typed-$((6*7))\r');
    await terminal.until('what is typed next', async () => (await terminal.screen()).includes('typed-42'));
    expect(await traces()).toBe('');
  });

  it('of a step: the bound holds there, too', async () => {
    const terminal = await open();
    const step = terminal.run('sleep 622');
    await untilRuns(terminal, 'sleep 622');
    paste(terminal, lines(MOST_WAITING + (1 << 20)));
    expect(terminal.dropped).toBeGreaterThan(1 << 19);
    terminal.session.write(INTERRUPT);
    expect(await step).toMatchObject({ outcome: 'ran', exit: 130 });
    expect((await terminal.run('echo again')).output).toBe('again\n');
    expect(await traces()).toBe('');
  });
});

describe('into a program that reads', () => {
  it.each<[what: string, command: string, bytes: Buffer, end: string]>([
    [
      'as it comes: any byte',
      'stty raw -echo; echo rea""dy; head -c 1048576 > /tmp/got; stty sane',
      randomBytes(1 << 20),
      '',
    ],
    ['line by line', 'echo rea""dy; cat > /tmp/got', lines(1 << 20), '\x04'],
  ])(
    '%s: a megabyte arrives, and nothing is lost or in another place',
    async (_what, command, bytes, end) => {
      const terminal = await open();
      terminal.session.write(`${command}\r`);
      await terminal.until('the program', () => terminal.bytes.includes('ready'));
      paste(terminal, bytes);
      if (end !== '') terminal.session.write(end);
      await terminal.until('its end', () => terminal.commands.length === 1);
      const { stdout } = await sandbox.exec('worker', ['sha256sum', '/tmp/got']);
      expect(stdout.split(' ')[0]).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(terminal.dropped).toBe(0);
    },
  );
});

it('a step waits until a paste has been read', async () => {
  const terminal = await open();
  // Longer than the kernel keeps, and slowly read, for readline draws it.
  const words = `${': '.padEnd(1000, 'x')}\r`;
  terminal.session.write(words.repeat(40));
  const request = { id: 'behind', step: 's', command: 'echo fine', timeoutMs: 20_000 };
  const step = await terminal.session.run({ ...request, options: { whenBusy: 'wait' } });
  expect(step.reason).toBe(undefined);
  expect(step).toMatchObject({ outcome: 'ran', output: 'fine\n' });
  expect(terminal.commands).toHaveLength(41);
  expect(terminal.respawns).toEqual([]);
});
