import { describe, expect, it } from 'vitest';
import type { Frame, Order, Place } from './observed.ts';
import { markOf, sightingsOf } from './sightings.ts';

const NONCE = 0x40506070;
const order: Order = {
  from: { host: 'worker' },
  protocol: 'udp',
  address: '10.60.0.2',
  port: 53,
  nonce: NONCE,
  size: 0,
};

const ETHERNET = '02000000000202000000000108' + '00';

/** An IPv4 header without options; its checksum is not looked at. */
function ip(protocol: number, source: string, destination: string, body: string, ttl = 64): string {
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(20 + body.length / 2, 2);
  header[8] = ttl;
  header[9] = protocol;
  header.set(source.split('.').map(Number), 12);
  header.set(destination.split('.').map(Number), 16);
  return header.toString('hex') + body;
}

function udp(source: number, destination: number, payload: string): string {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(source, 0);
  header.writeUInt16BE(destination, 2);
  header.writeUInt16BE(8 + payload.length / 2, 4);
  return header.toString('hex') + payload;
}

const frame = (name: string, kind: Frame['kind'], time: number, packet: string): Frame => ({
  interface: name,
  kind,
  bytes: ETHERNET + packet,
  length: (ETHERNET.length + packet.length) / 2,
  time,
});

function placeOf(host: string, ...frames: Frame[]): Place {
  return {
    host,
    inode: 1,
    name: '',
    interfaces: {},
    legacy: [],
    frames,
    events: [],
    hooks: [],
    flows: [],
    counters: {},
    full: false,
  };
}

const seenAt = (...places: Place[]) =>
  sightingsOf({ order, sent: { namespace: 1, answered: false }, places });
const seen = (...frames: Frame[]) => seenAt(placeOf('worker', ...frames));

const question = ip(17, '10.60.0.1', '10.60.0.2', udp(4000, 53, markOf(NONCE).toString('hex')));

describe('sightings', () => {
  it('see into IPIP', () => {
    const [one] = seen(frame('eth0', 'out', 1, ip(4, '172.18.0.3', '172.18.0.4', question)));
    expect(one).toMatchObject({
      leg: 'request',
      packet: {
        source: '10.60.0.1',
        destination: '10.60.0.2',
        destinationPort: 53,
        encapsulation: { kind: 'ipip', source: '172.18.0.3', destination: '172.18.0.4', ttl: 64 },
      },
    });
  });
  it('know an answer of UDP, with the mark or without it, by addresses and ports turned round', () => {
    const back = (payload: string) => ip(17, '10.60.0.2', '10.60.0.1', udp(53, 4000, payload));
    for (const payload of ['706f6e67', markOf(NONCE).toString('hex')]) {
      const legs = seen(frame('eth0', 'out', 1, question), frame('eth0', 'in', 2, back(payload)));
      expect(legs.map(({ leg }) => leg)).toEqual(['request', 'answer']);
    }
  });
  it('are of the packet alone', () => {
    const other = ip(17, '10.60.0.1', '10.60.0.2', udp(4000, 53, '00000000'));
    const cut = question.slice(0, 50);
    expect(
      seen(frame('eth0', 'out', 1, other), frame('eth0', 'out', 2, cut), frame('eth0', 'in', 3, '')),
    ).toEqual([]);
  });
  it('follow the first copy of what is sent again, also where the clock of another host is behind', () => {
    const arrived = ip(17, '10.60.0.1', '10.60.0.2', udp(4000, 53, markOf(NONCE).toString('hex')), 63);
    const sender = placeOf(
      'worker',
      frame('eth0', 'out', 5000, question),
      frame('eth0', 'out', 9000, question),
    );
    const receiver = placeOf('worker2', frame('eth0', 'in', 10, arrived), frame('eth0', 'in', 4010, arrived));
    for (const places of [
      [sender, receiver],
      [receiver, sender],
    ]) {
      const ways = seenAt(...places).map(({ place, direction }) => `${place.host} ${direction}`);
      expect(ways).toEqual(['worker out', 'worker2 in']);
    }
  });
  it('tell the MTU of an ICMP error that has one', () => {
    const error = ip(1, '10.60.0.9', '10.60.0.1', `03040000000005dc${question}`);
    expect(seen(frame('eth0', 'in', 1, error))).toMatchObject([{ leg: 'answer', toldMtu: 1500 }]);
  });
});
