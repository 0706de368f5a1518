/** For tests: a terminal in a real sandbox, watched as a learner would see it. */
import headless from '@xterm/headless';
import { afterAll } from 'vitest';
import type { HostName, Sandbox } from '../../sandbox/driver.ts';
import { driverByName } from '../../sandbox/drivers.ts';
import { patient } from '../../slowdown.ts';
import type { CommandEnded, ShellState, TerminalSession } from '../session.ts';
import { type SessionOptions, startSession } from '../shell-session.ts';
import type { StepRun } from '../step-run.ts';

/** A sandbox that lasts as long as the tests of this file. */
export async function sandboxForTests(hosts: readonly HostName[] = ['worker']): Promise<Sandbox> {
  const sandbox = await driverByName(process.env.WIREBOOK_TEST_SANDBOX ?? 'namespaces').up(
    { hosts },
    { variables: { ENDPOINTS: '4' } },
  );
  afterAll(() => sandbox.down());
  return sandbox;
}

export interface WatchedTerminal {
  readonly session: TerminalSession;
  /** All bytes for the screen so far, as text. */
  readonly bytes: string;
  readonly states: ShellState[];
  readonly commands: CommandEnded[];
  readonly respawns: (number | null)[];
  /** Runs a step with an id of its own. */
  run(command: string, timeoutMs?: number): Promise<StepRun>;
  /** The lines on the screen, without the empty ones at the end; from the bytes, as a page would draw them. */
  screen(): Promise<string[]>;
  /** Waits for the fact; throws with the screen when it does not come. */
  until(what: string, fact: () => boolean | Promise<boolean>): Promise<void>;
  untilPrompt(): Promise<void>;
}

let runs = 0;

export async function watch(sandbox: Sandbox, options: SessionOptions = {}): Promise<WatchedTerminal> {
  const session = startSession(sandbox, 'worker', options);
  const seen: Buffer[] = [];
  const states: ShellState[] = [];
  const commands: CommandEnded[] = [];
  const respawns: (number | null)[] = [];
  session.on('data', (chunk) => seen.push(Buffer.from(chunk)));
  session.on('state', (state) => states.push(state));
  session.on('command', (ended) => commands.push(ended));
  session.on('respawned', (exit) => respawns.push(exit));
  const terminal: WatchedTerminal = {
    session,
    states,
    commands,
    respawns,
    get bytes() {
      return Buffer.concat(seen).toString();
    },
    run: (command, timeoutMs = 20_000) =>
      session.run({ id: `run-${++runs}`, step: 'test', command, timeoutMs }),
    screen: () => draw(Buffer.concat(seen), session),
    until: async (what, fact) => {
      const waitMs = patient(10_000);
      const end = performance.now() + waitMs;
      while (!(await fact())) {
        if (performance.now() > end) {
          throw new Error(
            `waited ${waitMs} ms for ${what}; the screen:\n${(await terminal.screen()).join('\n')}`,
          );
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    untilPrompt: () => terminal.until('the prompt', () => session.state === 'prompt'),
  };
  await session.ready();
  return terminal;
}

/** What a terminal of that size shows after these bytes: the lines of scrollback and screen. */
export async function draw(
  bytes: Uint8Array | string,
  { columns, rows }: { columns: number; rows: number },
): Promise<string[]> {
  const terminal = new headless.Terminal({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true });
  await new Promise<void>((done) => terminal.write(bytes, done));
  const buffer = terminal.buffer.active;
  const lines: string[] = [];
  for (let y = 0; y < buffer.length; y++) {
    const line = buffer.getLine(y);
    const text = line?.translateToString(true) ?? '';
    if (line?.isWrapped) lines.push((lines.pop() ?? '') + text);
    else lines.push(text);
  }
  terminal.dispose();
  while (lines.at(-1) === '') lines.pop();
  return lines;
}
