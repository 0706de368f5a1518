/**
 * Takes the shell's marks out of its byte stream. Marks are OSC 633 sequences that carry this shell's nonce; whatever
 * lacks the nonce is a program's own output and passes untouched. Knows nothing of ptys, states or screens.
 *
 * Form (VS Code's shell integration, with a nonce in each): ESC ] 633 ; KIND ; NONCE [; FIELD]... BEL
 *   A;status           a prompt begins          D;status;pid;cwd   a command ended, or a prompt was refused
 *   B                  a prompt ends            P                  a continuation prompt: the command is unfinished
 *   C                  a command begins         S;number           our step's own text begins
 *   K                  one of our private keys was obeyed; the prompt is drawn after it
 */

const KINDS = ['A', 'B', 'C', 'D', 'K', 'P', 'S'] as const;
export type MarkKind = (typeof KINDS)[number];

export interface Mark {
  readonly kind: MarkKind;
  readonly fields: readonly string[];
}

export interface MarkSink {
  /** Bytes for the screen, in order with the marks. May be a slice of the chunk that was fed. */
  bytes(chunk: Buffer): void;
  mark(mark: Mark): void;
}

const PREFIX = Buffer.from('\x1b]633;');
const BEL = 0x07;
/** A path has at most 4,096 bytes (PATH_MAX), so a mark that has not ended by then is none of ours. */
const LONGEST = 8192;

export class MarkFilter {
  readonly #nonce: Buffer;
  readonly #sink: MarkSink;
  /** The end of the last chunk, when it may be the beginning of a mark. */
  #held: Buffer | undefined;

  constructor(nonce: string, sink: MarkSink) {
    this.#nonce = Buffer.from(`;${nonce}`);
    this.#sink = sink;
  }

  /** Cost on plain output: one native search a chunk and no copy. */
  feed(chunk: Buffer): void {
    let rest = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = undefined;
    while (rest.length > 0) {
      const at = rest.indexOf(PREFIX);
      if (at < 0) {
        const keep = heldTail(rest);
        this.#show(rest.subarray(0, rest.length - keep));
        if (keep > 0) this.#held = rest.subarray(rest.length - keep);
        return;
      }
      this.#show(rest.subarray(0, at));
      rest = rest.subarray(at);
      const size = this.#take(rest);
      if (size === 0) {
        this.#held = rest;
        return;
      }
      rest = rest.subarray(size);
    }
  }

  /** The stream has ended: what was held back is no mark. */
  end(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) this.#show(held);
  }

  #show(bytes: Buffer): void {
    if (bytes.length > 0) this.#sink.bytes(bytes);
  }

  /** `text` begins with the prefix. Returns how many bytes were dealt with; 0 = more are needed to decide. */
  #take(text: Buffer): number {
    const ours = this.#couldBeOurs(text);
    const end = ours ? text.indexOf(BEL) : -1;
    if (ours && end < 0 && text.length < LONGEST) return 0;
    const header = PREFIX.length + 1 + this.#nonce.length;
    if (!ours || end < header || end >= LONGEST) {
      this.#show(text.subarray(0, PREFIX.length));
      return PREFIX.length;
    }
    const fields = end === header ? [] : text.toString('utf8', header + 1, end).split(';');
    this.#sink.mark({ kind: String.fromCharCode(text[PREFIX.length] ?? 0) as MarkKind, fields });
    return end + 1;
  }

  /** Whether all bytes so far agree with a mark of this nonce. */
  #couldBeOurs(text: Buffer): boolean {
    const kind = text[PREFIX.length];
    if (kind === undefined) return true;
    if (!KINDS.some((known) => known.charCodeAt(0) === kind)) return false;
    const start = PREFIX.length + 1;
    const size = Math.min(this.#nonce.length, text.length - start);
    if (this.#nonce.compare(text, start, start + size, 0, size) !== 0) return false;
    const after = text[start + this.#nonce.length];
    return after === undefined || after === BEL || after === 0x3b;
  }
}

/** How many bytes at the end of `bytes` could begin the prefix. */
function heldTail(bytes: Buffer): number {
  for (let size = Math.min(PREFIX.length - 1, bytes.length); size > 0; size--) {
    if (PREFIX.compare(bytes, bytes.length - size, bytes.length, 0, size) === 0) return size;
  }
  return 0;
}
