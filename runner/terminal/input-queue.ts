/**
 * Keys and pastes on their way into a pty. The kernel takes what its input queue has room for and refuses the rest until
 * a program has read (EAGAIN), so the rest waits here, in order, and is offered again. Knows nothing of file descriptors.
 *
 * What the kernel does with it is the kernel's affair: while a program leaves line editing to it (canonical mode, termios(3)),
 * it cuts a line at 4,095 bytes, here as in every terminal.
 */
import { isSignal } from './keys.ts';

/** Where the bytes go. */
export interface InputEnd {
  /** @returns how many it has taken, from the first on; 0: it is full. Must not block. */
  take(bytes: Uint8Array): number;
  /** Throws away what it has taken and no program has read. */
  discard(): void;
}

/** Offered at once: above what a pty has room for (the kernel's 4 KiB for a program, and some more before that). */
const PIECE = 16 << 10;
/** Taken in one go before others get their turn. */
const TURN = 256 << 10;
/** Between offers to a full pty; doubles up to the longest. Milliseconds. */
const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 32;
/** The kernel keeps so many bytes for a program and looks at no further key until that has read (N_TTY_BUF_SIZE, less one). */
const KERNEL_QUEUE = 4095;

export class InputQueue {
  readonly #end: InputEnd;
  readonly #drained: () => void;
  #parts: Buffer[] = [];
  #waiting = 0;
  /** Bytes that the pty may hold in front of a signal. */
  #ahead = 0;
  #pauseMs = FIRST_PAUSE_MS;
  /** The next offer; while there is one, what is written lines up behind what waits. */
  #next: NodeJS.Timeout | undefined;

  /** @param drained called when something had to wait and nothing waits any more */
  constructor(end: InputEnd, drained: () => void) {
    this.#end = end;
    this.#drained = drained;
  }

  /** Bytes that the pty has not taken yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** A signal overtakes what waits, and puts an end to it: so does the kernel with what it has queued (NOFLSH in termios(3)). */
  write(data: string | Uint8Array): void {
    const bytes = Buffer.from(data as string);
    if (isSignal(bytes)) {
      if (this.#ahead + this.#waiting >= KERNEL_QUEUE) this.#end.discard();
      this.#parts = [];
      this.#waiting = 0;
      this.#ahead = 0;
    } else if (bytes.length === 0) return;
    this.#append(bytes);
    if (this.#next === undefined || isSignal(bytes)) this.#offer();
  }

  /** Nothing is offered any more. */
  close(): void {
    clearTimeout(this.#next);
    this.#parts = [];
    this.#waiting = 0;
  }

  /** Single keys are joined: a million small buffers would weigh far more than what they hold. */
  #append(bytes: Buffer): void {
    const last = this.#parts.at(-1);
    if (last !== undefined && last.length + bytes.length <= PIECE)
      this.#parts[this.#parts.length - 1] = Buffer.concat([last, bytes]);
    else this.#parts.push(bytes);
    this.#waiting += bytes.length;
  }

  #offer(): void {
    const late = this.#next !== undefined;
    clearTimeout(this.#next);
    this.#next = undefined;
    for (let turn = TURN; this.#waiting > 0; ) {
      const taken = turn > 0 ? this.#offerFirst() : 0;
      turn -= taken;
      if (taken > 0) this.#pauseMs = FIRST_PAUSE_MS;
      else {
        this.#next = setTimeout(() => this.#offer(), this.#pauseMs);
        this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
        return;
      }
    }
    if (late) this.#drained();
  }

  /** @returns how many bytes were taken */
  #offerFirst(): number {
    const [first] = this.#parts;
    if (first === undefined) return 0;
    const taken = this.#end.take(first.subarray(0, PIECE));
    this.#waiting -= taken;
    this.#ahead += taken;
    if (taken === first.length) this.#parts.shift();
    else this.#parts[0] = first.subarray(taken);
    return taken;
  }
}
