/** One terminal's socket: waits for the host's shell, then hands over to the bridge. Closes when the shell was replaced: the page comes back for the new one. */
import type { RawData, WebSocket } from 'ws';
import type { HostName } from '../../../runner/sandbox/driver.ts';
import type { Room } from '../rooms/room.ts';
import { Bucket } from '../safety/bucket.ts';
import { bridgeTerminal } from '../terminal-bridge.ts';
import { CLOSE, LIMITS } from './limits.ts';

/** @param onLeft called once the socket has closed and the shell is let go */
export function serveTerminal(socket: WebSocket, room: Room, host: HostName, onLeft: () => void): void {
  const budget = new Bucket(LIMITS.terminalBurst, LIMITS.terminalPerSecond);
  socket.on('message', () => {
    if (!budget.take()) socket.close(CLOSE.policy, 'too many messages');
  });
  const early = keepEarly(socket);
  const attachment = room.attach(host, () => socket.close(CLOSE.restarted, 'a new shell'));
  socket.on('close', () => {
    attachment.detach();
    onLeft();
  });
  attachment.session.then(
    (session) => {
      if (socket.readyState !== socket.OPEN) return;
      bridgeTerminal(session, socket);
      early.replay();
    },
    () => socket.close(CLOSE.failed, 'no shell'),
  );
}

/** What a page says before the shell is there - its size, a key - must not be lost. */
function keepEarly(socket: WebSocket): { replay(): void } {
  const kept: [data: RawData, binary: boolean][] = [];
  const keep = (data: RawData, binary: boolean) => {
    if (kept.push([data, binary]) > LIMITS.earlyMessages) socket.close(CLOSE.policy, 'too many messages');
  };
  socket.on('message', keep);
  return {
    replay() {
      socket.off('message', keep);
      for (const [data, binary] of kept.splice(0)) socket.emit('message', data, binary);
    },
  };
}
