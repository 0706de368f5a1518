/**
 * A TerminalSession on bash: follows the shell by its marks, hands it steps, starts a new one when it ends.
 * Knows nothing of chapters, checks or sockets.
 */
import { EventEmitter } from 'node:events';
import { SandboxError } from '../errors.ts';
import type { HostName, Sandbox } from '../sandbox/driver.ts';
import type { StepRun } from '../steps/step-run.ts';
import { Deadline } from './deadline.ts';
import { foreground, killForeground } from './foreground.ts';
import { RunLedger } from './ledger.ts';
import type { Mark } from './marks.ts';
import { KEYS, paintCommand } from './rc-file.ts';
import { Screen } from './screen.ts';
import type { RunRequest, ShellState, TerminalEvents, TerminalSession } from './session.ts';
import { type Shell, startShell } from './shell.ts';
import { StepInFlight } from './step-in-flight.ts';

const START_MS = 10_000;
/** How long a run waits for a prompt that may be just coming: a short command of the learner's own. */
const PROMPT_GRACE_MS = 400;
/** From the keystrokes to the step's first mark. Usually 1 ms; a machine under load may need seconds. */
const TAKE_MS = 5_000;
/** Between Ctrl-C, Ctrl-\, kill -9 of the foreground and kill -9 of the shell. */
const STOP_GRACE_MS = 1_000;
/** A shell that ends unasked: 0, 100, ... ms until the next; after the last one, none. A host that is being rebuilt is back before. */
const RESPAWN_MS = [0, 100, 200, 400, 800];
const DEATHS_WITHIN_MS = 5_000;

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

  readonly #sandbox: Sandbox;
  readonly #events = new EventEmitter<TerminalEvents>();
  readonly #screen: Screen;
  readonly #ledger = new RunLedger();
  /** Those who wait until something is so; asked again after every mark and end. */
  readonly #waiting = new Set<() => void>();
  #closed = false;

  #shell: Shell | undefined;
  /** The shell's process number in its host, as its marks say. */
  #shellPid: number | undefined;
  /** Anybody has typed into this shell. One that ends before that has died by itself. */
  #asked = false;
  #deaths: number[] = [];

  /** Prompts drawn so far. */
  #prompts = 0;
  /** A command has begun and not ended. */
  #commandRuns = false;
  /** The learner's keys since the last command began: they may stand half-typed at the prompt. */
  #typed = false;
  /** Enter was pressed and no mark has come yet. */
  #entered = false;

  #queue: Promise<unknown> = Promise.resolve();
  #step: StepInFlight | undefined;
  #stepNumber = 0;
  /** The learner's keys while a step is being typed: they are for the step, or for the prompt after it. */
  #heldKeys: (string | Uint8Array)[] | undefined;
  /** What the terminal prints is readline drawing our keystrokes: not for the screen. */
  #hidden = false;
  #deadline: Deadline | undefined;

  readonly #pausedBy = new Set<string>();
  /** A step is being stopped: its end must be seen, even when nobody reads the screen. */
  #stopping = false;
  /** Bytes that wait while a snapshot is made, so that its end is a place in the stream. */
  #gated: Buffer[] | undefined;
  #snapshots = 0;

  constructor(sandbox: Sandbox, host: HostName, { columns = 120, rows = 30 }: SessionOptions) {
    this.host = host;
    this.columns = columns;
    this.rows = rows;
    this.#sandbox = sandbox;
    this.#screen = new Screen({ columns, rows });
    // One page may hold several viewers of one terminal, and the lab listens, too.
    this.#events.setMaxListeners(0);
    void this.#start();
    void sandbox.ended.then(() => this.#end(`The sandbox of ${host} has ended.`));
  }

  async ready(): Promise<void> {
    await this.#until(() => this.state !== 'starting', START_MS);
    if (this.state === 'starting') {
      throw new SandboxError(
        `the shell of ${this.host} did not come to its prompt within ${START_MS / 1000} s`,
      );
    }
    if (this.state === 'ended') throw new SandboxError(`the shell of ${this.host} has ended`);
  }

  write(data: string | Uint8Array): void {
    if (data.length === 0) return;
    const enter = pressesEnter(data);
    if (this.state === 'ended' && !this.#closed && enter) {
      this.#deaths = [];
      this.#setState('starting');
      void this.#start();
      return;
    }
    if (this.#heldKeys !== undefined) {
      this.#heldKeys.push(data);
      return;
    }
    this.#asked = true;
    this.#typed = true;
    if (enter) this.#entered = true;
    this.#shell?.write(data);
  }

  interrupt(): void {
    this.#shell?.write('\x03');
  }

  resize(columns: number, rows: number): void {
    if (columns === this.columns && rows === this.rows) return;
    this.columns = columns;
    this.rows = rows;
    this.#shell?.resize(columns, rows);
    this.#screen.resize({ columns, rows });
  }

  on<E extends keyof TerminalEvents>(event: E, listener: (...args: TerminalEvents[E]) => void): () => void {
    const emitter = this.#events as EventEmitter;
    emitter.on(event, listener);
    return () => emitter.off(event, listener);
  }

  pause(key: string): void {
    this.#pausedBy.add(key);
    this.#applyFlow();
  }

  resume(key: string): void {
    this.#pausedBy.delete(key);
    this.#applyFlow();
  }

  async snapshot(): Promise<string> {
    const key = `snapshot ${++this.#snapshots}`;
    this.#gated ??= [];
    this.pause(key);
    try {
      return await this.#screen.paint();
    } finally {
      // After whoever awaits this has gone on.
      setImmediate(() => {
        this.resume(key);
        if ([...this.#pausedBy].some((other) => other.startsWith('snapshot '))) return;
        const gated = this.#gated ?? [];
        this.#gated = undefined;
        for (const chunk of gated) this.#show(chunk);
      });
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#end(undefined);
    this.#screen.dispose();
  }

  run(request: RunRequest): Promise<StepRun> {
    return this.#ledger.once(request.id, () => {
      const step = new StepInFlight(this.host, ++this.#stepNumber, request);
      this.#queue = this.#queue.then(() => this.#execute(step));
      return step.result;
    });
  }

  // --- the life of the shell

  async #start(): Promise<void> {
    try {
      const shell = await startShell(
        this.#sandbox,
        this.host,
        () => ({ columns: this.columns, rows: this.rows }),
        {
          bytes: (chunk) => this.#onBytes(chunk),
          mark: (mark) => this.#onMark(mark),
          exit: (status) => this.#onExit(status),
        },
      );
      if (this.#closed || this.state === 'ended') return shell.close();
      this.#shell = shell;
      this.#asked = false;
      this.#applyFlow();
    } catch (error) {
      this.#onExit(null, error instanceof Error ? error.message : String(error));
    }
  }

  #onExit(status: number | null, why = `ended with status ${status}`): void {
    this.#shell = undefined;
    this.#shellPid = undefined;
    this.#commandRuns = false;
    this.#typed = false;
    this.#entered = false;
    this.#hidden = false;
    if (this.#closed || this.state === 'ended') return;
    const step = this.#step;
    this.#setState('starting');
    this.#endStep(step, () => step?.shellEnded(status));

    const now = performance.now();
    this.#deaths = this.#asked ? [] : this.#deaths.filter((at) => now - at < DEATHS_WITHIN_MS);
    if (!this.#asked) this.#deaths.push(now);
    const delay = this.#deaths.length === 0 ? 0 : RESPAWN_MS[this.#deaths.length];
    if (delay === undefined) {
      this.#say(
        `The shell of ${this.host} ${why}, ${this.#deaths.length} times in a row as soon as it started.`,
      );
      this.#say('Press Enter to try once more, or reset the host.');
      this.#setState('ended');
      return;
    }
    this.#asked = false;
    this.#say(`The shell of ${this.host} ${why}. This is a new one.`);
    setTimeout(async () => {
      if (this.state !== 'starting') return;
      await this.#start();
      if (this.#shell !== undefined) this.#events.emit('respawned', status);
    }, delay);
  }

  /** For good: closed, or the sandbox is gone. */
  #end(message: string | undefined): void {
    if (this.state === 'ended' && this.#shell === undefined) return;
    if (message !== undefined) this.#say(message);
    const step = this.#step;
    this.#shell?.close();
    this.#shell = undefined;
    this.#closed = true;
    this.#setState('ended');
    this.#endStep(step, () => step?.shellEnded(null));
  }

  #setState(state: ShellState): void {
    if (this.state !== state) {
      this.state = state;
      this.#events.emit('state', state);
    }
    this.#wake();
  }

  // --- what the shell prints

  #onBytes(chunk: Buffer): void {
    if (this.#hidden) return;
    if (this.#step?.begun) this.#step.capture(chunk);
    this.#show(chunk);
  }

  #show(chunk: Buffer): void {
    if (this.#gated !== undefined) {
      this.#gated.push(chunk);
      return;
    }
    this.#screen.append(chunk);
    this.#events.emit('data', chunk);
  }

  /** A line of our own, after leaving whatever modes a dead program has left behind. */
  #say(text: string): void {
    this.#show(Buffer.from(`\x1b[!p\x1b[?47l\x1b[?2004l\x1b[?1000l\r\n\x1b[2m[${text}]\x1b[0m\r\n`));
  }

  #onMark({ kind, fields }: Mark): void {
    const [first = '', second = '', ...rest] = fields;
    // Readline draws the prompt anew while we type a step; that is no news.
    const typing = this.#step !== undefined && !this.#step.begun;
    switch (kind) {
      case 'A':
        // Mark D did not come: PROMPT_COMMAND has been changed.
        if (!typing) this.#commandEnded(Number(first), '');
        break;
      case 'B':
        this.#prompts += 1;
        if (!this.#hidden) this.#setState('prompt');
        break;
      case 'C':
        this.#hidden = false;
        this.#commandRuns = true;
        this.#typed = false;
        this.#entered = false;
        this.#setState('busy');
        break;
      case 'P':
        this.#entered = false;
        this.#setState('unfinished');
        break;
      case 'S':
        this.#hidden = false;
        if (this.#step?.number === Number(first)) this.#stepBegins(this.#step);
        break;
      case 'D':
        this.#shellPid = Number(second);
        if (this.state === 'prompt') this.#entered = false;
        this.#commandEnded(Number(first), rest.join(';'));
        break;
    }
    this.#wake();
  }

  #commandEnded(exit: number, cwd: string): void {
    if (!this.#commandRuns) return;
    this.#commandRuns = false;
    const step = this.#step;
    this.#events.emit('command', { exit, cwd, ...(step ? { runId: step.request.id } : {}) });
    if (step === undefined) return;
    if (step.begun) this.#endStep(step, () => step.end(exit));
    else this.#endStep(step, () => step.refuse(`the shell of ${this.host} could not read the step`));
  }

  // --- steps

  /** Never rejects: whatever happens, the step gets a result. */
  async #execute(step: StepInFlight): Promise<void> {
    try {
      const refusal = await this.#comeToPrompt();
      if (refusal !== undefined) return step.refuse(refusal);
      await this.#shell?.load(step.number, step.request.command);
      if (!this.#atPrompt()) {
        const again = await this.#comeToPrompt();
        if (again !== undefined) return step.refuse(again);
      }
      this.#heldKeys = [];
      const stashed = this.#typed;
      if (stashed && !(await this.#press(KEYS.stash))) {
        this.#replaceShell();
        return step.refuse(
          `the shell of ${this.host} did not answer; a new one was started: run the step again`,
        );
      }
      await this.#type(step, stashed);
      if (stashed && (await this.#until(() => this.state !== 'busy', TAKE_MS)) && this.#atPrompt()) {
        await this.#press(KEYS.restore);
        this.#typed = true;
      }
    } catch (error) {
      step.refuse(error instanceof Error ? error.message : String(error));
    } finally {
      this.#releaseKeys();
    }
  }

  /** @param thenHold whether the learner's keys wait again from the step's end: his half-typed line comes first. */
  async #type(step: StepInFlight, thenHold: boolean): Promise<void> {
    this.#step = step;
    this.#asked = true;
    this.#show(Buffer.from(`\x1b[?2004l${paintCommand(step.request.command)}\r\n`));
    this.#hidden = true;
    this.#shell?.write(KEYS.run);
    await this.#until(() => step.begun || this.#step !== step, TAKE_MS);
    if (!step.begun && this.#step === step) {
      this.#step = undefined;
      step.refuse(`the shell of ${this.host} did not take the step; a new one was started: run it again`);
      this.#replaceShell();
      return;
    }
    await this.#until(() => this.#step !== step, Number.POSITIVE_INFINITY);
    if (thenHold) this.#heldKeys = [];
  }

  #stepBegins(step: StepInFlight): void {
    step.begin();
    this.#releaseKeys();
    this.#deadline = new Deadline(step.request.timeoutMs, () => void this.#stop(step));
    this.#applyFlow();
  }

  #endStep(step: StepInFlight | undefined, give: () => void): void {
    if (step === undefined || this.#step !== step) return;
    this.#step = undefined;
    this.#deadline?.cancel();
    this.#deadline = undefined;
    this.#stopping = false;
    this.#hidden = false;
    this.#applyFlow();
    give();
    this.#wake();
  }

  /** Its time is over: Ctrl-C, then Ctrl-\, then kill -9 of the foreground, then of the shell. */
  async #stop(step: StepInFlight): Promise<void> {
    const over = () => this.#step !== step;
    const after = `stopped after ${step.request.timeoutMs / 1000} s`;
    this.#stopping = true;
    this.#applyFlow();
    step.timedOut = `${after} (Ctrl-C)`;
    this.#shell?.write('\x03');
    if (await this.#until(over, STOP_GRACE_MS)) return;
    step.timedOut = `${after} (Ctrl-C did not help, Ctrl-\\ did)`;
    this.#shell?.write('\x1c');
    if (await this.#until(over, STOP_GRACE_MS)) return;
    step.timedOut = `${after} (neither Ctrl-C nor Ctrl-\\ helped: kill -9)`;
    if (this.#shellPid !== undefined) await killForeground(this.#sandbox, this.host, this.#shellPid);
    if (await this.#until(over, STOP_GRACE_MS)) return;
    this.#replaceShell();
  }

  #replaceShell(): void {
    this.#shell?.kill();
  }

  #atPrompt(): boolean {
    return this.state === 'prompt' && !this.#entered;
  }

  /** Waits for the prompt; else says why there is none. */
  async #comeToPrompt(): Promise<string | undefined> {
    await this.#until(() => this.state !== 'starting', START_MS);
    if (await this.#until(() => this.#atPrompt(), PROMPT_GRACE_MS)) return undefined;
    if (this.state === 'prompt') {
      // Enter was pressed and readline did not take it as one (after Ctrl-V, say).
      this.#entered = false;
      return undefined;
    }
    const terminal = `${this.host}'s terminal`;
    if (this.state === 'ended') return `the shell of ${this.host} has ended`;
    if (this.state === 'starting') return `the shell of ${this.host} is not ready`;
    if (this.state === 'unfinished')
      return `there is an unfinished command in ${terminal}; finish it or press Ctrl-C there`;
    if (this.#shellPid === undefined) return `a program is in the foreground of ${terminal}`;
    const found = await foreground(this.#sandbox, this.host, this.#shellPid);
    if (this.#atPrompt()) return undefined;
    if (found.editing) {
      this.#replaceShell();
      return `the shell of ${this.host} no longer marks its prompt, so a new one was started: run the step again`;
    }
    if (found.shell) return `a command of the shell itself is still running in ${terminal}`;
    return `${found.command ?? 'a program'} is in the foreground of ${terminal}; leave it first`;
  }

  /** Presses a private key at the prompt; true when the prompt was drawn again. */
  #press(key: string): Promise<boolean> {
    const before = this.#prompts;
    this.#shell?.write(key);
    return this.#until(() => this.#prompts > before, TAKE_MS);
  }

  #releaseKeys(): void {
    const held = this.#heldKeys ?? [];
    this.#heldKeys = undefined;
    for (const keys of held) this.write(keys);
  }

  // --- waiting and flow

  #applyFlow(): void {
    const paused = this.#pausedBy.size > 0 && !this.#stopping;
    if (paused) {
      this.#shell?.pause();
      // Its end cannot be seen now, so its time stands still, too.
      this.#deadline?.pause();
    } else {
      this.#shell?.resume();
      this.#deadline?.resume();
    }
  }

  /** Resolves to true as soon as `so` holds, to false after `ms`. */
  #until(so: () => boolean, ms: number): Promise<boolean> {
    if (so()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const done = (held: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(held);
      };
      const look = () => {
        if (so()) done(true);
      };
      const timer = Number.isFinite(ms) ? setTimeout(() => done(so()), ms) : undefined;
      this.#waiting.add(look);
    });
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }
}

/** Keys at which bash takes the line, or ends: Enter, Ctrl-J, Ctrl-O, Ctrl-D. */
function pressesEnter(data: string | Uint8Array): boolean {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  return bytes.some((byte) => byte === 0x0d || byte === 0x0a || byte === 0x0f || byte === 0x04);
}
