/** The control socket: connects, reconnects with backoff, checks what it hears, and turns wishes into messages. */
import { type ClientMessage, ServerMessage } from '../protocol.ts';
import { createOutbox } from './outbox.ts';
import { keepConnected } from './reconnect.ts';
import { renewSession } from './session.ts';
import type { Store } from './store.ts';

export interface Control {
  /** Sends now if the connection is open; false when it is not (the page then shows that it is lost). */
  send(message: ClientMessage): boolean;
  /** Runs a step once, now or as soon as the sandbox can. @param whenBusy what to do with a program that has the terminal */
  run(step: string, whenBusy?: 'wait' | 'interrupt'): void;
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
  const hear = (data: unknown): void => {
    const message = parse(data);
    if (!message) return;
    store.dispatch(message);
    outbox.heard(message);
    if (message.type === 'hello') {
      connection.healthy();
      if (store.get().pictureOpen) send({ type: 'picture', shown: true });
    }
    if (message.type === 'lab') outbox.flush();
  };
  const connection = keepConnected(socketUrl(`/ws/chapter/${encodeURIComponent(chapter)}`), {
    message: hear,
    closed: () => void lost(),
  });
  /** Why a WebSocket could not be opened, its page is not told: it asks whether the server still knows this browser. */
  const lost = async (): Promise<void> => {
    const before = store.get().connection;
    if (before !== 'refused') store.dispatch({ type: 'connection', connection: 'lost' });
    const refused = (await renewSession()) === 'refused';
    if (store.get().connection === 'open') return;
    store.dispatch({ type: 'connection', connection: refused ? 'refused' : 'lost' });
  };
  const send = (message: ClientMessage): boolean => connection.send(JSON.stringify(message));
  // While a sandbox is being replaced the server takes no runs, and before its condition is known it may just be that.
  const takesRuns = () => !['unknown', 'working'].includes(store.get().lab.state);
  const outbox = createOutbox((message) => takesRuns() && send(message));

  return {
    send,
    run(step, whenBusy) {
      const runId = newRunId();
      store.dispatch({ type: 'asked-run', runId, step });
      outbox.run({ type: 'run', runId, step, ...(whenBusy && { whenBusy }) });
    },
  };
}
