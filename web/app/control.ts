/** The control socket: connects, reconnects with backoff, checks what it hears, and turns wishes into messages. */
import { type ClientMessage, ServerMessage } from '../protocol.ts';
import { backoff } from './backoff.ts';
import { createOutbox } from './outbox.ts';
import type { Store } from './store.ts';

export interface Control {
  /** Sends now if the connection is open; false when it is not (the page then shows that it is lost). */
  send(message: ClientMessage): boolean;
  /** Runs a step once, now or as soon as the sandbox can. */
  run(step: string): void;
  /** Called when a connection was made, first or again. */
  onOpen(listener: () => void): void;
}

/** Absolute ws: or wss: address on this page's own origin. */
export function socketUrl(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

function parse(data: unknown): ServerMessage | undefined {
  if (typeof data !== 'string') return undefined;
  const parsed = ServerMessage.safeParse(JSON.parse(data));
  if (!parsed.success) console.error('The server said something this page does not know', parsed.error);
  return parsed.data;
}

/** A run id that is free in every tab. */
function newRunId(): string {
  return `run-${crypto.randomUUID()}`;
}

export function connect(chapter: string, store: Store): Control {
  let socket: WebSocket | undefined;
  let failures = 0;
  const openListeners: (() => void)[] = [];
  const send = (message: ClientMessage): boolean => {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  };
  const outbox = createOutbox((message) => store.get().lab.state === 'ready' && send(message));

  const open = (): void => {
    const mine = new WebSocket(socketUrl(`/ws/chapter/${encodeURIComponent(chapter)}`));
    socket = mine;
    mine.addEventListener('message', (event) => {
      const message = parse(event.data);
      if (!message) return;
      store.dispatch(message);
      outbox.heard(message);
      if (message.type === 'hello') {
        failures = 0;
        outbox.reconnected();
        for (const listener of openListeners) listener();
      }
      if (message.type === 'hello' || message.type === 'lab') outbox.flush();
    });
    mine.addEventListener('close', () => {
      store.dispatch({ type: 'connection', connection: 'lost' });
      setTimeout(open, backoff(failures, Math.random()));
      failures += 1;
    });
  };
  open();

  return {
    send,
    run(step) {
      const runId = newRunId();
      store.dispatch({ type: 'asked-run', runId, step });
      outbox.run({ type: 'run', runId, step });
    },
    onOpen: (listener) => void openListeners.push(listener),
  };
}
