/**
 * What the learner types while a step runs. A program that reads the terminal gets it; while none does, it waits, and
 * what is left at the step's end is for the prompt. So nothing of it is echoed into the middle of the step's output,
 * and the echo of what a program reads is known and taken out. Knows nothing of shells or marks.
 */
import type { Change } from './change.ts';
import { EchoFilter } from './echo-filter.ts';
import { isSignal } from './keys.ts';
import { lineEndIn, signalEndIn, TtyEcho } from './tty-echo.ts';
import type { TtyLook } from './tty-look.ts';

/** Between looks at a program that does not read; doubles up to the longest. A key makes it look at once. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;
/** Bytes to a program between two looks at it: what it does not read any more is for the prompt. */
const AT_ONCE = 4096;

export interface StepKeysOptions {
  readonly look: () => Promise<TtyLook | undefined>;
  readonly write: (keys: Uint8Array) => void;
  /** Woken when the step has ended. */
  readonly change: Change;
}

export class StepKeys {
  readonly #options: StepKeysOptions;
  readonly #filter = new EchoFilter();
  readonly #echo = new TtyEcho();
  #waiting = Buffer.alloc(0);
  /** What was typed since somebody last looked at what waits: joined only then, for a paste comes in many pieces. */
  #typed: Buffer[] = [];
  #typedBytes = 0;
  #serving = false;
  #news = false;
  #over = false;
  /** A program has begun to read a line, and gets what is typed until its end. */
  #reading: TtyLook | undefined;

  constructor(options: StepKeysOptions) {
    this.#options = options;
  }

  /** Bytes that no program has read. */
  get waiting(): number {
    return this.#waiting.length + this.#typedBytes;
  }

  type(keys: Buffer): void {
    if (isSignal(keys)) this.#takeWaiting();
    this.#typed.push(keys);
    this.#typedBytes += keys.length;
    if (this.#reading && !this.#serving) {
      this.#join();
      this.#pass(this.#reading);
    }
    this.#news = true;
    this.#options.change.wake();
    void this.#serve();
  }

  /** The program's own output: without the echo of what was typed. */
  strip(chunk: Buffer): Buffer {
    return this.#filter.strip(chunk);
  }

  /** The step is over. @returns the rest of its output, and the keys that nobody has read */
  end(): { output: Buffer; keys: Buffer } {
    this.#over = true;
    this.#options.change.wake();
    return { output: this.#filter.rest(), keys: this.#takeWaiting() };
  }

  #join(): void {
    this.#waiting = Buffer.concat([this.#waiting, ...this.#typed]);
    this.#typed = [];
    this.#typedBytes = 0;
  }

  #takeWaiting(): Buffer {
    this.#join();
    const keys = this.#waiting;
    this.#waiting = Buffer.alloc(0);
    return keys;
  }

  async #serve(): Promise<void> {
    if (this.#serving) return;
    this.#serving = true;
    let pause = FIRST_PAUSE_MS;
    while (this.waiting > 0) {
      this.#news = false;
      const tty = await this.#options.look();
      if (this.#over) break;
      this.#join();
      if (tty === undefined) {
        // Nobody can ever tell here, so the terminal has to sort it out, echo and all.
        this.#give(this.#waiting.length);
      } else if (tty.reads) {
        this.#pass(tty);
        pause = FIRST_PAUSE_MS;
      } else if (!this.#interrupt(tty)) {
        await this.#options.change.until(() => this.#over || this.#news, pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
      }
    }
    this.#serving = false;
  }

  /** To a program that reads: up to the end of the line, behind which it may read no more. */
  #pass(tty: TtyLook): void {
    const end = tty.canonical ? lineEndIn(this.#waiting) : 0;
    this.#reading = tty.canonical && end === 0 ? tty : undefined;
    this.#give(Math.min(end || this.#waiting.length, AT_ONCE), tty);
  }

  /** A signal needs nobody who reads, and takes what was typed before it away (NOFLSH in termios(3)). */
  #interrupt(tty: TtyLook): boolean {
    const end = tty.signals ? signalEndIn(this.#waiting) : 0;
    if (end === 0) return false;
    this.#waiting = this.#waiting.subarray(end - 1);
    this.#give(1, tty);
    return true;
  }

  #give(size: number, tty?: TtyLook): void {
    const keys = this.#waiting.subarray(0, size);
    this.#waiting = this.#waiting.subarray(size);
    if (tty) this.#filter.expect(this.#echo.of(keys, tty));
    this.#options.write(keys);
  }
}
