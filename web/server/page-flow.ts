/**
 * How much of a terminal one page has been sent and has not dealt with yet, over all shells that it shows on one socket.
 * Knows nothing of terminals.
 *
 * Two counts, for each is blind where the other sees: `bufferedAmount` does not see the page's parser, and
 * acknowledgements are the page's word, which does not empty this process's memory.
 */
import type { WebSocket } from 'ws';

/** Bytes at which the page is full, at which it is low again, and at which it is lost. */
const HIGH_WATER = 1 << 20;
const LOW_WATER = 1 << 18;
const FLOOD = 16 << 20;

const flows = new WeakMap<WebSocket, PageFlow>();

export function flowOf(socket: WebSocket): PageFlow {
  const flow = flows.get(socket) ?? new PageFlow(socket);
  flows.set(socket, flow);
  return flow;
}

export class PageFlow {
  readonly #socket: WebSocket;
  #unacknowledged = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Sends one binary frame. @param gone called when it has left this process */
  send(frame: Uint8Array, gone: () => void): void {
    this.#unacknowledged += frame.length;
    this.#socket.send(frame, { binary: true, compress: false }, gone);
  }

  /** The page has parsed so many bytes more. @returns false when it has not been sent so many: then nothing is counted */
  acknowledge(bytes: number): boolean {
    if (bytes > this.#unacknowledged) return false;
    this.#unacknowledged -= bytes;
    return true;
  }

  get full(): boolean {
    return this.#open > HIGH_WATER;
  }

  get low(): boolean {
    return this.#open <= LOW_WATER;
  }

  get flooded(): boolean {
    return this.#open > FLOOD;
  }

  get #open(): number {
    return Math.max(this.#unacknowledged, this.#socket.bufferedAmount);
  }
}
