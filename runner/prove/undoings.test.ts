import { describe, expect, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { undoing, undoingRank } from './undoings.ts';

/** As the kind's own schema gives the arguments. */
const undo = (kind: string, args: object) => {
  const parsed = KINDS.get(kind)?.schema.parse({ host: 'worker', ...args });
  return undoing(kind, parsed)?.script.trim();
};

test.each([
  ['program', { path: '/srv/tool' }, /^chmod -x '\/srv\/tool'$/],
  ['cni', { conflist: '/etc/x.conflist' }, /^rm -f '\/etc\/x.conflist'$/],
  [
    'cni',
    { plugin: '/srv/wire', config: { cniVersion: '1.0.0', name: 'x', type: 'wire' } },
    /^rm -f '\/srv\/wire'$/,
  ],
  ['namespace', { name: 'a' }, /rm -f \/run\/netns\/'a'/],
  ['namespace', { name: 'a', present: false }, /^ip netns add 'a'$/],
  ['link', { name: 'v', up: true, master: 'br0' }, /^ip link set 'v' down$/],
  ['link', { name: 'v', netns: 'a', up: false }, /^ip -n 'a' link set 'v' up$/],
  ['link', { name: 'v', master: 'br0' }, /^ip link set 'v' nomaster$/],
  ['link', { name: 'v', mtu: 1450 }, /^ip link set 'v' mtu 1449$/],
  ['link', { name: 'v' }, /^ip link del 'v'$/],
  ['link', { name: 'v', present: false }, /^ip link add 'v' type dummy$/],
  ['address', { address: '10.0.0.2/24', netns: 'a' }, /addr del '10.0.0.2\/24' dev "\$dev"/],
  ['address', { address: '10.0.0.2/24', present: false }, /^ip addr add '10.0.0.2\/24' dev lo$/],
  [
    'route',
    { destination: 'default', via: '10.0.0.1', dev: 'eth0', netns: 'a' },
    /^ip -n 'a' route del 'default' via '10.0.0.1' dev 'eth0' table 'main'$/,
  ],
  [
    'route',
    { destination: '169.254.0.0/16', dev: 'v', present: false },
    /^ip route add '169.254.0.0\/16' dev 'v'( table 'main')?$/,
  ],
  [
    'mesh',
    {
      pods: [
        { netns: 'a', address: '10.0.0.2' },
        { netns: 'b', address: '10.0.0.3' },
      ],
    },
    /ip -n 'a' route replace unreachable 10.0.0.3/,
  ],
  [
    'no-nat',
    {
      pods: [
        { netns: 'a', address: '10.0.0.2' },
        { host: 'worker2', address: '10.0.0.3' },
      ],
      hops: ['br0'],
    },
    /^iptables -t nat -I POSTROUTING -d '10.0.0.3' -j MASQUERADE$/,
  ],
  ['neighbour', { address: '10.0.0.3' }, /neigh del '10.0.0.3' dev "\$dev"/],
  ['fdb', { port: 'v', mac: '02:00:00:00:00:01' }, /^bridge fdb show dev 'v'/],
  ['sysctl', { key: 'net.ipv4.ip_forward', value: 1 }, /^sysctl -qw 'net.ipv4.ip_forward'=0$/],
  ['sysctl', { key: 'net.ipv4.ip_forward', value: 0 }, /=1$/],
  ['listening', { port: 80, netns: 'a' }, /ip netns exec 'a' ss -Hltnp 'sport = :80'/],
  ['listening', { port: 53, protocol: 'udp' }, /ss -Hlunp 'sport = :53'/],
  ['iptables', { table: 'nat', chain: 'OUTPUT', rule: '-j X' }, /^iptables -t 'nat' -F 'OUTPUT'$/],
  [
    'iptables',
    { table: 'filter', chain: 'FORWARD', policy: 'DROP' },
    /^iptables -t 'filter' -P 'FORWARD' ACCEPT$/,
  ],
  ['shared-namespaces', { processes: ['sleep', 'nc'], share: ['net'] }, /^pkill -KILL -f -- 'sleep'/],
  [
    'pod',
    { sandbox: { id: 'a' }, containers: [{ id: 'b' }] },
    /^crun --cgroup-manager=disabled delete -f 'a'$/,
  ],
  [
    'pod-gone',
    { netns: 'a', containers: ['a'], network: 'n', bridge: 'cni1', folder: '/srv/a' },
    /^ip netns add 'a'$/,
  ],
  ['service', { address: '10.96.0.1', port: 80, endpoints: ['10.0.0.2:80'] }, /'-d 10.96.0.1\/32 '/],
  ['bgp-route', { range: '10.244.1.0/24', learntBy: ['worker2'] }, /^birdc disable all$/],
  ['route-decisions', { file: '/root/d', addresses: ['10.0.0.2'] }, /^rm -f '\/root\/d'$/],
  ['http', { url: 'http://127.0.0.1:8080/', netns: 'a' }, /ip netns exec 'a' ss -Hltnp 'sport = :8080'/],
  ['http', { url: 'http://10.0.0.2/' }, /\n {2}ip route replace unreachable 10.0.0.2\/32\n/],
  ['mtu', { to: '10.0.0.2', mtu: 1450 }, /\n {2}ip route replace unreachable 10.0.0.2\/32\n/],
  ['ping', { to: '10.0.0.2', netns: 'a' }, /\n {2}ip -n 'a' route replace unreachable 10.0.0.2\/32\n/],
] as const)('%s %j', (kind, args, script) => expect(undo(kind, args)).toMatch(script));

describe('what asks for silence, or cannot be undone in general, has no undoing', () => {
  test.each([
    ['http', { url: 'http://127.0.0.1/', expect: 'refused' }],
    ['http', { url: 'http://web/' }],
    ['ping', { to: '10.0.0.2', expect: 'silent' }],
    ['listening', { port: 80, present: false }],
    ['iptables', { table: 'nat', chain: 'X', rule: '-j Y', present: false }],
    ['link', { name: 'lo' }],
  ])('%s %j', (kind, args) => expect(undo(kind, args)).toBeUndefined());
  test('a kind that it does not know', () => expect(undoing('dance', { host: 'worker' })).toBeUndefined());
});

test('words are quoted for bash', () => {
  expect(undoing('namespace', { host: 'worker', name: "a'; reboot", present: false })?.script).toBe(
    `ip netns add 'a'\\''; reboot'\n`,
  );
});

test('the host is the one where the check looks', () => {
  expect(undoing('link', { host: 'worker2', name: 'v', up: true })?.host).toBe('worker2');
});

test('what takes everything along comes last', () => {
  const kinds = ['namespace', 'link', 'iptables', 'dance', 'ping'];
  expect(kinds.sort((a, b) => undoingRank(a) - undoingRank(b))).toEqual([
    'iptables',
    'ping',
    'link',
    'namespace',
    'dance',
  ]);
});
