/**
 * Connections that have not shown a session yet. There is room for a few, and one too many ends another: the oldest of
 * the client that has the most. So whoever comes with a session gets in, and silence keeps nobody out. Knows nothing of
 * sessions.
 */
import type { Socket } from 'node:net';

export class Strangers {
  readonly #most: number;
  /** Connection -> its client's address, in the order in which they came. */
  readonly #clients = new Map<Socket, string>();

  constructor(most: number) {
    this.#most = most;
  }

  has(connection: Socket): boolean {
    return this.#clients.has(connection);
  }

  arrived(connection: Socket): void {
    this.#clients.set(connection, connection.remoteAddress ?? '');
    connection.once('close', () => this.known(connection));
    if (this.#clients.size > this.#most) this.#endOne();
  }

  /** It has shown a session, or is gone. */
  known(connection: Socket): void {
    this.#clients.delete(connection);
  }

  #endOne(): void {
    const counts = new Map<string, number>();
    for (const client of this.#clients.values()) counts.set(client, (counts.get(client) ?? 0) + 1);
    const largest = Math.max(...counts.values());
    for (const [connection, client] of this.#clients) {
      if (counts.get(client) !== largest) continue;
      this.known(connection);
      connection.destroy();
      return;
    }
  }
}
