import { describe, expect, test } from 'vitest';
import {
  address,
  chain,
  host,
  link,
  loopback,
  netns,
  process,
  rule,
  veth,
  without,
} from '../../testing/fixtures.ts';
import { judged, refuses, table } from '../../testing/table.ts';
import { answer } from './answer.ts';

const base = netns('', {
  inode: 4026531840,
  links: [loopback(true), link('br0', { ifindex: 3, kind: 'bridge', mac: '02:00:00:00:00:0b', mtu: 1450 })],
});
const [own, client] = veth([base, 'veth-client'], [netns('client', { inode: 4026532286 }), 'eth0'], {
  a: { master: 'br0', mac: '02:00:00:00:00:0a' },
  b: { mac: '02:00:00:00:00:0c', addresses: [address('10.0.0.2/24')] },
});
const probabilities = ['0.33333333349', '0.5', undefined];
const nat = [
  chain(
    'KUBE-SVC-WEB',
    probabilities.map((p, i) =>
      rule(`${p ? `-m statistic --mode random --probability ${p} ` : ''}-j KUBE-SEP-${i}`),
    ),
  ),
  ...probabilities.map((_, i) =>
    chain(`KUBE-SEP-${i}`, [rule(`-p tcp -j DNAT --to-destination 10.244.1.${i}:80`, 10 + i)]),
  ),
];
const wide = netns('wide', {
  links: [loopback(true), link('eth0', { addresses: [address('10.77.100.5/21')] })],
});
const worker = host([{ ...own, iptables: { tables: { nat } } }, client, wide], {
  processes: [
    process(1, 'init', { net: own.inode, mnt: 4026532200, pid: 4026532201 }),
    process(9, 'python3 -m http.server 8080', { net: client.inode, mnt: 4026532200 }),
  ],
});
const hosts = [worker];
const question = (args: Record<string, unknown>, typed: string | undefined) => ({
  args,
  hosts,
  ...(typed === undefined ? {} : { answer: typed }),
});
const inode = { of: 'netns-inode' };
const peer = { of: 'peer-ifindex', link: 'veth-client' };

describe('right answers, as people type them', () => {
  test.each<[Record<string, unknown>, string]>([
    [inode, '4026531840'],
    [inode, ' net:[4026531840] '],
    [{ ...inode, pid: 1 }, '4026531840'],
    [{ ...inode, process: 'http.server' }, '4026532286'],
    [{ ...inode, netns: 'client' }, 'net:[4026532286]'],
    [{ of: 'netns-of-process', process: 'http.server' }, 'client'],
    [{ of: 'netns-of-process', process: '^init' }, 'host'],
    [{ of: 'ifindex', link: 'veth-client' }, '12'],
    [{ of: 'peer-name', netns: 'client', link: 'eth0' }, 'veth-client'],
    [{ of: 'peer-name', netns: 'client', link: 'eth0' }, ' veth-client@if12: '],
    [peer, '21'],
    [peer, '@if21'],
    [peer, '21:'],
    [{ of: 'mac', netns: 'client', link: 'eth0' }, '02-00-00-00-00-0C'],
    [{ of: 'mtu', link: 'br0' }, '1450'],
    [{ of: 'address', netns: 'client', link: 'eth0' }, '10.0.0.2'],
    [{ of: 'address', netns: 'client', link: 'eth0' }, '10.0.0.2/24'],
    [{ of: 'broadcast', netns: 'client', link: 'eth0' }, '10.0.0.255'],
    [{ of: 'broadcast', netns: 'wide', link: 'eth0' }, ' 10.77.103.255/21 '],
    [{ of: 'bridge-port-count', link: 'br0' }, '1'],
    [{ of: 'dnat-packets', to: '10.244.1.1:80' }, '11'],
    [{ of: 'dnat-probability', chain: 'KUBE-SVC-WEB', to: '10.244.1.0:80' }, '0.333'],
    [{ of: 'dnat-probability', chain: 'KUBE-SVC-WEB', to: '10.244.1.0:80' }, '1/3'],
    [{ of: 'dnat-probability', chain: 'KUBE-SVC-WEB', to: '10.244.1.1:80' }, '50 %'],
    [{ of: 'dnat-probability', chain: 'KUBE-SVC-WEB', to: '10.244.1.2:80' }, '1'],
  ])('%j: %s', (args, typed) => {
    expect(judged(answer, question(args, typed))).toMatchObject({ verdict: 'pass' });
  });
});

describe('wrong answers get to know what they are, never what would be right', () => {
  test.each<[Record<string, unknown>, string, string]>([
    [inode, '4026532286', 'that is the inode of namespace client'],
    [inode, '4026532201', 'the inode of the pid namespace of pid 1'],
    [inode, '31337', 'inode of the link in /proc'],
    [inode, '4026539999', 'no namespace of this host'],
    [inode, 'net', 'net is not an inode'],
    [{ of: 'netns-of-process', process: 'http.server' }, 'host', 'the name of another one'],
    [{ of: 'ifindex', link: 'veth-client' }, '21', "the ifindex of veth-client's other end"],
    [peer, '12', "that is veth-client's own ifindex; the question asks for the ifindex of the other end"],
    [peer, '3', "the ifindex of br0 in the host's namespace"],
    [peer, 'eth0', 'eth0 is not a number'],
    [{ of: 'broadcast', netns: 'wide', link: 'eth0' }, '10.77.96.0', 'all of whose host bits are 0'],
    [
      { of: 'broadcast', netns: 'wide', link: 'eth0' },
      '10.77.103.254',
      'the last address that a machine can have',
    ],
    [{ of: 'broadcast', netns: 'wide', link: 'eth0' }, '10.77.100.255', 'the last address of a /24'],
    [{ of: 'broadcast', netns: 'wide', link: 'eth0' }, '10.77.255.255', 'the last address of a /16'],
    [
      { of: 'broadcast', netns: 'wide', link: 'eth0' },
      '10.77.100.5',
      'the address of eth0 in namespace wide itself',
    ],
    [{ of: 'broadcast', netns: 'wide', link: 'eth0' }, '255.255.255.255', 'whatever network one is in'],
    [{ of: 'broadcast', netns: 'wide', link: 'eth0' }, '10.77.111.255', 'that is not the broadcast address'],
    [{ of: 'broadcast', netns: 'wide', link: 'eth0' }, 'all', 'all is not an IPv4 address'],
    [
      { of: 'broadcast', netns: 'wide', link: 'eth0' },
      '10.77.103.999',
      '10.77.103.999 is not an IPv4 address',
    ],
    [
      { of: 'mac', netns: 'client', link: 'eth0' },
      '02:00:00:00:00:0b',
      "the MAC of br0 in the host's namespace",
    ],
    [{ of: 'mac', netns: 'client', link: 'eth0' }, '02:00:00:00:00:0a', 'the MAC of veth-client'],
    [{ of: 'mac', netns: 'client', link: 'eth0' }, '10.0.0.2', 'is not a MAC address'],
    [{ of: 'peer-name', netns: 'client', link: 'eth0' }, 'eth0', "the device's own name"],
    [
      { of: 'peer-name', netns: 'client', link: 'eth0' },
      'br0',
      "another device: br0 in the host's namespace",
    ],
    [{ of: 'peer-name', netns: 'client', link: 'eth0' }, 'veth9', 'that is not the name of the other end'],
    [{ of: 'peer-name', netns: 'client', link: 'eth0' }, '/sys/class', 'is not the name of a device'],
    [{ of: 'mtu', link: 'br0' }, '1500', 'the MTU of veth-client'],
    [{ of: 'bridge-port-count', link: 'br0' }, '3', 'how many devices'],
    [{ of: 'dnat-packets', to: '10.244.1.1:80' }, '12', 'how many packets were sent to 10.244.1.2:80'],
    [{ of: 'dnat-packets', to: '10.244.1.1:80' }, '33', 'to all endpoints together'],
    [
      { of: 'dnat-packets', to: '10.244.1.1:80' },
      '7',
      'that is not how many packets were sent to 10.244.1.1:80',
    ],
    [
      { of: 'dnat-probability', chain: 'KUBE-SVC-WEB', to: '10.244.1.1:80' },
      '0.33',
      'the share of all connections that 10.244.1.1:80 gets',
    ],
    [{ of: 'dnat-probability', chain: 'KUBE-SVC-WEB', to: '10.244.1.1:80' }, '1', 'on another rule'],
  ])('%j: %s', (args, typed, says) => {
    const judgement = judged(answer, question(args, typed));
    expect(judgement).toMatchObject({ verdict: 'fail' });
    expect(judgement.diagnosis).toContain(says);
    expect(judgement.evidence.map(({ found }) => found)).toEqual([typed.trim()]);
    expect(judgement.evidence.some((one) => 'expected' in one)).toBe(false);
  });
});

table(answer, [
  { name: 'nothing typed', args: inode, hosts, verdict: 'skip', says: /^not answered yet$/ },
  { name: 'spaces typed', args: inode, hosts, answer: '  ', verdict: 'skip' },
  {
    name: 'no such device yet',
    args: { of: 'mac', link: 'eth7' },
    hosts,
    answer: '1',
    verdict: 'fail',
    says: 'no answer yet',
  },
  {
    name: 'no such process yet',
    args: { ...inode, process: 'nginx' },
    hosts,
    answer: '1',
    verdict: 'fail',
    says: 'no process with a command like nginx',
  },
  {
    name: 'no such rule yet',
    args: { of: 'dnat-packets', to: '10.9.9.9:80' },
    hosts,
    answer: '1',
    verdict: 'fail',
    says: 'no nat rule',
  },
  {
    name: 'no such chain yet',
    args: { of: 'dnat-probability', chain: 'X', to: '10.9.9.9:80' },
    hosts,
    answer: '1',
    verdict: 'fail',
    says: 'no rule of chain X',
  },
  {
    name: 'no such namespace yet',
    args: { ...inode, netns: 'nope' },
    hosts,
    answer: '1',
    verdict: 'fail',
    says: 'no network namespace named nope',
  },
  {
    name: 'a device without another end',
    args: { of: 'peer-ifindex', link: 'br0' },
    hosts,
    answer: '1',
    verdict: 'error',
  },
  {
    name: 'a device whose other end is elsewhere',
    args: { of: 'peer-name', link: 'br0' },
    hosts,
    answer: 'x',
    verdict: 'error',
  },
  {
    name: 'links were not read',
    args: { of: 'mac', link: 'br0' },
    hosts: [host([without(own, 'links')])],
    answer: '1',
    verdict: 'error',
  },
  {
    name: 'rules were not read',
    args: { of: 'dnat-packets', to: '10.244.1.1:80' },
    hosts: [host([without(own, 'iptables')])],
    answer: '1',
    verdict: 'error',
  },
]);

refuses(answer, [
  [{ of: 'colour' }, /of must be one of: netns-inode, .*dnat-probability/],
  [{ of: 'mac' }, /link/],
  [{ of: 'mac', link: 'eth0', pid: 1 }, /pid/],
  [{ of: 'dnat-packets', to: '10.0.0.1' }, /10\.244\.1\.2:8080/],
]);

describe('a port of a tracked connection', () => {
  const entry = (source: string, sourcePort: number, backPort: number) => ({
    protocol: 'tcp',
    state: 'ESTABLISHED',
    original: { source, destination: '203.0.113.10', sourcePort, destinationPort: 4000 },
    reply: { source: '203.0.113.10', destination: '172.18.0.3', sourcePort: 4000, destinationPort: backPort },
    flags: [],
  });
  const tracked = host([
    netns('', { conntrack: [entry('10.0.0.2', 40000, 40000), entry('10.0.0.3', 40001, 61180)] }),
  ]);
  const asked = {
    of: 'connection-port',
    end: 'reply-destination',
    source: '10.0.0.3',
    destination: '203.0.113.10',
    destinationPort: 4000,
  };
  const says = (args: Record<string, unknown>, typed: string, one = tracked) =>
    judged(answer, { args: { ...asked, ...args }, hosts: [one], answer: typed });

  test.each([
    [{}, '61180'],
    [{ end: 'source' }, '40001'],
    [{ source: undefined }, '61180'],
    [{ source: undefined }, '40000'],
  ])('%j: %s is right', (args, typed) => {
    expect(says(args, typed)).toMatchObject({ verdict: 'pass' });
  });

  test.each([
    [{}, '40001', 'the port that the connection set out from'],
    [{}, '4000', 'the port that was called'],
    [{}, '40000', 'the port of another connection, from 10.0.0.2'],
    [
      {},
      '7',
      'that is not the port that the connection from 10.0.0.3 to 203.0.113.10:4000 has on the far side',
    ],
    [{}, 'none', 'is not a port number'],
    [{ destinationPort: 80 }, '61180', 'so the question has no answer yet'],
  ])('%j: %s is wrong', (args, typed, words) => {
    const judgement = says(args, typed);
    expect(judgement).toMatchObject({ verdict: 'fail' });
    expect(judgement.diagnosis).toContain(words);
  });

  test('connections that were not read cannot be judged', () => {
    expect(says({}, '61180', host([without(netns(''), 'conntrack')]))).toMatchObject({ verdict: 'error' });
  });
});

test('each kind of answer says what it depends on', () => {
  const of = (own: Record<string, unknown>) =>
    answer.dependsOn(answer.schema.parse({ host: 'worker', ...own }));
  expect(of({ of: 'mac', link: 'eth0' })).toBe('lasting');
  expect(of({ of: 'dnat-packets', to: '10.244.1.1:80' })).toBe('all');
});
