import { expect, test } from 'vitest';
import type { Link, NetworkNamespace } from './network-state.ts';
import { findPeer } from './peer.ts';

const end = (ifindex: number, peerIfindex: number, parts: Partial<Link> = {}): Link => ({
  ifindex,
  peerIfindex,
  name: `if${ifindex}`,
  kind: 'veth',
  mac: '',
  mtu: 1500,
  flags: [],
  up: false,
  operstate: 'DOWN',
  addresses: [],
  info: {},
  ...parts,
});
const netns = (inode: number, name: string | null, ...links: Link[]): NetworkNamespace => ({
  inode,
  name,
  pids: [],
  missing: {},
  links,
});
const peerOf = (namespaces: NetworkNamespace[], netnsAt = 0) => {
  const from = namespaces[netnsAt];
  const link = from?.links?.[0];
  if (!from || !link) throw new Error('the case has no such end');
  return findPeer({ name: 'worker', namespaces, processes: [] }, from, link)?.netns.name;
};

test('both ends in one namespace', () => {
  expect(peerOf([netns(1, '', end(3, 4), end(4, 3))])).toBe('');
});

test('pods with the same ifindexes: the namespace that the link names decides', () => {
  const far = { peerNetnsid: 0 };
  const a = netns(2, 'a', end(2, 5, far));
  const b = netns(3, 'b', end(2, 5, far));
  expect(peerOf([netns(1, '', end(5, 2, { ...far, peerNamespace: 3 })), a, b])).toBe('b');
});

test('from a pod back to the host: the end that names the pod decides', () => {
  const far = { peerNetnsid: 0 };
  const pod = netns(2, 'pod', end(2, 5, far));
  const host = netns(1, '', end(5, 2, { ...far, peerNamespace: 2 }));
  const stranger = netns(3, 'x', end(5, 2, far));
  expect(peerOf([pod, stranger, host])).toBe('');
});

test('two that fit equally well: not told', () => {
  const far = { peerNetnsid: 0 };
  expect(
    peerOf([netns(1, '', end(5, 2, far)), netns(2, null, end(2, 5, far)), netns(3, null, end(2, 5, far))]),
  ).toBeUndefined();
});

test.each<[string, Link]>([
  ['not on this host', end(5, 2, { peerNetnsid: 0 })],
  ['not a veth', end(5, 2, { kind: 'macvlan' })],
])('%s', (_, link) => {
  expect(peerOf([netns(1, '', link), netns(2, 'a', end(9, 9))])).toBeUndefined();
});

test('a namespace with two names is one', () => {
  const far = { peerNetnsid: 0 };
  const host = netns(1, '', end(5, 2, far));
  expect(peerOf([host, netns(2, 'a', end(2, 5, far)), netns(2, 'again', end(2, 5, far))])).toBe('a');
});
