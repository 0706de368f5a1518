/**
 * Bytes that wait to be parsed, in order with changes of size. Bounded: when too many wait, the older half is dropped,
 * up to the end of a line, and only the sequences that outlast it are kept. Knows nothing of terminals.
 *
 * Bytes are copied into blocks: thousands of small buffers that outlive a moment cost more in garbage collection than
 * the copy.
 */
import { modesOf } from './modes.ts';

export type Size = { columns: number; rows: number };

const BLOCK = 64 << 10;

export class Backlog {
  readonly #limit: number;
  #parts: (Buffer | Size)[] = [];
  #bytes = 0;
  /** The last part, while it still has room; `#filled` bytes of it are in use. */
  #block: Buffer | undefined;
  #filled = 0;
  /** What lasts of that which was dropped; it goes before everything else. */
  #lasting: Buffer = Buffer.alloc(0);

  /** @param limit bytes; of so many, half are dropped. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get empty(): boolean {
    return this.#parts.length === 0 && this.#block === undefined;
  }

  append(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      this.#block ??= Buffer.allocUnsafeSlow(BLOCK);
      const copied = rest.copy(this.#block, this.#filled);
      this.#filled += copied;
      rest = rest.subarray(copied);
      if (this.#filled === BLOCK) this.#closeBlock();
    }
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limit) this.#drop();
  }

  resize(size: Size): void {
    this.#closeBlock();
    this.#parts.push(size);
  }

  /** Removes and returns the parts that hold the first `limit` bytes, and no more parts than that. */
  take(limit: number): (Buffer | Size)[] {
    this.#closeBlock();
    const lasting = this.#lasting;
    this.#lasting = Buffer.alloc(0);
    const parts = this.#first(limit);
    return lasting.length > 0 ? [lasting, ...parts] : parts;
  }

  #closeBlock(): void {
    if (this.#block !== undefined && this.#filled > 0)
      this.#parts.push(this.#block.subarray(0, this.#filled));
    this.#block = undefined;
    this.#filled = 0;
  }

  #first(limit: number): (Buffer | Size)[] {
    let bytes = 0;
    let count = 0;
    for (const part of this.#parts) {
      if (bytes >= limit) break;
      count += 1;
      if (Buffer.isBuffer(part)) bytes += part.length;
    }
    this.#bytes -= bytes;
    return this.#parts.splice(0, count);
  }

  #drop(): void {
    const parts = this.#first(this.#bytes - this.#limit / 2);
    const dropped = parts.filter((part) => Buffer.isBuffer(part));
    const size = parts.findLast((part) => !Buffer.isBuffer(part));
    // The cut goes to the end of a line, so that it does not fall into a sequence or a character.
    const first = this.#parts[0];
    if (Buffer.isBuffer(first)) {
      const line = first.indexOf('\n') + 1;
      dropped.push(first.subarray(0, line));
      this.#parts[0] = first.subarray(line);
      this.#bytes -= line;
    }
    if (dropped.some((part) => part.includes(0x1b)))
      this.#lasting = modesOf(Buffer.concat([this.#lasting, ...dropped]));
    if (size !== undefined) this.#parts.unshift(size);
  }
}
