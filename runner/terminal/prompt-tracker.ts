/**
 * Follows one shell by its marks and by the keys that went to it: at its prompt, busy, or amid an unfinished command.
 * Pure: time comes in as milliseconds of any clock. Knows nothing of ptys or steps.
 */
import { firstOf, isSignal } from './keys.ts';
import type { Mark } from './marks.ts';
import type { ShellState } from './session.ts';

/** Bytes of keys that came too early and are remembered: longer pastes of commands are rare, and of those the oldest are forgotten. */
const LONGEST_AHEAD = 256 << 10;

export class PromptTracker {
  state: Exclude<ShellState, 'ended'> = 'starting';
  /** The shell's process number, as its host counts; from the first prompt on. */
  pid: number | undefined;
  /** Keys stand half-typed at the prompt, or may. */
  typed = false;
  /** When Enter was pressed at the prompt that no mark has answered yet. */
  enteredAt: number | undefined;
  /** Our private keys that have been obeyed and after which the prompt stands again. */
  keysObeyed = 0;
  /** Our own keys are being drawn by readline, prompt and all, until the next command begins: not news. */
  drawing = false;
  #commandRuns = false;
  #keyObeyed = false;
  /** Keys that came too early for the prompt: a program reads them, or the next prompt does. */
  #ahead: Buffer[] = [];
  #aheadBytes = 0;

  get atPrompt(): boolean {
    return this.state === 'prompt' && this.enteredAt === undefined;
  }

  /** The learner's keys, in the order in which they go to the pty. */
  keys(data: string | Uint8Array, now: number): void {
    const keys = Buffer.from(data as string);
    const reads = (this.state === 'prompt' || this.state === 'unfinished') && this.enteredAt === undefined;
    // A signal takes what nobody has read away, and is not read itself.
    if (!reads && isSignal(keys)) {
      this.#forgetAhead();
      return;
    }
    this.#ahead.push(keys);
    this.#aheadBytes += keys.length;
    while (this.#aheadBytes > LONGEST_AHEAD) this.#aheadBytes -= this.#ahead.shift()?.length ?? 0;
    if (reads) this.#readLine(now);
  }

  /** Nothing has answered Enter for too long: readline did not take it as one, or a program has read it. */
  forgetEnter(): void {
    this.enteredAt = undefined;
    this.#forgetAhead();
  }

  /** @returns how a command ended, when this mark says so. The directory is empty where the mark lacks it. */
  mark({ kind, fields }: Mark, now: number): { exit: number; cwd: string } | undefined {
    const [first = '', second = '', ...rest] = fields;
    switch (kind) {
      case 'A':
        // Usually mark D has come before; it has not when somebody has changed PROMPT_COMMAND.
        return this.drawing ? undefined : this.#ended(Number(first), '');
      case 'B':
        if (this.#keyObeyed) this.keysObeyed += 1;
        this.#keyObeyed = false;
        if (!this.drawing) this.#reads('prompt', now);
        return undefined;
      case 'C':
      case 'S':
        this.drawing = false;
        this.#commandRuns = true;
        if (kind === 'C') this.#lineTaken();
        this.state = 'busy';
        return undefined;
      case 'P':
        this.#lineTaken();
        this.#reads('unfinished', now);
        return undefined;
      case 'K':
        this.#keyObeyed = true;
        return undefined;
      case 'D':
        this.pid = Number(second);
        // Enter on an empty line, or Ctrl-C: no command, and a prompt again.
        if (this.state === 'prompt' || this.state === 'unfinished') this.#lineTaken();
        return this.#ended(Number(first), rest.join(';'));
    }
  }

  #lineTaken(): void {
    this.typed = false;
    this.enteredAt = undefined;
  }

  /** Readline reads again, first of all what came too early. */
  #reads(state: 'prompt' | 'unfinished', now: number): void {
    this.state = state;
    if (this.enteredAt === undefined) this.#readLine(now);
  }

  /** Up to Enter, for what is behind it may be for the command. */
  #readLine(now: number): void {
    for (let keys = this.#ahead.shift(); keys !== undefined; keys = this.#ahead.shift()) {
      this.typed = true;
      const end = enterIn(keys) + 1;
      const rest = keys.subarray(end || keys.length);
      this.#aheadBytes -= keys.length - rest.length;
      if (rest.length > 0) this.#ahead.unshift(rest);
      if (end > 0) {
        this.enteredAt = now;
        return;
      }
    }
  }

  #forgetAhead(): void {
    this.#ahead = [];
    this.#aheadBytes = 0;
  }

  #ended(exit: number, cwd: string): { exit: number; cwd: string } | undefined {
    if (!this.#commandRuns) return undefined;
    this.#commandRuns = false;
    return { exit, cwd };
  }
}

const ENTER = [0x0d, 0x0a, 0x0f, 0x04];

/** Where bash would take the line, or end: at Enter, Ctrl-J, Ctrl-O, Ctrl-D. -1 when nowhere. */
export function enterIn(keys: Uint8Array): number {
  return firstOf(ENTER, keys);
}
