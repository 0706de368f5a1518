/** One terminal's socket: waits for the host's shell, then hands over to the bridge. Closes when the shell was replaced: the page comes back for the new one. */
import type { WebSocket } from 'ws';
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
  const attachment = room.attach(host, () => socket.close(CLOSE.restarted, 'a new shell'));
  socket.on('close', () => {
    attachment.detach();
    onLeft();
  });
  // Nothing may be lost while the shell is still starting: what the page sends meanwhile waits in the kernel.
  socket.pause();
  attachment.session.then(
    (session) => {
      socket.resume();
      if (socket.readyState === socket.OPEN) bridgeTerminal(session, socket);
    },
    () => {
      socket.resume();
      socket.close(CLOSE.failed, 'no shell');
    },
  );
}
