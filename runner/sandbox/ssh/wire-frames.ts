/**
 * The format between the runner and inside/agent.pl: frames of a length, a letter, a number and bytes. Pure.
 *
 * To the agent: `S` start a process, `I` input for it, `C` close its input, `K` a signal for it, `D` nobody listens to it
 * any more, `Q` a question. From it: `h` greeting, `o` `e` `r` output, error output and report, `z` one of these has
 * ended, `x` the process has ended, `a` an answer, `g` a sandbox has ended.
 */
export interface Frame {
  readonly letter: string;
  /** Of the process or the question. */
  readonly number: number;
  readonly body: Buffer;
}

const HEAD = 9;

export function encode(letter: string, number: number, body: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.from(body);
  const head = Buffer.alloc(HEAD);
  head.writeUInt32BE(bytes.length, 0);
  head.write(letter, 4, 'latin1');
  head.writeUInt32BE(number, 5);
  return Buffer.concat([head, bytes]);
}

/** Words as one body; none may hold a NUL, except bytes at the end. */
export function words(list: readonly string[], bytes?: Uint8Array): Buffer {
  const bad = list.find((word) => word.includes('\0'));
  if (bad !== undefined) throw new Error(`a NUL in ${JSON.stringify(bad.slice(0, 60))}`);
  const text = Buffer.from(list.join('\0'));
  return bytes === undefined ? text : Buffer.concat([text, Buffer.of(0), bytes]);
}

/** Takes chunks as they come and calls back for each whole frame. */
export class FrameReader {
  readonly #onFrame: (frame: Frame) => void;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  feed(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes >= HEAD) {
      const head = this.#joined(HEAD);
      const length = head.readUInt32BE(0);
      if (this.#bytes < HEAD + length) return;
      const all = this.#joined(HEAD + length);
      const rest = all.subarray(HEAD + length);
      this.#chunks = rest.length > 0 ? [rest, ...this.#chunks.slice(1)] : this.#chunks.slice(1);
      this.#bytes -= HEAD + length;
      this.#onFrame({
        letter: all.toString('latin1', 4, 5),
        number: all.readUInt32BE(5),
        body: all.subarray(HEAD, HEAD + length),
      });
    }
  }

  /** The first chunk, made at least so long. */
  #joined(length: number): Buffer {
    const first = this.#chunks[0];
    if (first && first.length >= length) return first;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}
