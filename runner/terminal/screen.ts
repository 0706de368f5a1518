/**
 * What a terminal shows, for those who come (back) to it: the bytes so far, parsed lazily by a terminal without a
 * screen. Parsing in the path of the output would halve its speed, so bytes only pile up there; they are parsed when
 * the shell is quiet, or when somebody asks. A flood is cut short: of what scrolled away unseen, only the
 * sequences that switch modes are kept. Knows nothing of marks, shells or sockets.
 */
import serialize from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import { modesOf } from './modes.ts';

/** Lines of scrollback; a page may keep more of what it has seen itself. */
const SCROLLBACK = 2000;
/** More unparsed bytes than this are cut to half of it: 2,000 lines of 256 bytes still fit in that. */
const BACKLOG = 1 << 20;
const SLICE = 64 << 10;
const QUIET_MS = 60;

type Size = { columns: number; rows: number };

export class Screen {
  readonly #terminal: headless.Terminal;
  readonly #serializer = new serialize.SerializeAddon();
  /** In order: bytes to parse, and changes of size that came between them. */
  #backlog: (Buffer | Size)[] = [];
  #bytes = 0;
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
    });
    this.#terminal.loadAddon(this.#serializer as unknown as headless.ITerminalAddon);
  }

  append(chunk: Buffer): void {
    this.#backlog.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes > BACKLOG) this.#cut();
    this.#lastAppend = performance.now();
    this.#parseSoon();
  }

  resize(size: Size): void {
    this.#backlog.push(size);
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
    this.#backlog = [];
    this.#terminal.dispose();
    this.#giveUp();
  }

  #parseSoon(): void {
    if (this.#timer !== undefined || this.#disposed) return;
    this.#timer = setTimeout(async () => {
      if (performance.now() - this.#lastAppend >= QUIET_MS) await this.#parse(SLICE);
      this.#timer = undefined;
      if (this.#backlog.length > 0) this.#parseSoon();
    }, QUIET_MS);
    this.#timer.unref();
  }

  /** Parses up to about `limit` bytes of the backlog, after whatever is being parsed already. */
  #parse(limit: number): Promise<void> {
    this.#parsing = this.#parsing.then(async () => {
      for (const part of this.#take(limit)) {
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

  /** The first `limit` bytes or a little more; between changes of size in one piece. */
  #take(limit: number): (Buffer | Size)[] {
    let bytes = 0;
    let count = 0;
    for (const part of this.#backlog) {
      if (bytes >= limit) break;
      count += 1;
      if (Buffer.isBuffer(part)) bytes += part.length;
    }
    this.#bytes -= bytes;
    const parts: (Buffer | Size)[] = [];
    let run: Buffer[] = [];
    const join = () => {
      if (run.length > 0) parts.push(Buffer.concat(run));
      run = [];
    };
    for (const part of this.#backlog.splice(0, count)) {
      if (Buffer.isBuffer(part)) run.push(part);
      else {
        join();
        parts.push(part);
      }
    }
    join();
    return parts;
  }

  #cut(): void {
    const parts = this.#take(this.#bytes - BACKLOG / 2);
    const dropped = parts.filter((part) => Buffer.isBuffer(part));
    const size = parts.findLast((part) => !Buffer.isBuffer(part));
    // The cut goes to the end of a line, so that it does not fall into a sequence or a character.
    const first = this.#backlog[0];
    if (Buffer.isBuffer(first)) {
      const line = first.indexOf('\n') + 1;
      dropped.push(first.subarray(0, line));
      this.#backlog[0] = first.subarray(line);
      this.#bytes -= line;
    }
    const modes = modesOf(Buffer.concat(dropped));
    this.#backlog.unshift(modes);
    this.#bytes += modes.length;
    if (size !== undefined) this.#backlog.unshift(size);
  }
}
