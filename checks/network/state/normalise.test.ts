import { expect, test } from 'vitest';
import { address, chain, host, link, netns, process, route, rule } from '../../testing/fixtures.ts';
import type { HostState, NetworkNamespace, NetworkState } from './network-state.ts';
import { type Compared, normalise } from './normalise.ts';

/** The ways in which our callers compare: the watch, a proof of checks that look at traffic, and of those that do not. */
const WATCH: Compared = { depth: 'light', traffic: true, sandbox: 'same' };
const ALL: Compared = { depth: 'full', traffic: true, sandbox: 'same' };
const LASTING: Compared = { depth: 'full', traffic: false, sandbox: 'same' };
const ELSEWHERE: Compared = { depth: 'full', traffic: false, sandbox: 'another' };
const ways = { WATCH, ALL, LASTING, ELSEWHERE };

const nftChain = (name: string, policy: string) => ({
  chain: { family: 'ip', table: 'nat', name, policy, handle: 1 },
});
const nftRule = (handle: number, packets: number) => ({
  rule: { family: 'ip', table: 'nat', chain: 'PRE', handle, expr: [{ counter: { packets, bytes: 84 } }] },
});
const connection = { source: '10.0.0.2', destination: '10.0.0.3', sourcePort: 40000, destinationPort: 80 };
const neighbour = (last: number, mac: string, state = 'REACHABLE') => ({
  address: `10.0.0.${last}`,
  device: 'br0',
  mac,
  states: [state],
});
const fdb = (mac: string, device: string, state = '') => ({ mac, device, state, flags: [] });
const socket = (port: number, pid: number) =>
  ({ protocol: 'tcp', address: '0.0.0.0', port, processes: [{ name: 'nc', pid }] }) as const;

const PARTS = {
  inode: 4026531833,
  pids: [31],
  links: [
    link('br0', {
      ifindex: 3,
      kind: 'bridge',
      mac: '02:00:00:00:00:07',
      addresses: [address('10.0.0.1/24')],
      info: { gc_timer: 1.5, stp_state: 0 },
    }),
  ],
  routes: [route('10.0.0.0/24', { device: 'br0' })],
  neighbours: [neighbour(2, '02:00:00:00:00:02'), neighbour(9, '02:00:00:00:00:09', 'PERMANENT')],
  fdb: [fdb('02:00:00:00:00:02', 'veth1'), fdb('02:00:00:00:00:07', 'br0', 'permanent')],
  sockets: [socket(80, 31), socket(9, 32)],
  sysctls: { 'net.ipv4.ip_forward': '1', 'net.netfilter.nf_conntrack_count': '4' },
  iptables: { tables: { nat: [chain('PREROUTING', [rule('-j RETURN', 3)])] } },
  nft: [nftChain('PRE', 'accept'), nftRule(7, 3)],
  conntrack: [{ protocol: 'tcp', original: connection, reply: connection, flags: [] }],
} as const satisfies Partial<NetworkNamespace>;

const nc = (pid: number, net: number) => process(pid, 'nc', { net });

function state(parts: Partial<NetworkNamespace> = {}, own: Partial<HostState> = {}): NetworkState {
  const worker = host([netns('', { ...PARTS, ...parts })], { processes: [nc(31, PARTS.inode)], ...own });
  return { depth: 'full', takenAt: 1, hosts: { worker } };
}
const names = (is: (compared: Compared) => boolean) =>
  Object.entries(ways).flatMap(([name, compared]) => (is(compared) ? [name] : []));
/** The ways by which it is another state. */
const notedBy = (after: NetworkState) =>
  names((compared) => normalise(after, compared).join() !== normalise(state(), compared).join());

const [learned, permanent] = PARTS.neighbours;
const FULL_ONLY = ['ALL', 'LASTING', 'ELSEWHERE'];
const EVERY = ['WATCH', ...FULL_ONLY];

test.each<[string, string[], NetworkState]>([
  ['when it was taken', [], { ...state(), takenAt: 2 }],
  [
    "a bridge's timers run",
    [],
    state({ links: [{ ...PARTS.links[0], info: { gc_timer: 9, stp_state: 0 } }] }),
  ],
  ['a neighbour entry ages', [], state({ neighbours: [{ ...learned, states: ['STALE'] }, permanent] })],
  [
    'the hash tables come in another order',
    [],
    state({ neighbours: [permanent, learned], fdb: PARTS.fdb.toReversed() }),
  ],
  ['sockets come in another order', [], state({ sockets: PARTS.sockets.toReversed() })],
  [
    'connections are counted',
    [],
    state({ sysctls: { ...PARTS.sysctls, 'net.netfilter.nf_conntrack_count': '0' } }),
  ],
  ['iptables leaves an empty base chain', [], state({ nft: [nftChain('POST', 'accept'), ...PARTS.nft] })],
  ['a rule gets another handle', [], state({ nft: [PARTS.nft[0], nftRule(8, 3)] })],

  [
    'a neighbour is learned',
    ['WATCH', 'ALL'],
    state({ neighbours: [...PARTS.neighbours, neighbour(4, '02:00:00:00:00:04')] }),
  ],
  [
    'a neighbour answers no more',
    ['WATCH', 'ALL'],
    state({ neighbours: [{ ...learned, states: ['FAILED'] }, permanent] }),
  ],
  [
    'a learned neighbour becomes permanent',
    EVERY,
    state({ neighbours: [{ ...learned, states: ['PERMANENT'] }, permanent] }),
  ],
  ['a permanent neighbour goes', EVERY, state({ neighbours: [learned] })],
  [
    'an FDB entry is learned',
    ['WATCH', 'ALL'],
    state({ fdb: [...PARTS.fdb, fdb('02:00:00:00:00:04', 'veth2')] }),
  ],
  ['a permanent FDB entry goes', EVERY, state({ fdb: [PARTS.fdb[0]] })],
  [
    'iptables counts',
    ['ALL'],
    state({ iptables: { tables: { nat: [chain('PREROUTING', [rule('-j RETURN', 4)])] } } }),
  ],
  ['nft counts', ['ALL'], state({ nft: [PARTS.nft[0], nftRule(7, 4)] })],
  ['a connection is forgotten', ['ALL'], state({ conntrack: [] })],

  ['a base chain drops', FULL_ONLY, state({ nft: [nftChain('POST', 'drop'), ...PARTS.nft] })],
  ['a rule goes', FULL_ONLY, state({ nft: [PARTS.nft[0]] })],
  ['a socket closes', FULL_ONLY, state({ sockets: [PARTS.sockets[0]] })],
  ['a sysctl is set', FULL_ONLY, state({ sysctls: { ...PARTS.sysctls, 'net.ipv4.ip_forward': '0' } })],
  ['a full section cannot be read', FULL_ONLY, state({ missing: { nft: 'is not installed' } })],
  ['a light section cannot be read', EVERY, state({ missing: { fdb: 'is not installed' } })],
  ['a link goes down', EVERY, state({ links: [{ ...PARTS.links[0], up: false }] })],
  ['a route goes', EVERY, state({ routes: [] })],
  ['a process ends', EVERY, state({}, { processes: [] })],
  [
    'a lease is given away',
    EVERY,
    state({}, { leases: [{ network: 'n', address: '10.0.0.9', containerId: 'c', ifname: 'eth0' }] }),
  ],
  ['the host cannot be read', EVERY, state({}, { unreadable: 'no answer' })],

  // Made anew: another one in the same sandbox, the same in another sandbox.
  [
    'a process with another PID',
    ['WATCH', 'ALL', 'LASTING'],
    state({ pids: [77], sockets: [socket(80, 77), socket(9, 32)] }, { processes: [nc(77, PARTS.inode)] }),
  ],
  [
    'a namespace with another inode',
    ['WATCH', 'ALL', 'LASTING'],
    state({ inode: 4026530000 }, { processes: [nc(31, 4026530000)] }),
  ],
  [
    'a device with another MAC address and ifindex',
    ['WATCH', 'ALL', 'LASTING'],
    state({
      links: [{ ...PARTS.links[0], ifindex: 9, mac: 'ce:00:00:00:00:01' }],
      fdb: [PARTS.fdb[0], fdb('ce:00:00:00:00:01', 'br0', 'permanent')],
    }),
  ],
  ['a process in another namespace', EVERY, state({}, { processes: [nc(31, 4026530000)] })],
])('%s: noted by %j', (_, by, after) => expect(notedBy(after)).toEqual(by));

test('a text for each host, in the order of their names', () => {
  const [a, b] = ['a', 'b'].map((name) => host([netns('', PARTS)], { name }));
  const of = (hosts: NetworkState['hosts']) => normalise({ ...state(), hosts }, LASTING);
  if (!a || !b) throw new Error('two hosts were made');
  expect(of({ b, a })).toEqual(of({ a, b }));
  expect(of({ a, b })).toHaveLength(2);
});
