/**
 * Joins one page's socket to one terminal: a snapshot first, then bytes in batches, no faster than the page takes them
 * (`page-flow.ts`). Knows nothing of labs, logins or how the shell is run.
 *
 * Figures behind the constants are in bench/terminal.ts: unbatched frames lose a quarter of the speed.
 */
import type { RawData, WebSocket } from 'ws';
import { patient } from '../../runner/slowdown.ts';
import type { TerminalSession } from '../../runner/terminal/session.ts';
import { TerminalClientMessage, type TerminalServerMessage } from '../protocol.ts';
import { flowOf, type PageFlow } from './page-flow.ts';

/** Bytes come together for this long; the first after a pause goes at once, so that an echo does not wait. */
const BATCH_MS = 4;
/** A batch is one block of memory that grows and shrinks with the stream; a full one is sent before its time. Bytes. */
const SMALLEST_BLOCK = 4 << 10;
const LARGEST_BLOCK = 256 << 10;
/** A page that holds the terminal up and acknowledges nothing for so long is let go; it comes back by itself when it wakes. */
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
  readonly #flow: PageFlow;
  #stalled: NodeJS.Timeout | undefined;

  constructor(session: TerminalSession, socket: WebSocket, onClosed: () => void) {
    this.#session = session;
    this.#socket = socket;
    this.#flow = flowOf(socket);
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
      session.on('dropped', (bytes) => this.#send({ type: 'dropped', bytes })),
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
    this.#flow.send(frame, () => this.#resume());
    // A terminal that prints all the same is one whose step is being stopped.
    if (this.#flow.flooded) this.#letGo(CLOSE.tryAgain, 'the page does not keep up');
    else if (this.#flow.full) this.#hold();
  }

  #hold(): void {
    if (this.#stalled !== undefined) return;
    this.#session.pause(this.#key);
    this.#stalled = setTimeout(
      () => this.#letGo(CLOSE.tryAgain, 'the page does not keep up'),
      patient(STALLED_MS),
    );
  }

  /** The page's answer may never come, and nobody waits for it. */
  #letGo(code: number, why: string): void {
    this.#socket.close(code, why);
    this.#leave();
  }

  #acknowledge(bytes: number): void {
    if (this.#flow.acknowledge(bytes)) {
      this.#stalled?.refresh();
      this.#resume();
    } else this.#letGo(CLOSE.policy, 'more than was sent');
  }

  #resume(): void {
    if (this.#stalled === undefined || !this.#flow.low) return;
    clearTimeout(this.#stalled);
    this.#stalled = undefined;
    this.#session.resume(this.#key);
  }

  readonly receive = (data: RawData, binary: boolean): void => {
    const message = binary ? undefined : parse(data.toString());
    if (message === undefined) this.#letGo(CLOSE.policy, 'not a terminal message');
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
    if (this.#left) return;
    this.#left = true;
    for (const stop of this.#stop) stop();
    clearTimeout(this.#timer);
    clearTimeout(this.#stalled);
    this.#stalled = undefined;
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
