/**
 * Messages that must reach the server once. A run is kept until it is acknowledged by `queued`, `running` or `ran` with
 * its id, and sent again on a new connection only while it is not; everything else is sent now or not at all. Runs are
 * meant for one sandbox: when the server says hello with another one, those that wait are dropped.
 */
import type { ClientMessage, ServerMessage } from '../protocol.ts';

type Run = Extract<ClientMessage, { type: 'run' }>;

export interface Outbox {
  run(message: Run): void;
  /** Sends what waits and was not yet sent on this connection. */
  flush(): void;
  heard(message: ServerMessage): void;
}

/** `send` is false when it cannot send now; the run then waits for the next flush. */
export function createOutbox(send: (message: Run) => boolean): Outbox {
  const waiting = new Map<string, { message: Run; sent: boolean }>();
  let sandbox: string | null = null;
  const flush = (): void => {
    for (const entry of waiting.values()) if (!entry.sent) entry.sent = send(entry.message);
  };
  return {
    run(message) {
      waiting.set(message.runId, { message, sent: false });
      flush();
    },
    flush,
    heard(message) {
      switch (message.type) {
        case 'queued':
        case 'running':
        case 'ran':
          waiting.delete(message.runId);
          break;
        case 'hello':
          if (sandbox !== null && sandbox !== message.sandbox) waiting.clear();
          // A new connection: what was not acknowledged counts as unsent.
          for (const entry of waiting.values()) entry.sent = false;
          sandbox = message.sandbox;
          break;
        case 'lab':
          sandbox = message.sandbox;
          break;
      }
    },
  };
}
