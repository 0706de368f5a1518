/**
 * What a terminal shows: bytes go to the listeners at once and to the screen that remembers them. Knows nothing of
 * shells or marks.
 */
import { Screen } from './screen.ts';

export class TerminalOutput {
  readonly #screen: Screen;
  readonly #listener: (chunk: Uint8Array) => void;
  /** Bytes that wait while a snapshot is made, so that its end is one place in the stream. */
  #gated: Buffer[] = [];
  #snapshots = 0;

  constructor(size: { columns: number; rows: number }, listener: (chunk: Uint8Array) => void) {
    this.#screen = new Screen(size);
    this.#listener = listener;
  }

  show(chunk: Buffer): void {
    if (this.#snapshots > 0) {
      this.#gated.push(chunk);
      return;
    }
    this.#screen.append(chunk);
    this.#listener(chunk);
  }

  /** A line of our own. A program that has died may have left modes behind (alternate screen, mouse, no cursor). */
  say(text: string): void {
    this.show(Buffer.from(`\x1b[!p\x1b[?47l\x1b[?2004l\x1b[?1000l\r\n\x1b[2m[${text}]\x1b[0m\r\n`));
  }

  resize(size: { columns: number; rows: number }): void {
    this.#screen.resize(size);
  }

  /** @param after called when bytes flow again, later than whoever awaits this has gone on. */
  async snapshot(after: () => void): Promise<string> {
    this.#snapshots += 1;
    try {
      return await this.#screen.paint();
    } finally {
      setImmediate(() => {
        this.#snapshots -= 1;
        if (this.#snapshots === 0) {
          const gated = this.#gated;
          this.#gated = [];
          for (const chunk of gated) this.show(chunk);
        }
        after();
      });
    }
  }

  dispose(): void {
    this.#screen.dispose();
  }
}
