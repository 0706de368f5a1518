import { link as device, host, loopback, netns, veth, without } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { link } from './link.ts';

const bridge = (parts = {}) => device('br0', { ifindex: 3, kind: 'bridge', ...parts });
/** A host with br0, and a pod whose eth0 is the other end of veth-a. */
function wired(parts: Parameters<typeof veth>[2] = {}) {
  const own = netns('', { links: [loopback(true), bridge()] });
  const [outer, inner] = veth([own, 'veth-a'], [netns('pod'), 'eth0'], {
    ...parts,
    a: { master: 'br0', ...parts.a },
  });
  return [host([outer, inner])];
}
const port = { name: 'veth-a', up: true, master: 'br0', peer: { netns: 'pod', name: 'eth0' } };
const noMaster = netns('', { links: [loopback(), bridge(), device('veth-a')] });
const bothOnHost = veth([netns('', { links: [bridge()] }), 'veth-a'], [netns('pod'), 'x']);
const sameNetns = (() => {
  const a = device('veth-a', { ifindex: 10, peerIfindex: 11 });
  const b = device('veth-b', { ifindex: 11, peerIfindex: 10 });
  return [host([netns('', { links: [a, b] }), netns('pod')])];
})();

table(link, [
  { name: 'up, a port, its other end in the pod', args: port, hosts: wired(), verdict: 'pass' },
  { name: 'it merely exists', args: { name: 'veth-a' }, hosts: wired(), verdict: 'pass' },
  {
    name: 'seen from the other end',
    args: { name: 'eth0', netns: 'pod', peer: { name: 'veth-a' } },
    hosts: wired(),
    verdict: 'pass',
  },
  {
    name: 'both ends in one namespace',
    args: { name: 'veth-a', peer: {} },
    hosts: sameNetns,
    verdict: 'pass',
  },
  {
    name: 'carrier, MTU, type',
    args: { name: 'veth-a', carrier: true, mtu: 1500, type: 'veth' },
    hosts: wired(),
    verdict: 'pass',
  },
  {
    name: 'must have no master and has none',
    args: { name: 'br0', master: null },
    hosts: wired(),
    verdict: 'pass',
  },
  { name: 'gone, as it must be', args: { name: 'veth-x', present: false }, hosts: wired(), verdict: 'pass' },

  {
    name: 'still there',
    args: { name: 'veth-a', present: false },
    hosts: wired(),
    verdict: 'fail',
    says: "veth-a is still in the host's namespace",
  },
  {
    name: 'not moved yet',
    args: { name: 'veth-server', netns: 'server' },
    hosts: [host([netns('', { links: [device('veth-server')] }), netns('server')])],
    verdict: 'fail',
    says: "veth-server is up, but it is still in the host's namespace, not in namespace server",
  },
  {
    name: 'moved into another',
    args: { name: 'veth-server', netns: 'server' },
    hosts: [
      host([netns(''), netns('client', { links: [device('veth-server', { up: false })] }), netns('server')]),
    ],
    verdict: 'fail',
    says: 'veth-server is there, but it is in namespace client',
  },
  {
    name: "the host's eth0 is no near miss",
    args: { name: 'eth0', netns: 'pod' },
    hosts: [host([netns('', { links: [device('eth0')] }), netns('pod')])],
    verdict: 'fail',
    says: /^there is no device eth0 in namespace pod$/,
  },
  {
    name: 'a slip of the finger',
    args: { name: 'veth-b' },
    hosts: wired(),
    verdict: 'fail',
    says: 'there is one named veth-a',
  },
  {
    name: 'no such namespace',
    args: { name: 'eth0', netns: 'nope' },
    hosts: wired(),
    verdict: 'fail',
    says: 'no network namespace named nope',
  },
  {
    name: 'no such namespace, turned round: nothing was seen to be absent',
    args: { name: 'eth0', netns: 'nope', present: false },
    hosts: wired(),
    verdict: 'fail',
  },
  {
    name: 'lo of a new namespace',
    args: { name: 'lo', netns: 'pod', up: true },
    hosts: wired(),
    verdict: 'fail',
    says: 'lo is still DOWN',
  },
  {
    name: 'a port that is down',
    args: port,
    hosts: wired({ a: { up: false, flags: [] } }),
    verdict: 'fail',
    says: 'veth-a is still DOWN: a bridge forwards only through ports that are up',
  },
  {
    name: 'up, but must be down',
    args: { name: 'veth-a', up: false },
    hosts: wired(),
    verdict: 'fail',
    says: 'must be down',
  },
  {
    name: 'not a bridge',
    args: { name: 'br0', type: 'bridge' },
    hosts: [host([netns('', { links: [bridge({ kind: 'dummy' })] })])],
    verdict: 'fail',
    says: 'br0 exists, but it is not a bridge: it is a dummy',
  },
  {
    name: 'no master',
    args: port,
    hosts: [host([noMaster, netns('pod')])],
    verdict: 'fail',
    says: 'veth-a is up, but it has no master',
  },
  {
    name: 'another bridge',
    args: { ...port, master: 'br1' },
    hosts: wired(),
    verdict: 'fail',
    says: 'a port of br0, not of br1',
  },
  {
    name: 'no such bridge',
    args: { ...port, master: 'br9' },
    hosts: [host([noMaster])],
    verdict: 'fail',
    says: 'there is no device br9',
  },
  {
    name: 'must have no master',
    args: { name: 'veth-a', master: null },
    hosts: wired(),
    verdict: 'fail',
    says: 'must have no master',
  },
  {
    name: 'another MTU',
    args: { name: 'veth-a', mtu: 1450 },
    hosts: wired(),
    verdict: 'fail',
    says: 'MTU 1500, not 1450',
  },
  {
    name: 'no carrier',
    args: { name: 'veth-a', carrier: true },
    hosts: wired({ a: { flags: ['UP'] } }),
    verdict: 'fail',
    says: 'no carrier: its other end is down or gone',
  },
  {
    name: 'the other end was not moved',
    args: { name: 'veth-a', peer: { netns: 'pod' } },
    hosts: sameNetns,
    verdict: 'fail',
    says: "the other end of veth-a, veth-b, is still in the host's namespace, not in namespace pod",
  },
  {
    name: 'the other end has another name',
    args: { name: 'veth-a', peer: { netns: 'pod', name: 'eth0' } },
    hosts: [host(bothOnHost)],
    verdict: 'fail',
    says: 'the other end of veth-a is x, not eth0',
  },
  {
    name: 'no pair at all',
    args: { name: 'br0', peer: { netns: 'pod' } },
    hosts: wired(),
    verdict: 'fail',
    says: 'not one end of a veth pair',
  },
  {
    name: "the other end's namespace does not exist",
    args: { name: 'veth-a', peer: { netns: 'nope' } },
    hosts: wired(),
    verdict: 'fail',
    says: 'no network namespace named nope',
  },

  {
    name: 'links were not read',
    args: port,
    hosts: [host([without(netns(''), 'links')])],
    verdict: 'error',
    says: 'not installed',
  },
  {
    name: 'links were not read, turned round',
    args: { name: 'veth-a', present: false },
    hosts: [host([without(netns(''), 'links')])],
    verdict: 'error',
  },
  {
    name: 'the other end may be where we could not look',
    args: { name: 'veth-a', peer: { netns: 'pod' } },
    hosts: [host([bothOnHost[0], without(bothOnHost[1], 'links')])],
    verdict: 'error',
  },
]);

refuses(link, [
  [{}, /name/],
  [{ name: 'a-name-that-is-far-too-long' }, /1 to 15 characters/],
  [{ name: 'a', peer: { namespace: 'b' } }, /namespace/],
  [{ name: 'a', mtu: 'big' }, /mtu/],
]);

reverts(link, [
  [{ name: 'v', up: true, master: 'br0' }, /^ip link set 'v' down$/],
  [{ name: 'v', carrier: true }, /^ip link set 'v' down$/],
  [{ name: 'v', netns: 'a', up: false }, /^ip -n 'a' link set 'v' up$/],
  [{ name: 'v', master: 'br0' }, /^ip link set 'v' nomaster$/],
  [{ name: 'v', mtu: 1450 }, /^ip link set 'v' mtu 1449$/],
  [{ name: 'v' }, /^ip link del 'v'$/],
  [{ name: 'v', present: false }, /^ip link add 'v' type dummy$/],
  [{ name: 'lo' }, undefined],
]);
