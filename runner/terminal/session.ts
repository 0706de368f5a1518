/**
 * TerminalSession: one long-lived shell of one lab host on a pty. This file is the contract; shell-session.ts keeps it.
 * Nothing outside this folder imports node-pty.
 */
import type { HostName } from '../sandbox/driver.ts';
import type { Busy, StepRun } from './step-run.ts';

/** `prompt`: waits for a command. `busy`: a program is in the foreground (`command` tells which, when known).
 *  `unfinished`: the learner's own command is half typed (an open quote). `ended`: the shell is gone. */
export type ShellState = 'starting' | 'prompt' | 'busy' | 'unfinished' | 'ended';

export interface RunRequest {
  /** Chosen by the caller, and told with the command's end. */
  readonly id: string;
  readonly step: string;
  readonly command: string;
  /** After this long, times the host's slowdown, the step is stopped. */
  readonly timeoutMs: number;
  readonly options?: RunOptions;
}

/** How a run waits for its turn, and what its caller wants to hear of it. */
export interface RunOptions {
  /**
   * When a command of the learner's own has the terminal: `refuse` the run (the default), `wait` for the command's end,
   * or `interrupt` it with one Ctrl-C and then wait, for it may not obey.
   */
  readonly whenBusy?: 'refuse' | 'wait' | 'interrupt';
  /** Aborted: a run whose turn has not come is refused. One that has begun goes on. */
  readonly withdrawn?: AbortSignal;
  /** It waits for this to end. */
  readonly onWaiting?: (busy: Busy) => void;
  /** The shell has taken it: what follows is its output. */
  readonly onBegun?: () => void;
}

export interface CommandEnded {
  readonly exit: number;
  readonly cwd: string;
  /** Set when it was a step. */
  readonly runId?: string;
}

export interface TerminalEvents {
  /** Bytes for the screen, marks removed. */
  data: [chunk: Uint8Array];
  state: [state: ShellState];
  /** Any command ended at the prompt, the learner's own or a step: the moment to look at the kernel again. */
  command: [ended: CommandEnded];
  /** The learner pressed Enter (or another key that ends a line), at the prompt or in a program of his own; not in a step that reads keys. */
  typed: [];
  /** So many bytes that were written are lost: too much was waiting for programs that do not read. */
  dropped: [bytes: number];
  /** The shell ended with this status, and a new one is at its prompt. */
  respawned: [exit: number | null];
  /** The session has ended for good: `close` was called, or its sandbox is gone. */
  closed: [];
}

export interface TerminalSession {
  readonly host: HostName;
  readonly state: ShellState;
  /** It has ended for good: what is written goes nowhere. */
  readonly closed: boolean;
  /** The size that programs on the pty see; `resize` sets it. */
  readonly columns: number;
  readonly rows: number;
  /** Waits for the first prompt. Rejects with SandboxError after the deadline. */
  ready(): Promise<void>;
  /**
   * Keys and pastes, in order. What programs do not read yet waits, up to a bound; `dropped` tells what goes beyond it. A key
   * that is a signal (Ctrl-C), written by itself, overtakes what waits and takes it away.
   */
  write(data: string | Uint8Array): void;
  resize(columns: number, rows: number): void;
  /** Runs a step in this shell; a refusal is a StepRun too. A second call with a known id gives the first one's promise. */
  run(request: RunRequest): Promise<StepRun>;
  /** Ctrl-C to whatever is in the foreground. */
  interrupt(): void;
  /** Escape sequences that paint the screen and scrollback as they are now. Who listens to `data` in the same turn in
   *  which this resolves gets every later byte and no earlier one. */
  snapshot(): Promise<string>;
  /** Flow control: a consumer that has fallen behind pauses the pty, and resumes it. Reference-counted by key. */
  pause(key: string): void;
  resume(key: string): void;
  on<E extends keyof TerminalEvents>(event: E, listener: (...args: TerminalEvents[E]) => void): () => void;
  close(): void;
}
