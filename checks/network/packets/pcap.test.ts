import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Packet } from './packet.ts';
import { packetLine } from './packet-line.ts';
import { parsePcap, UnreadablePcap } from './pcap.ts';

const file = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const bytes = (name: string) => new Uint8Array(file(`${name}.pcap`));

/** What tcpdump prints beyond what we do: sequence numbers, options, and a guess at what is inside. */
function plain(line: string): string {
  return line.replace(/(Flags \[[^\]]*\]), .*(length \d+)(: .*)?$/, '$1, $2');
}

describe('recorded captures (tcpdump 4.99.3), beside the text that tcpdump made of them', () => {
  it.each(['ping', 'http', 'refused', 'nano'])('%s', (name) => {
    const lines = file(`${name}.txt`).toString().trim().split('\n');
    expect(parsePcap(bytes(name)).map(packetLine)).toEqual(lines.map(plain));
  });
  it('mixed: UDP, ICMP unreachable, ARP without an answer', () => {
    const lines = file('mixed.txt').toString().trim().split('\n');
    lines[1] = 'IP 10.0.0.3 > 10.0.0.2: ICMP destination unreachable, code 3, length 41';
    expect(parsePcap(bytes('mixed')).map(packetLine)).toEqual(lines);
  });
  it.each(['vxlan', 'vxlan-refused', 'vxlan-rewritten', 'vxlan-half', 'vxlan-from-node', 'unwrapped'])(
    '%s',
    (name) => {
      const text = file(`${name}.txt`)
        .toString()
        .trim()
        .replace(/(vni \d+)\n/g, '$1: ')
        .replace(/ICMP \S+ udp port \d+ unreachable/, 'ICMP destination unreachable, code 3');
      expect(parsePcap(bytes(name)).map(packetLine)).toEqual(text.split('\n'));
    },
  );
  it('holds the frame inside, and what it is wrapped in', () => {
    const [request, , question] = parsePcap(bytes('vxlan'));
    expect(request).toMatchObject({
      sourceMac: '02:42:ac:12:00:03',
      source: '172.18.0.3',
      destinationPort: 8472,
      ttl: 64,
      vxlan: {
        vni: 1,
        inner: {
          sourceMac: '02:42:0a:f4:01:00',
          destinationMac: '02:42:0a:f4:02:00',
          source: '10.244.1.2',
          protocol: 'icmp',
          ttl: 63,
        },
      },
    });
    expect(question).toMatchObject({
      vxlan: { vni: 7, inner: { protocol: 'arp', operation: 1, length: 28 } },
    });
  });
  it('holds addresses, ports, TTL and time', () => {
    const [ask, , echo] = parsePcap(bytes('ping'));
    expect(ask).toMatchObject({ destinationMac: 'ff:ff:ff:ff:ff:ff', operation: 1, sender: '10.0.0.2' });
    expect(echo).toMatchObject({ protocol: 'icmp', ttl: 64, source: '10.0.0.2', destination: '10.0.0.3' });
    expect(parsePcap(bytes('http'))[0]).toMatchObject({ destinationPort: 8080, payload: 0 });
    for (const name of ['ping', 'nano']) {
      const times = parsePcap(bytes(name)).map(({ time }) => time);
      expect(new Date((times[0] ?? 0) * 1000).getFullYear()).toBeGreaterThan(2020);
      expect(times).toEqual([...times].sort());
    }
  });
  it('reads the other byte order', () => {
    expect(parsePcap(swapped(bytes('ping')))).toEqual(parsePcap(bytes('ping')));
  });
  it('reads a capture of nothing', () => {
    expect(parsePcap(bytes('ping').subarray(0, 24))).toEqual([]);
  });
});

describe('what is no capture is refused', () => {
  const changed = (at: number, value: number) => {
    const copy = bytes('ping');
    copy[at] = value;
    return copy;
  };
  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(), /0 bytes are too few/],
    ['text', new TextEncoder().encode('tcpdump: eth0: permission denied'), /does not begin with 0x74637064/],
    ['the newer format', changed(0, 0x0a), /does not begin with/],
    ['another link type', changed(20, 113), /link type 113 is not Ethernet/],
    ['a cut record header', bytes('ping').subarray(0, 30), /header of packet 1 is cut off/],
    ['a cut packet', bytes('ping').subarray(0, -1), /packet 4 is cut off/],
    ['a record that claims too much', changed(24 + 10, 0xff), /packet 1 is cut off/],
  ])('%s', (_, garbage, words) => {
    expect(() => parsePcap(garbage)).toThrow(UnreadablePcap);
    expect(() => parsePcap(garbage)).toThrow(words);
  });
});

describe('frames that make no sense', () => {
  const [, , echo = 0] = records(bytes('ping'));
  /** The third packet of `ping` (an echo request), with bytes of it changed, cut after `length`. */
  const frame = (changes: Record<number, number>, length?: number): Packet | undefined => {
    const copy = bytes('ping');
    for (const [at, value] of Object.entries(changes)) copy[echo + 16 + Number(at)] = value;
    if (length !== undefined) new DataView(copy.buffer).setUint32(echo + 8, length, true);
    return parsePcap(copy.subarray(0, length === undefined ? records(copy)[3] : echo + 16 + length))[2];
  };
  it.each<[string, Record<number, number>, number | undefined, string]>([
    ['shorter than an Ethernet header', {}, 9, 'unknown'],
    ['IPv6', { 12: 0x86, 13: 0xdd }, undefined, 'unknown'],
    ['ARP of another form', { 12: 0x08, 13: 0x06 }, undefined, 'unknown'],
    ['IPv4 that says version 6', { 14: 0x65 }, undefined, 'unknown'],
    ['a header length below 20', { 14: 0x44 }, undefined, 'unknown'],
    ['a total length below the header', { 16: 0, 17: 4 }, undefined, 'unknown'],
    ['an IPv4 header that is cut off', {}, 20, 'unknown'],
    ['an ICMP header that is cut off', {}, 36, 'ip'],
    ['a TCP header that is cut off', { 23: 6 }, 50, 'ip'],
    ['a UDP header that is cut off', { 23: 17 }, 40, 'ip'],
    ['a later fragment', { 20: 0x20, 21: 5 }, undefined, 'ip'],
    ['another protocol', { 23: 89 }, undefined, 'ip'],
  ])('%s', (_, changes, length, protocol) => {
    const packet = frame(changes, length);
    expect(packet?.protocol).toBe(protocol);
    expect(packet && packetLine(packet)).toMatch(/\S/);
  });
  const [first = 0, second] = records(bytes('vxlan'));
  /** The first packet of `vxlan`, with bytes of its payload changed, cut after `length`. */
  const wrapped = (changes: Record<number, number>, length?: number): Packet | undefined => {
    const copy = bytes('vxlan');
    for (const [at, value] of Object.entries(changes)) copy[first + 16 + 42 + Number(at)] = value;
    if (length !== undefined) new DataView(copy.buffer).setUint32(first + 8, length, true);
    return parsePcap(copy.subarray(0, length === undefined ? second : first + 16 + length))[0];
  };
  it.each<[string, Record<number, number>, number | undefined]>([
    ['a flag beside the one', { 0: 0x88 }, undefined],
    ['no flag', { 0: 0 }, undefined],
    ['a reserved bit', { 7: 1 }, undefined],
    ['a frame inside that is cut off', {}, 42 + 8 + 13],
    ['a header that is cut off', {}, 42 + 7],
  ])('no VXLAN, but UDP: %s', (_, changes, length) => {
    const packet = wrapped(changes, length);
    expect(packet?.protocol).toBe('udp');
    expect(packet).not.toHaveProperty('vxlan');
    expect(packet && packetLine(packet)).toBe('IP 172.18.0.3.35555 > 172.18.0.4.8472: UDP, length 106');
  });
  it('a frame inside that makes no sense', () => {
    const packet = wrapped({ 20: 0x86, 21: 0xdd });
    expect(packet).toMatchObject({ vxlan: { vni: 1, inner: { protocol: 'unknown' } } });
    expect(packet && packetLine(packet)).toMatch(/vni 1: 02:42:0a:f4:01:00 > .*ethertype 0x86dd$/);
  });
  it('survive any single changed byte', () => {
    for (const name of ['ping', 'http', 'mixed', 'vxlan', 'vxlan-refused']) {
      const whole = bytes(name);
      for (let at = 40; at < whole.length; at += 1) {
        const copy = whole.slice();
        copy[at] = (copy[at] ?? 0) ^ 0xff;
        try {
          parsePcap(copy).map(packetLine);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UnreadablePcap);
        }
      }
    }
  });
});

/** Where the record headers of a little-endian file stand. */
function records(capture: Uint8Array): number[] {
  const view = new DataView(capture.buffer, capture.byteOffset, capture.byteLength);
  const starts: number[] = [];
  for (let at = 24; at < capture.length; at += 16 + view.getUint32(at + 8, true)) starts.push(at);
  return starts;
}

/** The same capture as a machine of the other byte order writes it. */
function swapped(capture: Uint8Array): Uint8Array {
  const copy = capture.slice();
  const turn = (at: number, length: number) => copy.subarray(at, at + length).reverse();
  for (const start of records(capture)) for (let field = 0; field < 16; field += 4) turn(start + field, 4);
  for (const [at, length] of [
    [0, 4],
    [4, 2],
    [6, 2],
    [8, 4],
    [12, 4],
    [16, 4],
    [20, 4],
  ] as const)
    turn(at, length);
  return copy;
}
