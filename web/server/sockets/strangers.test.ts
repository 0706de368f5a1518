/** Real connections on a real listener, from clients with addresses of their own. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Strangers } from './strangers.ts';

async function listening(most: number) {
  const strangers = new Strangers(most);
  const arrived = new Map<string, Socket>();
  const server = createServer((connection) => {
    connection.on('error', () => {});
    strangers.arrived(connection);
    arrived.set(`${connection.remoteAddress}:${connection.remotePort}`, connection);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const clients: Socket[] = [];
  onTestFinished(() => {
    for (const client of clients) client.destroy();
    server.close();
  });
  /** @returns both ends */
  const come = async (localAddress: string) => {
    const client = connect({ port, host: '127.0.0.1', localAddress });
    clients.push(client);
    client.on('error', () => {});
    client.resume();
    await once(client, 'connect');
    const name = `${client.localAddress}:${client.localPort}`;
    await expect.poll(() => arrived.has(name)).toBe(true);
    return { client, connection: arrived.get(name) as Socket };
  };
  return { strangers, come };
}

const ended = ({ client }: { client: Socket }) => expect.poll(() => client.closed).toBe(true);

test('one too many ends the oldest of the client that has the most', async () => {
  const { strangers, come } = await listening(3);
  const quiet = await come('127.0.0.1');
  const crowd = [await come('127.0.0.2'), await come('127.0.0.2'), await come('127.0.0.2')] as const;
  await ended(crowd[0]);
  const another = await come('127.0.0.3');
  await ended(crowd[1]);
  for (const { connection } of [quiet, crowd[2], another]) expect(strangers.has(connection)).toBe(true);
});

test('whoever has shown a session is none, nor whoever has left', async () => {
  const { strangers, come } = await listening(1);
  const known = await come('127.0.0.1');
  strangers.known(known.connection);
  const passing = await come('127.0.0.1');
  passing.client.destroy();
  await expect.poll(() => strangers.has(passing.connection)).toBe(false);
  await come('127.0.0.1');
  const newest = await come('127.0.0.1');
  expect([known.connection.destroyed, strangers.has(newest.connection)]).toEqual([false, true]);
});
