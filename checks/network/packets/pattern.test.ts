import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  captureFilter,
  matches,
  type Pattern,
  patternFields,
  patternProblem,
  patternWords,
} from './pattern.ts';
import { parsePcap } from './pcap.ts';

const capture = (name: string) =>
  parsePcap(new Uint8Array(readFileSync(new URL(`fixtures/${name}.pcap`, import.meta.url))));
/** Which packets of the capture (counted from 1) match. */
const found = (name: string, pattern: Pattern) =>
  capture(name).flatMap((packet, i) => (matches(pattern, packet) ? [i + 1] : []));

describe('matches', () => {
  it.each<[string, Pattern, number[]]>([
    ['ping', { arp: 'any' }, [1, 2]],
    ['ping', { arp: 'request' }, [1]],
    ['ping', { arp: 'reply' }, [2]],
    ['ping', { arp: 'request', sender: '10.0.0.2', target: '10.0.0.3' }, [1]],
    ['ping', { arp: 'any', sender: '10.0.0.3' }, [2]],
    ['ping', { arp: 'request', target: '10.0.0.2' }, []],
    ['ping', { icmp: 'any' }, [3, 4]],
    ['ping', { icmp: 'echo-request' }, [3]],
    ['ping', { icmp: 'echo-reply', ttl: 64 }, [4]],
    ['ping', { icmp: 'echo-reply', ttl: 63 }, []],
    ['ping', { ip: 'any' }, [3, 4]],
    ['ping', { ip: 'any', source: '10.0.0.3' }, [4]],
    ['ping', { ip: 'any', source: '10.0.0.0/24' }, [3, 4]],
    ['ping', { ip: 'any', source: '10.0.0.3/31' }, [3, 4]],
    ['ping', { ip: 'any', source: '10.0.1.0/24' }, []],
    ['ping', { ip: 'any', source: '0.0.0.0/0' }, [3, 4]],
    ['ping', { tcp: 'any' }, []],
    ['http', { tcp: 'syn' }, [1]],
    ['http', { tcp: 'syn-ack' }, [2]],
    ['http', { tcp: 'syn', destination: '10.0.0.3:8080' }, [1]],
    ['http', { tcp: 'syn', destination: '10.0.0.3:80' }, []],
    ['http', { tcp: 'any', source: '10.0.0.3:8080' }, [2, 5, 6, 8, 11]],
    ['http', { ip: 'any', source: '10.0.0.3' }, [2, 5, 6, 8, 11]],
    ['refused', { tcp: 'reset' }, [2]],
    ['mixed', { udp: 'any', destination: '10.0.0.3:5000' }, [1]],
    ['mixed', { icmp: 'unreachable' }, [2]],
    ['mixed', { icmp: 'time-exceeded' }, []],
    ['mixed', { icmp: 'redirect' }, []],
    ['mixed', { udp: 'any', vni: 1 }, []],
    ['vxlan', { udp: 'any' }, [1, 2, 3, 4, 5, 6]],
    ['vxlan', { icmp: 'any' }, []],
    ['vxlan', { udp: 'any', vni: 1 }, [1, 2]],
    ['vxlan', { udp: 'any', vni: 2 }, []],
    ['vxlan', { udp: 'any', inner: { arp: 'any' } }, [3, 4]],
    ['vxlan', { udp: 'any', inner: { icmp: 'echo-request' } }, [1, 5]],
    ['vxlan', { udp: 'any', vni: 7, inner: { icmp: 'echo-request' } }, [5]],
    ['vxlan', { udp: 'any', destination: '172.18.0.4:8472', inner: { ip: 'any', ttl: 63 } }, [1]],
    ['vxlan', { udp: 'any', inner: { ip: 'any', source: '10.244.2.0/24' } }, [2]],
    ['vxlan-refused', { udp: 'any', destination: '172.18.0.4:8472', vni: 5 }, []],
    ['vxlan-refused', { udp: 'any', destination: '172.18.0.4:4789', vni: 5 }, [1]],
    ['vxlan-half', { ip: 'any', source: '10.244.0.0/16' }, [1]],
  ])('%s %j', (name, pattern, packets) => expect(found(name, pattern)).toEqual(packets));

  it('never a frame of another kind', () => {
    const [packet] = capture('ping');
    if (!packet) throw new Error('the fixture is empty');
    const { time, sourceMac, destinationMac } = packet;
    const strange = { time, sourceMac, destinationMac, protocol: 'unknown', etherType: 0x86dd } as const;
    expect(matches({ ip: 'any' }, strange)).toBe(false);
  });
});

describe('a pattern that makes no sense', () => {
  it.each<[Pattern, string]>([
    [{}, 'exactly one of arp, icmp, tcp, udp, ip'],
    [{ arp: 'any', ip: 'any' }, 'exactly one of'],
    [{ arp: 'any', source: '10.0.0.2' }, 'does not belong to arp, which has sender and target'],
    [{ arp: 'any', ttl: 64 }, 'does not belong to arp'],
    [{ icmp: 'any', target: '10.0.0.2' }, 'does not belong to icmp, which has source and destination'],
    [{ icmp: 'any', source: '10.0.0.2:80' }, 'names a port, but icmp has none'],
    [{ ip: 'any', destination: '10.0.0.2:80' }, 'names a port, but ip has none'],
    [{ ip: 'any', vni: 1 }, 'does not belong to ip: VXLAN is carried by udp'],
    [{ tcp: 'any', inner: { arp: 'any' } }, 'does not belong to tcp'],
    [{ udp: 'any', inner: {} }, 'arp: each packet is exactly one of'],
    [{ udp: 'any', inner: { arp: 'any', ttl: 1 } }, 'ttl: does not belong to arp'],
  ])('%j', (pattern, words) => expect(patternProblem(pattern)?.message).toContain(words));
  it.each([
    { arp: 'shout' },
    { icmp: 'ping' },
    { arp: 'any', sender: '10.0.0' },
    { udp: 'any', vni: -1 },
    { udp: 'any', vni: 2 ** 24 },
    { udp: 'any', inner: { udp: 'any', vni: 1 } },
    ...['10.0.0', '10.0.0.2:0', '10.0.0.2:65536', '10.0.0.0/33', ':80', '10.0.0.2 ', 'server'].map(
      (source) => ({
        ip: 'any',
        source,
      }),
    ),
  ])('%j is refused by the schema', (pattern) =>
    expect(z.strictObject(patternFields).safeParse(pattern).success).toBe(false),
  );
  it('a good one has no problem', () => {
    for (const good of [
      { arp: 'any', sender: '10.0.0.2' },
      { tcp: 'syn', source: '10.0.0.2:80' },
      { udp: 'any' },
      { udp: 'any', vni: 1, inner: { arp: 'request' } },
    ] as const)
      expect(patternProblem(good)).toBeUndefined();
  });
});

it.each<[Pattern, string]>([
  [{ arp: 'request', target: '10.0.0.3', sender: '10.0.0.2' }, 'an ARP request for 10.0.0.3 by 10.0.0.2'],
  [{ arp: 'reply', sender: '10.0.0.3', target: '10.0.0.2' }, 'an ARP reply to 10.0.0.2 by 10.0.0.3'],
  [{ icmp: 'echo-request', destination: '10.0.0.3' }, 'an ICMP echo-request to 10.0.0.3'],
  [{ tcp: 'syn', source: '10.0.0.2', ttl: 63 }, 'a TCP syn from 10.0.0.2 with TTL 63'],
  [{ ip: 'any', source: '10.0.0.0/24' }, 'an IPv4 packet from 10.0.0.0/24'],
  [
    { udp: 'any', destination: '172.18.0.4:8472', vni: 1, inner: { icmp: 'any', source: '10.244.1.2' } },
    'a UDP packet to 172.18.0.4:8472 of VNI 1 around an ICMP packet from 10.244.1.2',
  ],
])('%j in words', (pattern, words) => expect(patternWords(pattern)).toBe(words));

it('the filter lets through whatever a pattern may be, each protocol named once', () => {
  expect(captureFilter([{ icmp: 'any' }, { arp: 'request' }, { icmp: 'echo-reply' }])).toBe('arp or icmp');
});
