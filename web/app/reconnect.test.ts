import { expect, it } from 'vitest';
import { keepConnected } from './reconnect.ts';

/** A network that does what the test says, and writes down what it was asked for. */
function network() {
  const said: string[] = [];
  const waits: number[] = [];
  const listeners = new Map<string, ((event: { data: unknown }) => void)[]>();
  let again = () => {};
  const socket = {
    readyState: 0,
    send: (text: string) => void said.push(`sent ${text}`),
    addEventListener(type: string, listener: (event: { data: unknown }) => void) {
      listeners.set(type, [...(listeners.get(type) ?? []), listener]);
    },
  };
  const happens = (type: string, data?: unknown) => {
    for (const listener of listeners.get(type) ?? []) listener({ data });
  };
  const connection = keepConnected(
    'ws://here/',
    {
      begins: () => void said.push('begins'),
      opened: () => void said.push('opened'),
      message: (data) => void said.push(`heard ${data}`),
      closed: () => void said.push('closed'),
    },
    {
      connect(url) {
        said.push(`connects to ${url}`);
        socket.readyState = 0;
        listeners.clear();
        return socket;
      },
      later(work, ms) {
        waits.push(ms);
        again = work;
      },
      random: () => 1,
    },
  );
  return {
    said,
    waits,
    connection,
    opens() {
      socket.readyState = 1;
      happens('open');
    },
    says: (data: unknown) => happens('message', data),
    closes() {
      socket.readyState = 3;
      happens('close');
    },
    timePasses: () => again(),
  };
}

it('tells of each connection from its beginning to its end', () => {
  const net = network();
  net.opens();
  net.says('hello');
  net.closes();
  net.timePasses();
  expect(net.said).toEqual([
    'begins',
    'connects to ws://here/',
    'opened',
    'heard hello',
    'closed',
    'begins',
    'connects to ws://here/',
  ]);
});

it('sends while it is open, and says so when it cannot', () => {
  const net = network();
  expect(net.connection.send('early')).toBe(false);
  net.opens();
  expect(net.connection.send('now')).toBe(true);
  net.closes();
  expect(net.connection.send('late')).toBe(false);
  expect(net.said.filter((line) => line.startsWith('sent'))).toEqual(['sent now']);
});

it('waits longer after each failure in a row, until the other end makes sense', () => {
  const net = network();
  for (let failure = 0; failure < 6; failure += 1) {
    net.closes();
    net.timePasses();
  }
  expect(net.waits).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
  net.opens(); // an open socket is not yet a server that answers
  net.closes();
  net.timePasses();
  expect(net.waits.at(-1)).toBe(8000);
  net.opens();
  net.connection.healthy();
  net.closes();
  expect(net.waits.at(-1)).toBe(500);
});
