import { describe, expect, test } from 'vitest';
import { judgeCheck } from '../judge.ts';
import type { CheckKind, Findings } from '../kind.ts';
import { SECTIONS } from '../network/state/network-state.ts';
import type { ProbeResult } from '../probe.ts';
import { findings, host, netns, without } from '../testing/fixtures.ts';
import { KINDS } from './index.ts';

/** Arguments that each kind accepts. A kind without an entry here fails the first test. */
const EXAMPLES: Readonly<Record<string, Record<string, unknown>>> = {
  namespace: { name: 'server' },
  link: { name: 'eth0' },
  address: { address: '10.0.0.2/24' },
  route: { destination: 'default' },
  neighbour: { address: '10.0.0.2' },
  fdb: { port: 'veth-a', mac: '02:00:00:00:00:01' },
  sysctl: { key: 'net.ipv4.ip_forward', value: '1' },
  listening: { port: 8080 },
  iptables: { table: 'nat', chain: 'POSTROUTING' },
  nat: { rewrites: 'source' },
  conntrack: { original: { destination: '10.0.0.2' } },
  'shared-namespaces': { processes: ['a', 'b'], share: ['net'] },
  pod: { sandbox: { id: 'a' }, containers: [{ id: 'b' }] },
  'pod-gone': { netns: 'a', containers: ['a'], network: 'pods', bridge: 'cni0', folder: '/srv/a' },
  answer: { of: 'mac', link: 'eth0' },
  http: { url: 'http://10.0.0.2/' },
  'client-address': { url: 'http://10.0.0.2/', seen: '10.0.0.3' },
  ping: { to: '10.0.0.2' },
  mesh: {
    pods: [
      { netns: 'a', address: '10.0.0.2' },
      { netns: 'b', address: '10.0.0.3' },
    ],
  },
  'no-nat': {
    pods: [
      { netns: 'a', address: '10.0.0.2' },
      { netns: 'b', address: '10.0.0.3' },
    ],
    hops: ['br0'],
  },
  mtu: { to: '10.0.0.2', mtu: 1450 },
  capture: {
    device: 'eth0',
    while: { ping: '10.0.0.3' },
    expect: [{ icmp: 'echo-reply' }],
    none: [{ arp: 'request' }],
  },
  encapsulation: {
    while: { ping: '10.244.2.2' },
    port: 8472,
    vni: 1,
    outer: { source: '172.18.0.3', destination: '172.18.0.4' },
    inner: { source: '10.244.1.2', destination: '10.244.2.2' },
    pods: '10.244.0.0/16',
  },
  'route-decisions': { file: '/root/decisions', addresses: ['10.0.0.2'] },
  service: { address: '10.96.0.10', port: 80, endpoints: ['10.244.1.2:8080'] },
  distribution: {
    service: '10.96.0.10:80',
    endpoints: [
      { address: '10.244.1.2:8080', answer: 'a' },
      { address: '10.244.1.3:8080', answer: 'b' },
    ],
  },
  'bgp-route': { range: '10.244.1.0/24', learntBy: ['worker2'] },
  program: { path: '/srv/cni/wire' },
  cni: { plugin: '/srv/cni/wire', config: { cniVersion: '1.0.0', name: 'net', type: 'wire' } },
  'process-survival': { netns: 'pod', app: 'nginx', holder: 'pause', url: 'http://127.0.0.1/' },
};
/** Kinds whose `present: false` or `expect` turns them round. */
const NEGATED: Readonly<Record<string, Record<string, unknown>>> = {
  ...Object.fromEntries(
    ['namespace', 'link', 'address', 'route', 'neighbour', 'fdb', 'listening', 'iptables', 'conntrack'].map(
      (kind) => [kind, { present: false }],
    ),
  ),
  http: { expect: 'no-answer' },
  ping: { expect: 'silent' },
};

const broken: ProbeResult = { probe: 'failed', reason: 'curl: not found', originMissing: false };
/** Nothing at all can be read: the host is mute; and: the host answers, but every tool is missing. */
const BLIND = {
  'the host is unreadable': findings(host([], { unreadable: 'no answer within 5 s' })),
  'the host was not collected': findings(),
  'every section is missing': findings(host([without(netns(''), ...SECTIONS.full)])),
};

/** What needs only the list of namespaces and processes can be seen although every tool is missing. */
function blindFor(kind: string): [string, Findings][] {
  const listed = kind === 'namespace' || kind === 'shared-namespaces';
  return Object.entries(BLIND).filter(([name]) => !(listed && name.startsWith('every')));
}

function judge(kind: CheckKind<unknown>, args: Record<string, unknown>, state: Findings) {
  return judgeCheck(kind, kind.schema.parse(args), { ...state, probes: [broken], answer: '1' });
}

test('every kind has an example here, and stands under its own name', () => {
  expect([...KINDS.keys()].sort()).toEqual(Object.keys(EXAMPLES).sort());
  for (const [name, kind] of KINDS) expect(kind.kind).toBe(name);
});

describe.each([...KINDS.values()])('$kind', (kind) => {
  const example = { id: 'x', kind: kind.kind, host: 'worker', ...EXAMPLES[kind.kind] };

  test('accepts its example and has a title for it', () => {
    expect(kind.title(kind.schema.parse(example))).toMatch(/\S/);
    expect(kind.summary).toMatch(/\S/);
  });
  test('refuses an unknown argument by name', () => {
    const parsed = kind.schema.safeParse({ ...example, colour: 'red' });
    expect(parsed.success).toBe(false);
    expect(parsed.error?.message).toContain('colour');
  });
  test('refuses an entry without a host, and one of another kind', () => {
    const { host: _host, ...rest } = example;
    expect(kind.schema.safeParse(rest).success).toBe(false);
    expect(kind.schema.safeParse({ ...example, kind: 'other' }).success).toBe(false);
  });
  test.each(blindFor(kind.kind))('is an error when %s', (_, state) => {
    expect(judge(kind, example, state)).toMatchObject({ verdict: 'error' });
  });
});

describe.each(Object.entries(NEGATED))('%s, turned round', (name, negation) => {
  const kind = KINDS.get(name);
  test.each(blindFor(name))('is an error when %s', (_, state) => {
    if (!kind) throw new Error(`no kind ${name}`);
    const args = { host: 'worker', ...EXAMPLES[name], ...negation };
    expect(judge(kind, args, state)).toMatchObject({ verdict: 'error' });
  });
});
