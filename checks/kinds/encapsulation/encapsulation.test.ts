import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeCheck } from '../../judge.ts';
import { DEFAULT_TOPOLOGY } from '../../network/default-topology.ts';
import type { HostState, NetworkNamespace } from '../../network/state/network-state.ts';
import type { ProbeResult } from '../../probe.ts';
import type { CaptureResult } from '../../probes/capture.ts';
import type { PingResult } from '../../probes/ping.ts';
import { address, findings, host, link, netns, route } from '../../testing/fixtures.ts';
import { refuses } from '../../testing/table.ts';
import { encapsulation } from './encapsulation.ts';

const pcap = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../network/packets/fixtures/${name}.pcap`, import.meta.url)));
/** Only these packets of a recorded capture, counted from 1. */
function only(name: string, ...wanted: number[]): Uint8Array {
  const bytes = pcap(name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = [bytes.subarray(0, 24)];
  for (let at = 24, number = 1; at < bytes.length; number += 1) {
    const end = at + 16 + view.getUint32(at + 8, true);
    if (wanted.includes(number)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

const answered: PingResult = { probe: 'ping', outcome: 'answered', detail: 'answer from 10.244.2.2' };
const silent: PingResult = { probe: 'ping', outcome: 'silent', detail: 'no answer in time' };
const got = (bytes: Uint8Array, more: Partial<CaptureResult> = {}): CaptureResult => ({
  probe: 'capture',
  pcap: bytes,
  filled: false,
  dropped: 0,
  stimulus: answered,
  ...more,
});
const lost = (...packets: number[]) => got(only('vxlan', ...packets), { stimulus: silent });
const gone = (reason: string, originMissing: boolean) =>
  ({ probe: 'failed', reason, originMissing }) as const;

/** As in the recorded captures. */
const MACS = ['02:42:0a:f4:01:00', '02:42:0a:f4:02:00'] as const;

/** Node 1 or 2 with its end of the tunnel, which knows the other one; `parts` replaces sections. */
function node(number: 1 | 2, parts: Partial<NetworkNamespace> = {}, end = {}): HostState {
  const other = 3 - number;
  const far = MACS[other - 1] ?? '';
  const own = netns('', {
    links: [
      link('eth0', { addresses: [address(`172.18.0.${number + 2}/16`)] }),
      link('flannel.1', {
        kind: 'vxlan',
        mac: MACS[number - 1] ?? '',
        mtu: 1450,
        info: { id: 1, port: 8472 },
        addresses: [address(`10.244.${number}.0/32`)],
        ...end,
      }),
    ],
    routes: [
      route('default', { gateway: '172.18.0.1', device: 'eth0' }),
      route('172.18.0.0/16', { device: 'eth0' }),
      route(`10.244.${other}.0/24`, { gateway: `10.244.${other}.0`, device: 'flannel.1' }),
    ],
    neighbours: [{ address: `10.244.${other}.0`, device: 'flannel.1', mac: far, states: ['PERMANENT'] }],
    fdb: [
      {
        mac: far,
        device: 'flannel.1',
        destination: `172.18.0.${other + 2}`,
        state: 'permanent',
        flags: ['self'],
      },
    ],
    ...parts,
  });
  return host([own, netns(number === 1 ? 'red' : 'blue')], { name: number === 1 ? 'worker' : 'worker2' });
}
const both = [node(1), node(2)];

const entry = {
  host: 'worker',
  while: { ping: '10.244.2.2', from: { netns: 'red' } },
  port: 8472,
  vni: 1,
  outer: { source: '172.18.0.3', destination: '172.18.0.4' },
  inner: { source: '10.244.1.2', destination: '10.244.2.2' },
  pods: '10.244.0.0/16',
};
const judge = (
  args: Record<string, unknown>,
  probes: readonly ProbeResult[],
  hosts: readonly HostState[] = both,
) =>
  judgeCheck(encapsulation, encapsulation.schema.parse({ ...entry, ...args }), {
    topology: DEFAULT_TOPOLOGY,
    state: findings(...hosts).state,
    probes,
  });

describe('passes', () => {
  it.each<[string, Record<string, unknown>, Uint8Array]>([
    ['a wrapped ping and its wrapped answer', {}, only('vxlan', 1, 2)],
    ['beside other wrapped traffic', {}, pcap('vxlan')],
    [
      'another network, with ARP inside',
      { vni: 7, inner: { source: '192.168.7.1', destination: '192.168.7.2' }, pods: '192.168.7.0/24' },
      only('vxlan', 3, 4, 5, 6),
    ],
    [
      'from the node itself',
      { inner: { source: '10.244.1.0', destination: '10.244.2.2' } },
      pcap('vxlan-rewritten'),
    ],
  ])('%s', (_, args, bytes) => {
    const judgement = judge(args, [got(bytes)]);
    expect(judgement, judgement.diagnosis).toMatchObject({ verdict: 'pass' });
  });
});

const ROUTE_BESIDE = node(1, {
  routes: [route('10.244.2.0/24', { gateway: '172.18.0.4', device: 'eth0' })],
});
const fdbTo = (destination: string) =>
  node(1, { fdb: [{ mac: MACS[1], device: 'flannel.1', destination, state: 'permanent', flags: [] }] });

describe('fails by what passed', () => {
  it.each<[string, Record<string, unknown>, ProbeResult, readonly HostState[], RegExp]>([
    [
      'unwrapped, by a route beside the tunnel',
      {},
      got(pcap('unwrapped')),
      [ROUTE_BESIDE, node(2)],
      /as it is, without a wrapping: IP 10.244.1.2 > 10.244.2.2.*: on worker the route to 10.244.2.2 is 10.244.2.0\/24 via 172.18.0.4 dev eth0, which is no way into/,
    ],
    [
      'unwrapped, for want of a route',
      {},
      got(pcap('unwrapped')),
      [node(1, { routes: [route('default', { gateway: '172.18.0.1', device: 'eth0' })] }), node(2)],
      /worker has no route to 10.244.2.2 but default via 172.18.0.1 dev eth0/,
    ],
    [
      'only the answer is unwrapped',
      {},
      got(only('unwrapped', 2)),
      [node(1), node(2, { routes: [route('10.244.1.0/24', { gateway: '172.18.0.3', device: 'eth0' })] })],
      /on worker2 the route to 10.244.1.2 is 10.244.1.0\/24 via 172.18.0.3/,
    ],
    [
      'one way wrapped is not enough',
      {},
      got(pcap('vxlan-half')),
      [],
      /as it is, without a wrapping: IP 10.244.1.2 > /,
    ],
    [
      'a range that the nodes are in: they themselves are found unwrapped',
      { pods: '172.18.0.0/16' },
      got(only('vxlan', 1)),
      both,
      /without a wrapping/,
    ],
    [
      'the answer to a node that has no address in the tunnel',
      { inner: { source: '172.18.0.3', destination: '10.244.2.2' } },
      got(pcap('vxlan-from-node')),
      both,
      /172.18.0.3 is not an address of the pods' network, so worker2 sends the answer to it by eth0/,
    ],
    [
      'the wrong port',
      {},
      got(pcap('vxlan-refused'), { stimulus: silent }),
      both,
      /wrapped for UDP port 4789, and the nodes' VXLAN is at 8472/,
    ],
    [
      'the wrong VNI',
      { vni: 2 },
      got(only('vxlan', 1, 2)),
      both,
      /wrapped with VNI 1, not 2: the other node takes that for another network/,
    ],
    [
      'for another node',
      { outer: { source: '172.18.0.3', destination: '172.18.0.2' } },
      lost(1),
      both,
      /wrapped for 172.18.0.4, not for 172.18.0.2, the node where 10.244.2.2 is/,
    ],
    [
      'from another address',
      { outer: { source: '172.18.0.33', destination: '172.18.0.4' } },
      lost(1),
      both,
      /says it is from 172.18.0.3, not from 172.18.0.33/,
    ],
    [
      'the answer for another node',
      { outer: { source: '172.18.0.33', destination: '172.18.0.4' } },
      got(only('vxlan', 2)),
      both,
      /wrapped for 172.18.0.3, not for 172.18.0.33, the node where 10.244.1.2 is/,
    ],
    [
      'rewritten before it was wrapped',
      {},
      got(pcap('vxlan-rewritten')),
      both,
      /the source is not 10.244.1.2 any more; it was rewritten before it was wrapped/,
    ],
    [
      'a question in the tunnel',
      { vni: 7, inner: { source: '192.168.7.1', destination: '192.168.7.2' } },
      lost(3),
      both,
      /who-has 192.168.7.2 tell 192.168.7.1, length 28: the node has to ask/,
    ],
    [
      'the other node refuses',
      { port: 4789, vni: 5 },
      got(pcap('vxlan-refused'), { stimulus: silent }),
      both,
      /no answer came back.*172.18.0.4 says that nothing listens at its UDP port 4789/,
    ],
    [
      'the frame inside is for nobody',
      {},
      lost(1),
      [node(1), node(2, {}, { mac: '02:00:00:00:00:99' })],
      /inside is for 02:42:0a:f4:02:00, but flannel.1 on worker2 has 02:00:00:00:00:99/,
    ],
    [
      'lost on the other node, although its tables are right',
      {},
      lost(1),
      both,
      /lost beyond it, or a firewall/,
    ],
    ['lost on a node that cannot be seen', {}, lost(1), [node(1)], /lost beyond it, or a firewall/],
    [
      'nothing passed, although the tables are right',
      {},
      lost(),
      both,
      /went another way, or it did not reach/,
    ],
    [
      'nothing passed on a node that cannot be seen',
      {},
      lost(),
      [],
      /nothing wrapped for 10.244.2.2 left by eth0/,
    ],
    [
      'no such device',
      {},
      gone('there is no device eth0 on worker', true),
      both,
      /nothing can be captured on eth0/,
    ],
    [
      'no namespace to send from',
      {},
      got(pcap('vxlan'), { stimulus: gone('worker has no network namespace named red', true) }),
      both,
      /nothing can be sent from red on worker/,
    ],
  ])('%s', (_, args, probe, hosts, words) => {
    const judgement = judge(args, [probe], hosts);
    expect(judgement.diagnosis).toMatch(words);
    expect(judgement.verdict).toBe('fail');
    expect(judgement.evidence.length).toBeGreaterThan(0);
  });
});

const TUNNEL_ROUTE = { gateway: '10.244.2.0', device: 'flannel.1' };
const ZERO = '00:00:00:00:00:00';

describe("fails by the node's tables, when nothing left", () => {
  it.each<[string, HostState, RegExp]>([
    [
      'no device',
      node(1, { links: [link('eth0', { addresses: [address('172.18.0.3/16')] })] }),
      /no VXLAN device with VNI 1/,
    ],
    ['another VNI', node(1, {}, { info: { id: 2, port: 8472 } }), /no VXLAN device with VNI 1/],
    ['DOWN', node(1, {}, { up: false }), /flannel.1 on worker is DOWN/],
    ['another port', node(1, {}, { info: { id: 1, port: 4789 } }), /UDP port 4789, not at 8472/],
    ['no route', node(1, { routes: [] }), /has no route to 10.244.2.2/],
    [
      'only the default route',
      node(1, { routes: [route('default', { gateway: '172.18.0.1', device: 'eth0' })] }),
      /no route to 10.244.2.2 but the default route, which leads to 172.18.0.1/,
    ],
    [
      'no gateway',
      node(1, { routes: [route('10.244.0.0/16', { device: 'flannel.1' })] }),
      /10.244.0.0\/16 dev flannel.1 has no gateway, so the node takes 10.244.2.2 itself for a neighbour/,
    ],
    [
      'a longer prefix elsewhere',
      node(1, { routes: [route('10.244.2.0/24', TUNNEL_ROUTE), route('10.244.2.2', { device: 'cni0' })] }),
      /the route 10.244.2.2 leads to cni0, not into flannel.1/,
    ],
    [
      'no neighbour entry',
      node(1, { neighbours: [] }),
      /worker has not been told which MAC the gateway 10.244.2.0 has/,
    ],
    [
      'it asked in vain',
      node(1, { neighbours: [{ address: '10.244.2.0', device: 'flannel.1', states: ['FAILED'] }] }),
      /worker has not been told/,
    ],
    [
      'no forwarding entry',
      node(1, { fdb: [] }),
      /flannel.1 on worker has no entry for 02:42:0a:f4:02:00, the MAC of its gateway/,
    ],
    [
      'an old forwarding entry',
      fdbTo('172.18.0.9'),
      /sends 02:42:0a:f4:02:00 to 172.18.0.9, not to 172.18.0.4/,
    ],
  ])('%s', (_, sender, words) => {
    const judgement = judge({}, [lost()], [sender, node(2)]);
    expect(judgement.verdict).toBe('fail');
    expect(judgement.diagnosis).toMatch(words);
  });
  it('the same of the other node, when no answer came', () => {
    const judgement = judge({}, [lost(1)], [node(1), node(2, { fdb: [] })]);
    expect(judgement.diagnosis).toMatch(/no answer came back.*on worker2 has no entry for 02:42:0a:f4:01:00/);
  });
  it('an entry for everything else is an entry', () => {
    const flooding = {
      mac: ZERO,
      device: 'flannel.1',
      destination: '172.18.0.4',
      state: 'permanent',
      flags: [],
    };
    expect(judge({}, [lost()], [node(1, { fdb: [flooding] }), node(2)]).diagnosis).toMatch(/another way/);
  });
});

describe('cannot look', () => {
  it.each<[string, ProbeResult[], string]>([
    ['no capture was made', [], 'the probe was not made'],
    [
      'tcpdump is missing',
      [gone("FileNotFoundError: 'tcpdump'", false)],
      'could not be made: FileNotFoundError',
    ],
    [
      'garbage instead of a capture',
      [got(new TextEncoder().encode('permission denied, try again'))],
      'cannot be read',
    ],
    ['the stimulus could not be made', [got(pcap('vxlan'), { stimulus: gone('killed', false) })], 'killed'],
    [
      'the capture is full, with all that is asked for',
      [got(pcap('vxlan'), { filled: true })],
      'more than 1000',
    ],
    ['the kernel dropped packets', [got(only('vxlan', 1), { dropped: 2 })], 'could not keep 2 packets'],
    ['another probe', [answered], 'a ping probe was made instead'],
  ])('%s', (_, probes, words) => {
    const judgement = judge({}, probes);
    expect(judgement.verdict).toBe('error');
    expect(judgement.diagnosis).toContain(words);
  });
  it('but what must not be there fails a full capture as well', () => {
    expect(judge({}, [got(pcap('unwrapped'), { filled: true })]).verdict).toBe('fail');
  });
});

it('asks for all that a mistake could look like, while the pod sends', () => {
  expect(encapsulation.probes?.(encapsulation.schema.parse(entry))).toMatchObject([
    {
      at: { host: 'worker' },
      device: 'eth0',
      filter: 'udp or icmp or net 10.244.0.0/16',
      stimulus: { probe: 'ping', from: { host: 'worker', netns: 'red' }, to: '10.244.2.2' },
    },
  ]);
});

it('shows both headers of each packet', () => {
  expect(judge({}, [got(only('vxlan', 1, 2))]).evidence[0]).toMatchObject({
    command: "tcpdump -n -T vxlan -i eth0 'udp or icmp or net 10.244.0.0/16'",
    found: expect.stringMatching(
      /^IP 172.18.0.3.35555 > 172.18.0.4.8472: VXLAN, flags \[I\] \(0x08\), vni 1: IP 10.244.1.2 > 10.244.2.2: ICMP echo request/,
    ),
  });
});

refuses(encapsulation, [
  [{ ...entry, vni: undefined }, /vni/],
  [{ ...entry, vni: 2 ** 24 }, /vni/],
  [{ ...entry, port: 0 }, /port/],
  [{ ...entry, outer: { source: 'worker', destination: '172.18.0.4' } }, /IPv4 address/],
  [{ ...entry, inner: { source: '10.244.1.2' } }, /destination/],
  [{ ...entry, pods: '10.244.0.0' }, /range of IPv4 addresses/],
  [{ ...entry, while: {} }, /exactly one of ping and http/],
  [{ ...entry, expect: [] }, /expect/],
]);
