/**
 * Takes out of a stream of output what is known to be the terminal's echo, once each, in the order in which it must
 * come. Pure.
 */
export class EchoFilter {
  #expected: Buffer[] = [];
  /** The end of the last chunk, when it may be the beginning of an echo. */
  #held = Buffer.alloc(0);

  /** These bytes will come, in one piece. */
  expect(echo: Buffer): void {
    if (echo.length > 0) this.#expected.push(echo);
  }

  strip(chunk: Buffer): Buffer {
    if (this.#expected.length === 0 && this.#held.length === 0) return chunk;
    let rest = Buffer.concat([this.#held, chunk]);
    this.#held = Buffer.alloc(0);
    const kept: Buffer[] = [];
    for (let echo = this.#expected[0]; echo !== undefined; echo = this.#expected[0]) {
      const at = rest.indexOf(echo);
      if (at < 0) {
        const hold = beginningAtEnd(rest, echo);
        this.#held = rest.subarray(rest.length - hold);
        rest = rest.subarray(0, rest.length - hold);
        break;
      }
      kept.push(rest.subarray(0, at));
      rest = rest.subarray(at + echo.length);
      this.#expected.shift();
    }
    return Buffer.concat([...kept, rest]);
  }

  /** Nothing more comes: what was held back was no echo. */
  rest(): Buffer {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    this.#expected = [];
    return held;
  }
}

/** How many bytes at the end of `bytes` could begin `echo`. */
function beginningAtEnd(bytes: Buffer, echo: Buffer): number {
  for (let size = Math.min(echo.length - 1, bytes.length); size > 0; size--) {
    if (echo.compare(bytes, bytes.length - size, bytes.length, 0, size) === 0) return size;
  }
  return 0;
}
