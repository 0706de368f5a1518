/**
 * Steps of one terminal, one after another: comes to the prompt, types the step, waits for its end, stops it when its
 * time is over. Knows nothing of chapters or of how a shell is started.
 */
import type { HostName, Sandbox } from '../sandbox/driver.ts';
import { patient } from '../slowdown.ts';
import type { Change } from './change.ts';
import { Deadline } from './deadline.ts';
import { foreground, killForeground } from './foreground.ts';
import type { PromptTracker } from './prompt-tracker.ts';
import { KEYS, paintCommand } from './rc-file.ts';
import type { RunRequest } from './session.ts';
import type { Shell } from './shell.ts';
import { StepInFlight } from './step-in-flight.ts';
import { StepKeys } from './step-keys.ts';
import type { Busy, StepRun } from './step-run.ts';
import { lookAtTty } from './tty-look.ts';

const START_MS = 10_000;
/**
 * How long a run waits for a prompt that may be just coming: after a short command of the learner's own. It is waited in full
 * whenever a program is busy, so only a machine on which the second is longer waits longer.
 */
const PROMPT_GRACE_MS = 400;
const SHORT_COMMAND_MS = 100;
/** From our keys to the shell's answer. Usually 1 ms; a machine under load may need seconds. */
const ANSWER_MS = 5_000;
/** Between Ctrl-C, Ctrl-\, kill -9 of the foreground and kill -9 of the shell. */
const STOP_GRACE_MS = 1_000;

/** What the steps see of their terminal. */
export interface StepTerminal {
  readonly sandbox: Sandbox;
  readonly host: HostName;
  readonly change: Change;
  /** Of the present shell. */
  readonly tracker: PromptTracker;
  readonly shell: Shell | undefined;
  readonly ended: boolean;
  /** A paste is still on its way into the pty. */
  readonly inputWaits: boolean;
  /** A step is about to be typed. */
  asked(): void;
  show(text: string): void;
  /** While true, what the learner types waits, in order. */
  holdKeys(hold: boolean): void;
  /** As if the learner typed it now. */
  type(keys: Buffer): void;
  /** To the shell's terminal, behind what is on its way there. */
  write(keys: Uint8Array): void;
  /** While true, the pty is read even when viewers have paused it: a step's end must be seen. */
  forceFlow(force: boolean): void;
}

/** Why a step is not typed; `busy` when that would pass by itself. */
interface Refusal {
  readonly reason: string;
  readonly busy?: Busy;
}

const WITHDRAWN: Refusal = { reason: 'it was taken back before its turn came' };

export class StepRunner {
  readonly #terminal: StepTerminal;
  #queue: Promise<void> = Promise.resolve();
  #number = 0;
  #current: StepInFlight | undefined;
  /** What is typed while the present step runs. */
  #keys: StepKeys | undefined;
  #deadline: Deadline | undefined;
  #paused = false;
  /** The learner's half-typed line has been put aside: what he types after the step comes behind it. */
  #stashed = false;
  /** Keys that no program has read wait for the prompt. */
  #keysLeft = false;

  constructor(terminal: StepTerminal) {
    this.#terminal = terminal;
  }

  run(request: RunRequest): Promise<StepRun> {
    const step = new StepInFlight(this.#terminal.host, ++this.#number, request);
    request.options?.withdrawn?.addEventListener('abort', () => this.#terminal.change.wake(), { once: true });
    this.#queue = this.#queue.then(() => this.#execute(step));
    return step.result;
  }

  /** The run that the present command belongs to. */
  get runId(): string | undefined {
    return this.#current?.request.id;
  }

  capture(chunk: Buffer): void {
    if (this.#keys) this.#current?.capture(this.#keys.strip(chunk));
  }

  /** @returns false when no step runs: the keys are the shell's */
  type(keys: Buffer): boolean {
    this.#keys?.type(keys);
    return this.#keys !== undefined;
  }

  /** Bytes that were typed for the present step and wait for a program that reads them. */
  get waiting(): number {
    return this.#keys?.waiting ?? 0;
  }

  /** Mark S: the shell has read the step. */
  begins(number: number): void {
    const step = this.#current;
    if (step === undefined || step.number !== number) return;
    step.begin();
    const { sandbox, host, tracker, change } = this.#terminal;
    const { pid } = tracker;
    this.#keys = new StepKeys({
      look: async () => (pid === undefined ? undefined : lookAtTty(sandbox, host, pid)),
      write: (keys) => this.#terminal.write(keys),
      change,
    });
    this.#terminal.holdKeys(false);
    this.#deadline = new Deadline(this.#patient(step.request.timeoutMs), () => void this.#stop(step));
    if (this.#paused) this.#deadline.pause();
  }

  /** @param atPrompt only the prompt's own mark told of it. */
  commandEnded(exit: number, atPrompt: boolean): void {
    const step = this.#take();
    if (step?.begun) step.end(exit, atPrompt);
    else step?.refuse(`the shell of ${this.#terminal.host} could not read the step`);
  }

  shellEnded(status: number | null): void {
    this.#take()?.shellEnded(status);
  }

  /** Nobody reads the pty now: a step's end cannot be seen, so its time stands still. */
  paused(paused: boolean): void {
    this.#paused = paused;
    if (paused) this.#deadline?.pause();
    else this.#deadline?.resume();
  }

  #take(): StepInFlight | undefined {
    const step = this.#current;
    const left = this.#keys?.end();
    if (left) step?.capture(left.output);
    this.#current = undefined;
    this.#keys = undefined;
    this.#deadline?.cancel();
    this.#deadline = undefined;
    this.#terminal.forceFlow(false);
    this.#keysLeft = left !== undefined && left.keys.length > 0;
    if (step !== undefined && (this.#stashed || this.#keysLeft)) this.#terminal.holdKeys(true);
    if (left) this.#terminal.type(left.keys);
    return step;
  }

  /** Never rejects: whatever happens, the step gets a result. */
  async #execute(step: StepInFlight): Promise<void> {
    const terminal = this.#terminal;
    try {
      const refusal = await this.#prepare(step);
      if (refusal !== undefined) return step.refuse(refusal.reason, refusal.busy);
      if (terminal.tracker.typed) {
        if (!(await this.#press(KEYS.stash))) return this.#abandon(step);
        this.#stashed = true;
      }
      await this.#type(step);
      if (!(this.#stashed || this.#keysLeft) || terminal.tracker.state === 'starting') return;
      if ((await this.#comeToPrompt()) !== undefined || !this.#stashed) return;
      await this.#press(KEYS.restore);
      terminal.tracker.typed = true;
    } catch (error) {
      step.refuse(error instanceof Error ? error.message : String(error));
    } finally {
      this.#stashed = false;
      this.#keysLeft = false;
      terminal.holdKeys(false);
    }
  }

  /** Brings the step to the host and the terminal to its prompt, where it stays; else says why not. */
  async #prepare(step: StepInFlight): Promise<Refusal | undefined> {
    const refusal = await this.#waitForTurn(step);
    if (refusal !== undefined) return refusal;
    await this.#terminal.shell?.load(step.number, step.request.command);
    // Something may have been typed while the step was on its way.
    const { tracker, inputWaits } = this.#terminal;
    const again = tracker.atPrompt && !inputWaits ? undefined : await this.#waitForTurn(step);
    if (again === undefined && step.withdrawn) return WITHDRAWN;
    if (again === undefined) this.#terminal.holdKeys(true);
    return again;
  }

  /** Comes to the prompt, and waits as the run says for a command of the learner's own that is in the way. */
  async #waitForTurn(step: StepInFlight): Promise<Refusal | undefined> {
    const { whenBusy = 'refuse', onWaiting } = step.request.options ?? {};
    const terminal = this.#terminal;
    for (let interrupt = whenBusy === 'interrupt'; ; interrupt = false) {
      if (step.withdrawn) return WITHDRAWN;
      const refusal = await this.#comeToPrompt();
      if (refusal?.busy === undefined || whenBusy === 'refuse') return refusal;
      onWaiting?.(refusal.busy);
      if (interrupt) terminal.shell?.write('\x03');
      // The prompt is there, though keys that the command did not read may still be on their way to it.
      const goesOn = () =>
        (terminal.tracker.state === 'prompt' && !terminal.inputWaits) || terminal.ended || step.withdrawn;
      await terminal.change.until(goesOn, Number.POSITIVE_INFINITY);
    }
  }

  async #type(step: StepInFlight): Promise<void> {
    const { change, shell, tracker } = this.#terminal;
    this.#current = step;
    this.#terminal.asked();
    // Readline switches bracketed paste off when it is done with a line; that is hidden with the rest of its drawing.
    this.#terminal.show(`\x1b[?2004l${paintCommand(step.request.command)}\r\n`);
    tracker.drawing = true;
    shell?.write(KEYS.run);
    await change.until(() => step.begun || this.#current !== step, this.#patient(ANSWER_MS));
    if (!step.begun && this.#current === step) return this.#abandon(step);
    await change.until(() => this.#current !== step, Number.POSITIVE_INFINITY);
  }

  #abandon(step: StepInFlight): void {
    this.#current = undefined;
    const { host, shell } = this.#terminal;
    step.refuse(`the shell of ${host} did not answer, so a new one was started: run the step again`);
    shell?.kill();
  }

  /** Its time is over: Ctrl-C, then Ctrl-\, then kill -9 of the foreground, then of the shell. */
  async #stop(step: StepInFlight): Promise<void> {
    const { change, shell, tracker, sandbox, host } = this.#terminal;
    const over = () => this.#current !== step;
    const grace = this.#patient(STOP_GRACE_MS);
    const after = `stopped after ${this.#patient(step.request.timeoutMs) / 1000} s`;
    this.#terminal.forceFlow(true);
    step.timedOut = `${after} (Ctrl-C)`;
    shell?.write('\x03');
    if (await change.until(over, grace)) return;
    step.timedOut = `${after} (Ctrl-\\, for Ctrl-C did not help)`;
    shell?.write('\x1c');
    if (await change.until(over, grace)) return;
    step.timedOut = `${after} (kill -9, for neither Ctrl-C nor Ctrl-\\ helped)`;
    if (tracker.pid !== undefined) await killForeground(sandbox, host, tracker.pid);
    if (await change.until(over, grace)) return;
    shell?.kill();
  }

  /** Waits for the prompt; else says why there is none. */
  async #comeToPrompt(): Promise<Refusal | undefined> {
    const terminal = this.#terminal;
    const { change, host, sandbox } = terminal;
    const where = `${host}'s terminal`;
    await change.until(
      () => terminal.tracker.state !== 'starting' || terminal.ended,
      this.#patient(START_MS),
    );
    if (terminal.ended) return { reason: `the shell of ${host} has ended` };
    const { enteredAt = performance.now() } = terminal.tracker;
    const graceMs = Math.max(PROMPT_GRACE_MS, this.#patient(SHORT_COMMAND_MS));
    const grace = Math.max(0, enteredAt + graceMs - performance.now());
    if (await change.until(() => terminal.tracker.atPrompt && !terminal.inputWaits, grace)) return undefined;
    const { state, pid } = terminal.tracker;
    if (state === 'prompt' && terminal.inputWaits) {
      return { reason: `what was pasted into ${where} is still being read`, busy: { by: 'shell' } };
    }
    if (state === 'prompt') {
      terminal.tracker.forgetEnter();
      return undefined;
    }
    if (terminal.ended) return { reason: `the shell of ${host} has ended` };
    if (state === 'starting') return { reason: `the shell of ${host} did not come to its prompt` };
    if (state === 'unfinished') {
      const reason = `an unfinished command stands in ${where}; finish it or press Ctrl-C there`;
      return { reason, busy: { by: 'unfinished' } };
    }
    const found = pid === undefined ? undefined : await foreground(sandbox, host, pid);
    if (terminal.tracker.atPrompt) return undefined;
    if (found?.editing) {
      terminal.shell?.kill();
      await change.until(() => terminal.tracker.pid !== pid || terminal.ended, this.#patient(ANSWER_MS));
      const reason = `the shell of ${host} no longer marks its prompt, so a new one was started: run the step again`;
      return { reason };
    }
    if (found?.shell) {
      return { reason: `a command of the shell itself still runs in ${where}`, busy: { by: 'shell' } };
    }
    const { command: program } = found ?? {};
    return {
      reason: `${program ?? 'a program'} is in the foreground of ${where}; leave it first`,
      busy: { by: 'program', ...(program !== undefined && { program }) },
    };
  }

  /** Presses a private key at the prompt; true when it was obeyed and the prompt drawn again. */
  #press(key: string): Promise<boolean> {
    const { change, shell, tracker } = this.#terminal;
    const before = tracker.keysObeyed;
    shell?.write(key);
    return change.until(() => tracker.keysObeyed > before, this.#patient(ANSWER_MS));
  }

  #patient(ms: number): number {
    return patient(ms, this.#terminal.sandbox.slowdown);
  }
}
