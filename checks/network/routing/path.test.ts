import { expect, test } from 'vitest';
import { findings, address as has, host, link, netns, route, without } from '../../testing/fixtures.ts';
import type { HostState } from '../state/network-state.ts';
import { type Path, pathTo, stackName } from './path.ts';
import { asMachines, node, toNode } from './testing/nodes.ts';

const A = (parts = {}) => node('control-plane', 0, 'client', { routes: [toNode(1)], ...parts });
const B = (parts = {}) => node('worker', 1, 'server', { routes: [toNode(0)], ...parts });

function way(hosts: readonly HostState[], address: string): Path | undefined {
  const { topology, state } = findings(...hosts);
  const netns = hosts[0]?.namespaces[1];
  if (!netns) throw new Error('the first host has no pod');
  return pathTo({ topology, state }, { host: 'control-plane', netns }, address);
}
const words = (hosts: readonly HostState[], address: string) => {
  const found = way(hosts, address);
  return found && !found.arrives
    ? `${stackName(found.at)} ${found.why}`
    : found?.through.map(stackName).join(', ');
};

test('there, by both nodes', () => {
  expect(words([A(), B()], '10.244.1.2')).toBe(
    'client on control-plane, control-plane, worker, server on worker',
  );
});
test('there, where each host has a kernel of its own', () => {
  expect(words(asMachines([A(), B()]), '10.244.1.2')).toBe(
    'client on control-plane, control-plane, worker, server on worker',
  );
});
test('to its own address it gets without a route', () => {
  expect(words([A({ podRoutes: [] })], '10.244.0.2')).toBe('client on control-plane');
});
test('to its gateway, over the bridge', () => {
  expect(words([A()], '10.244.0.1')).toBe('client on control-plane, control-plane');
});

/** Behind the lab's own router, on a segment of its own. */
const internet = host(
  [
    netns('', {
      links: [
        link('eth0', { ifindex: 2, peerIfindex: 78, peerNetnsid: 5, addresses: [has('203.0.113.10/24')] }),
      ],
      routes: [route('default', { gateway: '203.0.113.1', device: 'eth0' })],
    }),
  ],
  { name: 'internet' },
);
test('to another segment of the lab, by its own router', () => {
  expect(words([A(), internet], '203.0.113.10')).toBe('client on control-plane, control-plane, internet');
});
test('not to another segment without the router', () => {
  const routes = [route('203.0.113.0/24', { device: 'eth0' })];
  expect(words([A({ routes }), internet], '203.0.113.10')).toBe(
    'control-plane takes 203.0.113.10 for on-link (203.0.113.0/24 dev eth0) and asks for it by ARP on a wire where it is not',
  );
});
test('the router knows no network but its segments', () => {
  expect(words([A({ routes: [] }), B(), internet], '10.244.1.2')).toMatch(/follows the default route/);
});

test('no IPv4 route leads to an IPv6 address, the default route neither', () => {
  expect(words([A()], 'fd00::2')).toBe('client on control-plane has no route to fd00::2');
});

const same = { gateway: '10.0.0.1/24' };
test.each([
  [
    'the default route, when the node has none of its own',
    [A({ routes: [] }), B()],
    '10.244.1.2',
    'control-plane has no route of its own to 10.244.1.2 and follows the default route to 172.18.0.1, which knows nothing of pods',
  ],
  [
    'the same range on both nodes',
    [A({ ...same, podAddress: '10.0.0.2/24' }), B({ ...same, podAddress: '10.0.0.3/24' })],
    '10.0.0.3',
    'client on control-plane takes 10.0.0.3 for on-link (10.0.0.0/24 dev eth0) and asks for it by ARP on a wire where it is not',
  ],
  [
    'an address of nobody',
    [A(), B()],
    '10.244.1.9',
    'worker takes 10.244.1.9 for on-link (10.244.1.0/24 dev br0) and asks for it by ARP on a wire where no interface has it',
  ],
  [
    'a node that does not forward',
    [A(), B({ forwards: false })],
    '10.244.1.2',
    'worker does not forward what is for 10.244.1.2: net.ipv4.ip_forward is 0',
  ],
  [
    'a pod without a route',
    [A({ podRoutes: [] }), B()],
    '10.244.1.2',
    'client on control-plane has no route to 10.244.1.2',
  ],
  [
    'a gateway on another wire',
    [A({ podRoutes: [route('default', { gateway: '172.18.0.2', device: 'eth0' })] }), B()],
    '10.244.1.2',
    'client on control-plane sends what is for 10.244.1.2 to 172.18.0.2 (default via 172.18.0.2 dev eth0), which is not on that wire',
  ],
  [
    'a next hop that is nobody',
    [A({ routes: [route('10.244.1.0/24', { gateway: '172.18.0.9', device: 'eth0' })] }), B()],
    '10.244.1.2',
    'control-plane sends what is for 10.244.1.2 to 172.18.0.9 (10.244.1.0/24 via 172.18.0.9 dev eth0), an address that no host here has',
  ],
  [
    'a route that refuses',
    [A({ routes: [toNode(1), route('10.244.1.2', { type: 'unreachable' })] }), B()],
    '10.244.1.2',
    'control-plane has a route of type unreachable to 10.244.1.2',
  ],
  [
    'a circle',
    [A(), B({ routes: [route('10.244.1.2', { gateway: '172.18.0.2', device: 'eth0' })] })],
    '10.244.1.2',
    'control-plane gets packets for 10.244.1.2 a second time: they go round until their TTL is used up',
  ],
] as const)('lost: %s', (_, hosts, address, expected) => {
  expect(words(hosts, address)).toBe(expected);
});

test('the longest prefix wins, and of two alike the lesser metric', () => {
  const right = route('10.244.1.2', { gateway: '172.18.0.3', device: 'eth0', metric: 10 });
  const wrong = route('10.244.1.2', { gateway: '172.18.0.9', device: 'eth0', metric: 20 });
  const coarse = route('10.244.0.0/16', { gateway: '172.18.0.9', device: 'eth0' });
  const dead = route('10.244.1.2', { gateway: '172.18.0.9', device: 'eth0', flags: ['dead'] });
  const other = route('10.244.1.2', { gateway: '172.18.0.9', device: 'eth0', table: '100' });
  const routes = [dead, other, wrong, coarse, right];
  expect(words([A({ routes }), B()], '10.244.1.2')).toMatch(/server on worker$/);
});

test('says nothing about what was not collected', () => {
  for (const section of ['routes', 'links'] as const) {
    const blind = A({ pod: (built: Parameters<typeof without>[0]) => without(built, section) });
    expect(way([blind, B()], '10.244.1.2')).toBeUndefined();
  }
});
