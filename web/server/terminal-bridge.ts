/**
 * Joins one page's socket to one terminal: a snapshot first, then bytes in batches, with flow control by what the page
 * has parsed. Knows nothing of labs, logins or how the shell is run.
 *
 * Figures behind the constants are in bench/terminal.ts: unbatched frames lose a quarter of the speed, and
 * `bufferedAmount` does not see the page's parser, so only its acknowledgements count.
 */
import type { RawData, WebSocket } from 'ws';
import { patient } from '../../runner/slowdown.ts';
import type { TerminalSession } from '../../runner/terminal/session.ts';
import { TerminalClientMessage, type TerminalServerMessage } from '../protocol.ts';

/** Bytes come together for this long; the first after a pause goes at once, so that an echo does not wait. */
const BATCH_MS = 4;
/** A batch is one block of memory that grows and shrinks with the stream; a full one is sent before its time. Bytes. */
const SMALLEST_BLOCK = 4 << 10;
const LARGEST_BLOCK = 256 << 10;
/** Unacknowledged bytes at which the pty is paused, and at which it goes on. */
const HIGH_WATER = 1 << 20;
const LOW_WATER = 1 << 18;
/** A page that is paused and acknowledges nothing for so long is let go; it comes back by itself when it wakes. */
const STALLED_MS = 20_000;
/** RFC 6455, 7.4.1 */
const CLOSE = { policy: 1008, tryAgain: 1013 } as const;

/** The pages that look at a terminal, the newest last: that one's size counts. */
const viewers = new WeakMap<TerminalSession, Viewer[]>();
let number = 0;

/**
 * Serves until the socket or the session closes. The session must be ready; the socket must be open, without compression.
 * @param onClosed the session has closed, and this page is told nothing more of it
 * @returns takes a message as if the socket had just received it
 */
export function bridgeTerminal(
  session: TerminalSession,
  socket: WebSocket,
  onClosed: () => void = () => {},
): (data: RawData, binary: boolean) => void {
  const viewer = new Viewer(session, socket, onClosed);
  return viewer.receive;
}

class Viewer {
  readonly #session: TerminalSession;
  readonly #socket: WebSocket;
  readonly #key = `viewer ${++number}`;
  readonly #stop: (() => void)[] = [];
  #size: { columns: number; rows: number } | undefined;
  #painted = false;
  #left = false;
  /** The batch so far is in the first `#filled` bytes. Copied, because small buffers that wait burden the collector. */
  #block: Buffer | undefined;
  #blockSize = SMALLEST_BLOCK;
  #filled = 0;
  #timer: NodeJS.Timeout | undefined;
  #unacknowledged = 0;
  #stalled: NodeJS.Timeout | undefined;

  constructor(session: TerminalSession, socket: WebSocket, onClosed: () => void) {
    this.#session = session;
    this.#socket = socket;
    const all = viewers.get(session) ?? [];
    viewers.set(session, all);
    all.push(this);
    const leave = () => this.#leave();
    socket.on('message', this.receive);
    socket.on('close', leave);
    this.#stop.push(
      () => socket.off('message', this.receive),
      () => socket.off('close', leave),
      session.on('respawned', (exit) => {
        if (this.#painted) this.#send({ type: 'respawned', exit });
      }),
      session.on('closed', () => {
        this.#flush();
        this.#leave();
        onClosed();
      }),
    );
    void this.#paint();
  }

  /** The screen as it is; every byte after it follows in binary frames. */
  async #paint(): Promise<void> {
    const { columns, rows } = this.#session;
    const data = await this.#session.snapshot();
    if (this.#left) return;
    // A page's first word is its size: a snapshot of the size before would be painted with other line breaks.
    if (columns !== this.#session.columns || rows !== this.#session.rows) return this.#paint();
    this.#stop.push(this.#session.on('data', (chunk) => this.#collect(chunk)));
    this.#painted = true;
    this.#send({ type: 'snapshot', data, columns, rows });
  }

  #collect(chunk: Uint8Array): void {
    if (this.#timer === undefined) {
      this.#transmit(chunk);
      this.#timer = setTimeout(() => this.#tick(), BATCH_MS);
      return;
    }
    let rest = chunk;
    while (rest.length > 0) {
      this.#block ??= Buffer.allocUnsafeSlow(this.#blockSize);
      const part = rest.subarray(0, this.#blockSize - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      rest = rest.subarray(part.length);
      if (this.#filled < this.#blockSize) return;
      this.#flush();
      this.#blockSize = Math.min(this.#blockSize * 2, LARGEST_BLOCK);
    }
  }

  #tick(): void {
    this.#timer = undefined;
    if (this.#block === undefined) return;
    if (this.#filled < this.#blockSize / 4) this.#blockSize = Math.max(this.#blockSize / 2, SMALLEST_BLOCK);
    this.#flush();
    this.#timer = setTimeout(() => this.#tick(), BATCH_MS);
  }

  #flush(): void {
    const batch = this.#block?.subarray(0, this.#filled);
    this.#block = undefined;
    this.#filled = 0;
    if (batch !== undefined) this.#transmit(batch);
  }

  #transmit(frame: Uint8Array): void {
    this.#socket.send(frame, { binary: true, compress: false });
    this.#unacknowledged += frame.length;
    if (this.#unacknowledged > HIGH_WATER) this.#hold();
  }

  #hold(): void {
    this.#session.pause(this.#key);
    this.#stalled ??= setTimeout(
      () => this.#socket.close(CLOSE.tryAgain, 'the page does not keep up'),
      patient(STALLED_MS),
    );
  }

  #acknowledge(bytes: number): void {
    this.#unacknowledged = Math.max(0, this.#unacknowledged - bytes);
    this.#stalled?.refresh();
    if (this.#unacknowledged > LOW_WATER || this.#stalled === undefined) return;
    clearTimeout(this.#stalled);
    this.#stalled = undefined;
    this.#session.resume(this.#key);
  }

  readonly receive = (data: RawData, binary: boolean): void => {
    const message = binary ? undefined : parse(data.toString());
    if (message === undefined) this.#socket.close(CLOSE.policy, 'not a terminal message');
    else if (message.type === 'input') this.#session.write(message.data);
    else if (message.type === 'ack') this.#acknowledge(message.bytes);
    else {
      this.#size = message;
      this.#applySize();
    }
  };

  #applySize(): void {
    const all = viewers.get(this.#session) ?? [];
    const owner = all.findLast((viewer) => viewer.#size !== undefined);
    const size = owner === undefined ? undefined : owner.#size;
    if (size !== undefined) this.#session.resize(size.columns, size.rows);
  }

  #send(message: TerminalServerMessage): void {
    this.#socket.send(JSON.stringify(message), { compress: false });
  }

  #leave(): void {
    this.#left = true;
    for (const stop of this.#stop) stop();
    clearTimeout(this.#timer);
    clearTimeout(this.#stalled);
    const all = viewers.get(this.#session) ?? [];
    all.splice(all.indexOf(this), 1);
    this.#session.resume(this.#key);
    this.#applySize();
  }
}

function parse(text: string): TerminalClientMessage | undefined {
  try {
    return TerminalClientMessage.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
