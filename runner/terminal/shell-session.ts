/**
 * A TerminalSession on bash: joins the life of its shells, what they print, and the steps that run in them.
 * Knows nothing of chapters, checks or sockets.
 */
import { EventEmitter } from 'node:events';
import { SandboxError } from '../errors.ts';
import type { HostName, Sandbox } from '../sandbox/driver.ts';
import { patient } from '../slowdown.ts';
import { Change } from './change.ts';
import { hangUp } from './foreground.ts';
import { InputBound } from './input-bound.ts';
import { isSignal } from './keys.ts';
import type { Mark } from './marks.ts';
import { TerminalOutput } from './output.ts';
import { enterIn, PromptTracker } from './prompt-tracker.ts';
import type { RunRequest, ShellState, TerminalEvents, TerminalSession } from './session.ts';
import { ShellLife } from './shell-life.ts';
import type { StepRun } from './step-run.ts';
import { StepRunner, type StepTerminal } from './step-runner.ts';

const START_MS = 10_000;

export interface SessionOptions {
  readonly columns?: number;
  readonly rows?: number;
}

/** Starts the host's shell; `ready()` says when its prompt is there. */
export function startSession(
  sandbox: Sandbox,
  host: HostName,
  options: SessionOptions = {},
): TerminalSession {
  return new ShellSession(sandbox, host, options);
}

class ShellSession implements TerminalSession {
  readonly host: HostName;
  columns: number;
  rows: number;
  state: ShellState = 'starting';
  closed = false;

  readonly #sandbox: Sandbox;
  readonly #events = new EventEmitter<TerminalEvents>();
  readonly #change = new Change();
  readonly #output: TerminalOutput;
  readonly #life: ShellLife;
  readonly #steps: StepRunner;
  #tracker = new PromptTracker();
  /** The learner's keys that wait, in order: for a shell that is starting, or for a step that is being typed. */
  #waitingKeys: Buffer[] = [];
  #waitingBytes = 0;
  #keysHeld = false;
  readonly #bound = new InputBound();
  readonly #pausedBy = new Set<string>();
  #flowForced = false;
  #snapshots = 0;
  /** The exit status of the shell before this one, until the new one is at its prompt. */
  #lastExit: number | null | undefined;

  constructor(sandbox: Sandbox, host: HostName, { columns = 120, rows = 30 }: SessionOptions) {
    this.#sandbox = sandbox;
    this.host = host;
    this.columns = columns;
    this.rows = rows;
    // Any number of pages may look at one terminal.
    this.#events.setMaxListeners(0);
    this.#output = new TerminalOutput(this, (chunk) => this.#events.emit('data', chunk));
    this.#life = new ShellLife(sandbox, host, this, {
      bytes: (chunk) => this.#onBytes(chunk),
      mark: (mark) => this.#onMark(mark),
      drained: () => this.#change.wake(),
      started: () => this.#applyFlow(),
      ended: (status, why) => {
        this.#onEnded(status, 'starting');
        if (why !== undefined) this.#output.say(`The shell of ${host} ${why}. A new one is started.`);
      },
      gaveUp: (status, why) => {
        this.#onEnded(status, 'ended');
        this.#output.say(`The shell of ${host} ${why}, again and again as soon as it was started.`);
        this.#output.say('Press Enter to try once more, or reset the host.');
      },
    });
    this.#steps = new StepRunner(this.#terminalOfSteps());
    void this.#life.start();
    void sandbox.ended.then(() => {
      if (!this.closed) this.#output.say(`The sandbox of ${host} has ended.`);
      this.#end(Promise.resolve());
    });
  }

  async ready(): Promise<void> {
    const deadlineMs = patient(START_MS, this.#sandbox.slowdown);
    await this.#change.until(() => this.state !== 'starting', deadlineMs);
    if (this.state === 'starting') {
      throw new SandboxError(
        `the shell of ${this.host} did not come to its prompt within ${deadlineMs / 1000} s`,
      );
    }
    if (this.state === 'ended') throw new SandboxError(`the shell of ${this.host} has ended`);
  }

  write(data: string | Uint8Array): void {
    const keys = Buffer.from(data as string);
    if (keys.length === 0 || this.closed) return;
    const admitted = this.#bound.admit(keys, this.#waiting());
    if (admitted > 0) this.#deliver(keys.subarray(0, admitted));
    if (admitted < keys.length) this.#events.emit('dropped', keys.length - admitted);
  }

  interrupt(): void {
    this.#life.shell?.write('\x03');
  }

  resize(columns: number, rows: number): void {
    if (columns === this.columns && rows === this.rows) return;
    this.columns = columns;
    this.rows = rows;
    this.#life.shell?.resize(columns, rows);
    this.#output.resize({ columns, rows });
  }

  run(request: RunRequest): Promise<StepRun> {
    return this.#steps.run(request);
  }

  snapshot(): Promise<string> {
    const key = `snapshot ${++this.#snapshots}`;
    this.pause(key);
    return this.#output.snapshot(() => this.resume(key));
  }

  pause(key: string): void {
    this.#pausedBy.add(key);
    this.#applyFlow();
  }

  resume(key: string): void {
    this.#pausedBy.delete(key);
    this.#applyFlow();
  }

  on<E extends keyof TerminalEvents>(event: E, listener: (...args: TerminalEvents[E]) => void): () => void {
    const emitter = this.#events as EventEmitter;
    emitter.on(event, listener);
    return () => emitter.off(event, listener);
  }

  close(): void {
    if (this.closed) return;
    const { pid } = this.#tracker;
    this.#end(pid === undefined ? Promise.resolve() : hangUp(this.#sandbox, this.host, pid));
    this.#output.dispose();
  }

  #terminalOfSteps(): StepTerminal {
    const session = this;
    return {
      sandbox: this.#sandbox,
      host: this.host,
      change: this.#change,
      get tracker() {
        return session.#tracker;
      },
      get shell() {
        return session.#life.shell;
      },
      get ended() {
        return session.state === 'ended';
      },
      get inputWaits() {
        return (session.#life.shell?.waiting() ?? 0) > 0;
      },
      asked: () => {
        this.#life.asked = true;
      },
      show: (text: string) => this.#output.show(Buffer.from(text)),
      holdKeys: (hold: boolean) => {
        this.#keysHeld = hold;
        this.#passKeys();
      },
      type: (keys: Buffer) => this.#deliver(keys),
      write: (keys: Uint8Array) => this.#toShell(keys),
      forceFlow: (force: boolean) => {
        this.#flowForced = force;
        this.#applyFlow();
      },
    };
  }

  #onBytes(chunk: Buffer): void {
    if (this.#tracker.drawing) return;
    this.#steps.capture(chunk);
    this.#output.show(chunk);
  }

  #onMark(mark: Mark): void {
    const ended = this.#tracker.mark(mark, performance.now());
    if (mark.kind === 'S') this.#steps.begins(Number(mark.fields[0]));
    if (ended !== undefined) {
      const { runId } = this.#steps;
      this.#events.emit('command', { ...ended, ...(runId === undefined ? {} : { runId }) });
      this.#steps.commandEnded(ended.exit, mark.kind === 'A');
    }
    this.#setState(this.#tracker.state);
    if (this.state !== 'prompt' || this.#lastExit === undefined) return;
    this.#events.emit('respawned', this.#lastExit);
    this.#lastExit = undefined;
  }

  #onEnded(status: number | null, state: ShellState): void {
    this.#lastExit = status;
    this.#tracker = new PromptTracker();
    this.#setState(state);
    this.#steps.shellEnded(status);
    this.#change.wake();
  }

  #startAgain(): void {
    this.#setState('starting');
    void this.#life.start();
  }

  /** For good: closed, or the sandbox is gone. */
  #end(hungUp: Promise<void>): void {
    if (this.closed) return;
    this.closed = true;
    this.#life.close(hungUp);
    this.#onEnded(null, 'ended');
    this.#events.emit('closed');
  }

  #setState(state: ShellState): void {
    if (this.state !== state) {
      this.state = state;
      this.#events.emit('state', state);
    }
    // What was typed for a shell that does not come is not for the one that Enter starts later.
    if (state === 'ended') this.#forgetWaiting();
    this.#passKeys();
    this.#change.wake();
  }

  get #keysWait(): boolean {
    return this.#keysHeld || this.state === 'starting';
  }

  /** Bytes that no program has read, wherever they wait. */
  #waiting(): number {
    return this.#waitingBytes + this.#steps.waiting + (this.#life.shell?.waiting() ?? 0);
  }

  #deliver(keys: Buffer): void {
    if (keys.length === 0) return;
    if (this.state === 'ended') {
      if (enterIn(keys) >= 0) this.#startAgain();
    } else if (this.#keysWait) {
      if (isSignal(keys)) this.#forgetWaiting();
      this.#waitingKeys.push(keys);
      this.#waitingBytes += keys.length;
    } else if (!this.#steps.type(keys)) {
      this.#toShell(keys);
      if (enterIn(keys) >= 0) this.#events.emit('typed');
    }
  }

  #forgetWaiting(): void {
    this.#waitingKeys = [];
    this.#waitingBytes = 0;
  }

  #passKeys(): void {
    while (!this.#keysWait) {
      const keys = this.#waitingKeys.shift();
      if (keys === undefined) return;
      this.#waitingBytes -= keys.length;
      this.#deliver(keys);
    }
  }

  #toShell(keys: string | Uint8Array): void {
    this.#life.asked = true;
    this.#tracker.keys(keys, performance.now());
    this.#life.shell?.write(keys);
  }

  #applyFlow(): void {
    const paused = this.#pausedBy.size > 0 && !this.#flowForced;
    if (paused) this.#life.shell?.pause();
    else this.#life.shell?.resume();
    this.#steps.paused(paused);
  }
}
