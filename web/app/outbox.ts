/**
 * Messages that must reach the server once. A run is kept until it is acknowledged by `running` or `ran` with its id,
 * and sent again on a new connection only while it is not; everything else is sent now or not at all.
 */
import type { ClientMessage, ServerMessage } from '../protocol.ts';

type Run = Extract<ClientMessage, { type: 'run' }>;

export interface Outbox {
  run(message: Run): void;
  /** Sends what waits and was not yet sent on this connection. */
  flush(): void;
  /** A new connection: what was not acknowledged counts as unsent. */
  reconnected(): void;
  heard(message: ServerMessage): void;
}

/** `send` is false when it cannot send now; the run then waits for the next flush. */
export function createOutbox(send: (message: Run) => boolean): Outbox {
  const waiting = new Map<string, { message: Run; sent: boolean }>();
  const flush = (): void => {
    for (const entry of waiting.values()) if (!entry.sent) entry.sent = send(entry.message);
  };
  return {
    run(message) {
      waiting.set(message.runId, { message, sent: false });
      flush();
    },
    flush,
    reconnected() {
      for (const entry of waiting.values()) entry.sent = false;
    },
    heard(message) {
      if (message.type === 'running' || message.type === 'ran') waiting.delete(message.runId);
      if (message.type === 'lab' && message.state === 'failed') waiting.clear();
    },
  };
}
