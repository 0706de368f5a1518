/**
 * What one terminal printed, and when, in a buffer that is bounded: a recording is held for every replay, and read
 * only when something failed. Pure: time comes in as an argument.
 */
import type { CastEvent } from './asciicast.ts';

/** Characters that a recording holds; a chapter prints a tenth of that at most. */
const LIMIT = 2 * 1024 * 1024;

export class Recording {
  /** Oldest first; dropped ones are before `#first`. */
  #events: CastEvent[] = [];
  #first = 0;
  #held = 0;
  #dropped = 0;
  readonly #limit: number;
  /** A character may come in two chunks: the decoder waits for the rest of it. */
  readonly #decoder = new TextDecoder('utf-8');

  constructor(limit = LIMIT) {
    this.#limit = limit;
  }

  /** @param ms since the start */
  print(ms: number, chunk: Uint8Array): void {
    this.#add({ ms, code: 'o', data: this.#decoder.decode(chunk, { stream: true }) });
  }

  mark(ms: number, label: string): void {
    this.#add({ ms, code: 'm', data: label });
  }

  /** All that is held. When the beginning was dropped, a reset and a line that says so come in its place. */
  events(): CastEvent[] {
    const held = this.#events.slice(this.#first);
    if (this.#dropped === 0) return held;
    // A cut may have left a program's modes on: the reset makes the rest readable.
    const words = `\x1bc\x1b[2m[${this.#dropped} characters before this were not kept]\x1b[0m\r\n`;
    return [{ ms: held[0]?.ms ?? 0, code: 'o', data: words }, ...held];
  }

  #add(event: CastEvent): void {
    if (event.data === '') return;
    const last = this.#events.at(-1);
    const joined = last?.code === 'o' && event.code === 'o' && Math.round(last.ms) === Math.round(event.ms);
    // A program that prints byte by byte would else make an event of each.
    if (joined && last.data.length < 4096) {
      this.#events[this.#events.length - 1] = { ...last, data: last.data + event.data };
    } else this.#events.push(event);
    this.#held += event.data.length;
    while (this.#held > this.#limit && this.#first < this.#events.length - 1) this.#drop();
  }

  #drop(): void {
    const { length } = this.#events[this.#first]?.data ?? '';
    this.#first += 1;
    this.#held -= length;
    this.#dropped += length;
    if (this.#first < 1000) return;
    this.#events = this.#events.slice(this.#first);
    this.#first = 0;
  }
}
