/** Coming back to a terminal: its screen as it was, its size, and its flow. In a real sandbox. */
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Sandbox } from '../sandbox/driver.ts';
import { draw, sandboxForTests, type WatchedTerminal, watch } from './testing/test-terminal.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await sandboxForTests();
});

async function open(size: { columns?: number; rows?: number } = {}): Promise<WatchedTerminal> {
  const terminal = await watch(sandbox, size);
  onTestFinished(() => terminal.session.close());
  return terminal;
}

/** What somebody sees who came just now, with what was printed since. */
async function comeBack({ session }: WatchedTerminal) {
  let later = '';
  const snapshot = await session.snapshot();
  onTestFinished(session.on('data', (chunk) => (later += Buffer.from(chunk).toString('latin1'))));
  return {
    snapshot,
    screen: () => draw(Buffer.concat([Buffer.from(snapshot), Buffer.from(later, 'latin1')]), session),
  };
}

const FULL_SCREEN = String.raw`printf '\e[?1049h\e[2J\e[5;10Hfull screen\e[1;1H'; read -rsn1; printf '\e[?1049l'`;

describe('a snapshot', () => {
  it.each<[what: string, commands: string[]]>([
    ['a few commands', ['echo one', 'seq 5', 'printf abc']],
    ['colours and unicode', [String.raw`printf '\e[1;31mred\e[0m \e[38;5;82m網路\e[0m\n'`]],
    ['scrollback', ['seq 1 500']],
    ['long lines', [`echo ${'x'.repeat(400)}`]],
    ['cursor movements', [String.raw`printf 'a\e[5Cb\e[2D!\n\n\e[1Aup\n'`]],
  ])('shows %s', async (_what, commands) => {
    const terminal = await open();
    for (const command of commands) await terminal.run(command);
    await terminal.untilPrompt();
    expect(await draw(await terminal.session.snapshot(), terminal.session)).toEqual(await terminal.screen());
  });

  it('shows a program on the alternate screen, and what was behind it when it ends', async () => {
    const terminal = await open();
    await terminal.run('echo behind');
    await terminal.untilPrompt();
    terminal.session.write(`${FULL_SCREEN}\r`);
    await terminal.until('the program', () => terminal.bytes.includes('full screen'));
    const page = await comeBack(terminal);
    expect((await page.screen())[4]).toBe('         full screen');
    terminal.session.write('q');
    await terminal.untilPrompt();
    expect(await page.screen()).toEqual(await terminal.screen());
    expect(await page.screen()).toContain('behind');
  });

  it('shows the last lines of a flood that nobody saw, and the modes that came with it', async () => {
    const terminal = await open();
    await terminal.run(String.raw`printf '\e[?1h'; yes 0123456789 | head -c 8000000; seq 1 2500`);
    await terminal.untilPrompt();
    const snapshot = await terminal.session.snapshot();
    const lines = await draw(snapshot, terminal.session);
    expect(lines.slice(-1001, -1)).toEqual(Array.from({ length: 1000 }, (_, index) => `${1501 + index}`));
    expect(snapshot).toContain('\x1b[?1h');
  });

  it('ends at one place in the stream, also amid a flood', async () => {
    const terminal = await open();
    const step = terminal.run('seq 1 200000');
    await terminal.until('the flood', () => terminal.bytes.length > 100_000);
    const page = await comeBack(terminal);
    await step;
    await terminal.untilPrompt();
    const numbers = (await page.screen()).filter((line) => /^\d+$/.test(line)).map(Number);
    expect(numbers.at(-1)).toBe(200_000);
    expect(numbers.every((number, index) => index === 0 || number === (numbers[index - 1] ?? 0) + 1)).toBe(
      true,
    );
  });
});

describe('the size', () => {
  it('reaches the program, and the snapshot', async () => {
    const terminal = await open({ columns: 100, rows: 40 });
    expect((await terminal.run('stty size')).output).toBe('40 100\n');
    terminal.session.resize(80, 24);
    expect((await terminal.run('stty size; tput cols')).output).toBe('24 80\n80\n');
    await terminal.run(`echo ${'x'.repeat(100)}`);
    await terminal.untilPrompt();
    expect(await draw(await terminal.session.snapshot(), terminal.session)).toContain('x'.repeat(100));
    expect([terminal.session.columns, terminal.session.rows]).toEqual([80, 24]);
  });

  it('is told to a running program', async () => {
    const { run, session, screen, until } = await open();
    // Only the foreground's process group is told.
    const step = run(`bash -c 'trap "stty size; exit" WINCH; echo waiting; while :; do sleep 0.02; done'`);
    await until('the step', async () => (await screen()).includes('waiting'));
    session.resize(90, 20);
    expect((await step).output).toContain('20 90\n');
  });
});

describe('the flow', () => {
  it('stands still while anybody pauses it, and so does a step’s time', async () => {
    const terminal = await open();
    const { session } = terminal;
    const rival = await open();
    const step = terminal.run(`yes ${'x'.repeat(99)} | head -c 10000000; echo end`, 2000);
    await terminal.until('the flood', () => terminal.bytes.length > 50_000);
    session.pause('a');
    session.pause('b');
    session.pause('b');
    session.resume('b');
    const length = terminal.bytes.length;
    // One that was begun later and has as much time: when that is over, so is the step's, had it not stood still.
    expect(await rival.run('sleep 311', 2000)).toMatchObject({ outcome: 'timeout' });
    // What was being read already may have come, and nothing more.
    expect(terminal.bytes.length - length).toBeLessThan(200_000);
    session.resume('a');
    const { outcome, output } = await step;
    expect(outcome).toBe('ran');
    expect(output.length).toBe(10_000_004);
  });

  it('goes on for the end of a step whose time is over', async () => {
    const terminal = await open();
    const step = terminal.run('yes', 300);
    await step;
    expect(await step).toMatchObject({ outcome: 'timeout', exit: 130 });
    expect(await terminal.run('echo fine')).toMatchObject({ outcome: 'ran' });
  });
});
