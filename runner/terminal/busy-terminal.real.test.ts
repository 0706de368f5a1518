/** What becomes of a step while a command of the learner's own has the terminal. In a real sandbox. */
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Sandbox } from '../sandbox/driver.ts';
import type { RunOptions } from './session.ts';
import type { Busy } from './step-run.ts';
import { sandboxForTests, type WatchedTerminal, watch } from './testing/test-terminal.ts';

const KEY = { interrupt: '\x03', end: '\x04' };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await sandboxForTests();
});

let runs = 0;

interface Desk extends WatchedTerminal {
  /** What the runs told, in order. */
  readonly told: (Busy | 'begun')[];
  ask(command: string, options?: RunOptions): ReturnType<WatchedTerminal['run']>;
  /** Enter: the command has the terminal. */
  begin(command: string): Promise<void>;
}

async function open(): Promise<Desk> {
  const terminal = await watch(sandbox);
  onTestFinished(() => terminal.session.close());
  const told: Desk['told'] = [];
  return Object.assign(terminal, {
    told,
    ask: (command: string, options: RunOptions = {}) => {
      const hears = { onWaiting: (busy: Busy) => told.push(busy), onBegun: () => told.push('begun') };
      const request = { id: `busy-${++runs}`, step: 's', command, timeoutMs: 20_000 };
      return terminal.session.run({ ...request, options: { ...hears, ...options } });
    },
    begin: async (command: string) => {
      terminal.session.write(`${command}\r`);
      await terminal.until('the command', () => ['busy', 'unfinished'].includes(terminal.session.state));
    },
  });
}

describe('a refused step names what is in the way, and was never begun', () => {
  it.each<[keys: string, busy: Busy, leave: string]>([
    ['sleep 303', { by: 'program', program: 'sleep' }, KEY.interrupt],
    ['bash --norc', { by: 'program', program: 'bash' }, KEY.end],
    ['while :; do :; done', { by: 'shell' }, KEY.interrupt],
    ['echo "a', { by: 'unfinished' }, KEY.interrupt],
  ])('%s', async (keys, busy, leave) => {
    const { ask, begin, told, session, bytes, untilPrompt } = await open();
    await begin(keys);
    expect(await ask('echo no')).toMatchObject({ outcome: 'refused', busy });
    expect(told).toEqual([]);
    expect(bytes).not.toContain('^C');
    session.write(leave);
    await untilPrompt();
    expect(await ask('echo yes')).toMatchObject({ outcome: 'ran', output: 'yes\n' });
    expect(told).toEqual(['begun']);
  });
});

describe('a step that waits', () => {
  it('runs when the program has ended, and sends it nothing', async () => {
    const terminal = await open();
    const { ask, begin, told, session, until } = terminal;
    await begin('cat > /tmp/typed');
    const step = ask('cat /tmp/typed', { whenBusy: 'wait' });
    await until('the wait', () => told.length > 0);
    session.write('mine\r');
    session.write(KEY.end);
    expect(await step).toMatchObject({ outcome: 'ran', output: 'mine\n' });
    expect(told).toEqual([{ by: 'program', program: 'cat' }, 'begun']);
    expect(terminal.bytes).not.toContain('^C');
  });

  it('can be taken back', async () => {
    const { ask, begin, told, session, until, untilPrompt } = await open();
    await begin('sleep 304');
    const withdraw = new AbortController();
    const step = ask('echo no', { whenBusy: 'wait', withdrawn: withdraw.signal });
    await until('the wait', () => told.length > 0);
    withdraw.abort();
    expect(await step).toMatchObject({ outcome: 'refused', output: '' });
    session.write(KEY.interrupt);
    await untilPrompt();
    expect((await ask('echo yes')).output).toBe('yes\n');
  });

  it('ends with the shell that it waits for', async () => {
    const { ask, begin, told, session, until, respawns } = await open();
    await begin('bash --norc');
    const step = ask('echo fine', { whenBusy: 'wait' });
    await until('the wait', () => told.length > 0);
    session.write('kill -9 $PPID\r');
    expect(await step).toMatchObject({ outcome: 'ran', output: 'fine\n' });
    await until('the new shell to be announced', () => respawns.length === 1);
  });
});

describe('a step that interrupts', () => {
  it.each(['sleep 305', 'while :; do :; done', 'echo "a'])('%s', async (keys) => {
    const { ask, begin } = await open();
    await begin(keys);
    expect(await ask('echo yes', { whenBusy: 'interrupt' })).toMatchObject({
      outcome: 'ran',
      output: 'yes\n',
    });
  });

  it('presses Ctrl-C once, and waits for a program that does not obey', async () => {
    const { ask, begin, told, session, until } = await open();
    await begin(`bash -c 'trap "echo again" INT; while ! read -r line; do :; done'`);
    const step = ask('echo yes', { whenBusy: 'interrupt' });
    await until('the wait', () => told.length > 0);
    session.write('enough\r');
    expect(await step).toMatchObject({ outcome: 'ran', output: 'yes\n' });
  });
});

describe('the learner has typed', () => {
  it('when Enter was pressed at the prompt or in a program of his own, not in a step', async () => {
    const { ask, begin, session, until, untilPrompt, screen } = await open();
    let typed = 0;
    session.on('typed', () => {
      typed += 1;
    });
    await ask('true');
    session.write('half a line');
    expect(typed).toBe(0);
    session.write(KEY.interrupt);
    // The shell drops what it has read until it obeys: what is typed before the next prompt may go, too.
    await until('an empty prompt', async () => /^root@worker:~# ?$/.test((await screen()).at(-1) ?? ''));
    await begin('cat');
    expect(typed).toBe(1);
    session.write('a line\r');
    expect(typed).toBe(2);
    session.write(KEY.interrupt);
    await untilPrompt();
    const step = ask('read -r line');
    await until('the step', () => session.state === 'busy');
    session.write('for the step\r');
    await step;
    expect(typed).toBe(2);
  });
});
