/**
 * What a terminal shows, for those who come (back) to it: the bytes so far, parsed lazily by a terminal without a
 * screen. Parsing in the path of the output would halve its speed, so bytes only pile up there; they are parsed when
 * the shell is quiet, or when somebody asks. A flood is cut short: of what scrolled away unseen, only the
 * sequences that switch modes are kept. Knows nothing of marks, shells or sockets.
 */
import serialize from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import { Backlog, type Size } from './backlog.ts';

/** Lines of scrollback; a page may keep more of what it has seen itself. */
const SCROLLBACK = 2000;
/** More unparsed bytes than this are cut to half of it: 2,000 lines of 256 bytes still fit in that. */
const BACKLOG = 1 << 20;
const SLICE = 64 << 10;
const QUIET_MS = 60;

export class Screen {
  readonly #terminal: headless.Terminal;
  readonly #serializer = new serialize.SerializeAddon();
  readonly #backlog = new Backlog(BACKLOG);
  #lastAppend = 0;
  #timer: NodeJS.Timeout | undefined;
  #parsing: Promise<void> = Promise.resolve();
  #disposed = false;
  /** Called at the end: a disposed terminal no longer says that it has parsed. */
  #giveUp: () => void = () => undefined;

  constructor({ columns, rows }: Size) {
    this.#terminal = new headless.Terminal({
      cols: columns,
      rows,
      scrollback: SCROLLBACK,
      allowProposedApi: true,
      // Else it tells of each byte that is no text on this process's own standard error.
      logLevel: 'off',
    });
    this.#terminal.loadAddon(this.#serializer as unknown as headless.ITerminalAddon);
  }

  append(chunk: Buffer): void {
    this.#backlog.append(chunk);
    this.#lastAppend = performance.now();
    this.#parseSoon();
  }

  resize(size: Size): void {
    this.#backlog.resize(size);
    this.#parseSoon();
  }

  /** Escape sequences that paint everything appended so far on an empty terminal of the same size. */
  async paint(): Promise<string> {
    await this.#parse(Number.POSITIVE_INFINITY);
    return this.#disposed ? '' : this.#serializer.serialize();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#terminal.dispose();
    this.#giveUp();
  }

  #parseSoon(): void {
    if (this.#timer !== undefined || this.#disposed) return;
    this.#timer = setTimeout(async () => {
      if (performance.now() - this.#lastAppend >= QUIET_MS) await this.#parse(SLICE);
      this.#timer = undefined;
      if (!this.#backlog.empty) this.#parseSoon();
    }, QUIET_MS);
    this.#timer.unref();
  }

  /** Parses up to about `limit` bytes of the backlog, after whatever is being parsed already. */
  #parse(limit: number): Promise<void> {
    this.#parsing = this.#parsing.then(async () => {
      for (const part of this.#backlog.take(limit)) {
        if (this.#disposed) return;
        if (Buffer.isBuffer(part)) {
          await new Promise<void>((done) => {
            this.#giveUp = done;
            this.#terminal.write(part, done);
          });
        } else this.#terminal.resize(part.columns, part.rows);
      }
    });
    return this.#parsing;
  }
}
