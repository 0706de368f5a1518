/**
 * One terminal's socket: waits for the host's shell, hands over to the bridge, and does so again when the shell was
 * replaced. What the page says in between waits for the next shell, in order.
 */
import type { RawData, WebSocket } from 'ws';
import type { HostName } from '../../../runner/sandbox/driver.ts';
import type { TerminalSession } from '../../../runner/terminal/session.ts';
import type { TerminalServerMessage } from '../../protocol.ts';
import type { ChapterSession } from '../chapter-session/chapter-session.ts';
import { Bucket } from '../safety/bucket.ts';
import { bridgeTerminal } from '../terminal-bridge.ts';
import { CLOSE, LIMITS } from './limits.ts';

/** @param onLeft called once the socket has closed and the shell is let go */
export function serveTerminal(
  socket: WebSocket,
  session: ChapterSession,
  host: HostName,
  onLeft: () => void,
): void {
  const budget = new Bucket(LIMITS.terminalBurst, LIMITS.terminalPerSecond);
  socket.on('message', () => {
    if (!budget.take()) socket.close(CLOSE.policy, 'too many messages');
  });
  const early = keepEarly(socket);
  const attachment = session.attach(host, () => socket.close(CLOSE.restarted, 'the sandbox was closed'));
  socket.on('close', () => {
    attachment.detach();
    onLeft();
  });
  let shown: TerminalSession | undefined;
  const show = (session: TerminalSession) => {
    if (socket.readyState !== socket.OPEN) return;
    if (session === shown) return socket.close(CLOSE.failed, 'no shell');
    shown = session;
    // Replaced in the moment in which it was ready.
    if (session.closed) return next();
    const receive = bridgeTerminal(session, socket, () => {
      early.keep();
      const waiting: TerminalServerMessage = { type: 'waiting' };
      socket.send(JSON.stringify(waiting));
      next();
    });
    early.replay(receive);
  };
  const next = (): void => void attachment.session().then(show, () => socket.close(CLOSE.failed, 'no shell'));
  early.keep();
  next();
}

/** What a page says while there is no shell - its size, a key - must not be lost. */
function keepEarly(socket: WebSocket) {
  let kept: [data: RawData, binary: boolean][] = [];
  let bytes = 0;
  const keep = (data: RawData, binary: boolean) => {
    kept.push([data, binary]);
    bytes += data.toString().length;
    if (kept.length > LIMITS.earlyMessages || bytes > LIMITS.earlyBytes)
      socket.close(CLOSE.policy, 'too many messages');
  };
  return {
    keep: () => void socket.on('message', keep),
    replay(receive: (data: RawData, binary: boolean) => void) {
      socket.off('message', keep);
      const now = kept;
      kept = [];
      bytes = 0;
      for (const [data, binary] of now) receive(data, binary);
    },
  };
}
