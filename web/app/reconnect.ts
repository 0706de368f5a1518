/** A WebSocket that comes back: opened again after each end, and later after each failure in a row. Knows nothing of messages. */
import { backoff } from './backoff.ts';
import { subprotocols } from './session.ts';

export interface Reconnecting {
  /** Sends now if the connection is open; false when it is not. */
  send(text: string): boolean;
  /** What the other end said makes sense: the failures in a row are over. */
  healthy(): void;
}

export interface ConnectionEvents {
  /** A new socket is being opened: what was counted of the one before is void. */
  begins?(): void;
  opened?(): void;
  message(data: unknown): void;
  closed(): void;
}

/** The part of a WebSocket that is used here. */
interface Socket {
  readonly readyState: number;
  send(text: string): void;
  addEventListener(type: 'open' | 'close', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

export interface Effects {
  connect(url: string): Socket;
  /** Calls once, after so many milliseconds. */
  later(work: () => void, ms: number): void;
  /** In [0, 1). */
  random(): number;
}

/** WebSocket.OPEN (RFC 6455 API, readyState) */
const OPEN = 1;

const BROWSER: Effects = {
  connect(url) {
    const socket = new WebSocket(url, subprotocols());
    socket.binaryType = 'arraybuffer';
    return socket;
  },
  later: (work, ms) => void setTimeout(work, ms),
  random: Math.random,
};

export function keepConnected(
  url: string,
  events: ConnectionEvents,
  effects: Effects = BROWSER,
): Reconnecting {
  let socket: Socket | undefined;
  let failures = 0;
  const open = (): void => {
    events.begins?.();
    const mine = effects.connect(url);
    socket = mine;
    mine.addEventListener('open', () => events.opened?.());
    mine.addEventListener('message', ({ data }) => events.message(data));
    mine.addEventListener('close', () => {
      events.closed();
      effects.later(open, backoff(failures, effects.random()));
      failures += 1;
    });
  };
  open();
  return {
    send(text) {
      if (socket?.readyState !== OPEN) return false;
      socket.send(text);
      return true;
    },
    healthy() {
      failures = 0;
    },
  };
}
