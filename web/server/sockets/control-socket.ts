/** One page's control socket: JSON text in, held against the protocol; the session's messages out. */
import type { RawData, WebSocket } from 'ws';
import { ClientMessage, type ServerMessage } from '../../protocol.ts';
import type { ChapterSession } from '../chapter-session/chapter-session.ts';
import { complaint } from '../chapter-session/complaint.ts';
import type { Connection } from '../chapter-session/session-context.ts';
import { Bucket } from '../safety/bucket.ts';
import { CLOSE, LIMITS } from './limits.ts';

/** @param onLeft called once the socket has closed and the session is left */
export function serveControl(socket: WebSocket, session: ChapterSession, onLeft: () => void): void {
  const connection: Connection = {
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      // A page that does not read would have us keep everything for it. It can come back for a fresh hello.
      if (socket.bufferedAmount > LIMITS.waitingBytes) socket.terminate();
      else socket.send(JSON.stringify(message));
    },
  };
  const budget = new Bucket(LIMITS.controlBurst, LIMITS.controlPerSecond);
  socket.on('message', (data, binary) => {
    if (!budget.take()) return reject(socket, connection, 'Too many messages.');
    const message = binary ? 'Control messages are text.' : parse(data);
    if (typeof message === 'string') return reject(socket, connection, message);
    void session.receive(connection, message);
  });
  let leave = () => {};
  socket.on('close', () => {
    leave();
    onLeft();
  });
  try {
    leave = session.join(connection);
  } catch (error) {
    // The progress file cannot be read: without it there is no hello, and without hello no page.
    connection.send(complaint(error));
    socket.close(CLOSE.failed, 'no hello');
  }
}

/** @returns the message, or why it is none. */
function parse(data: RawData): ClientMessage | string {
  let value: unknown;
  try {
    value = JSON.parse(data.toString());
  } catch {
    return 'The message is not JSON.';
  }
  const parsed = ClientMessage.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `The message is not of the protocol: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim();
}

/** Our own page never sends such a thing, so whoever did gets told once and shown the door. */
function reject(socket: WebSocket, connection: Connection, why: string): void {
  const message: ServerMessage = { type: 'error', message: why, remedy: 'Reload the page.' };
  connection.send(message);
  socket.close(CLOSE.policy, 'message refused');
}
