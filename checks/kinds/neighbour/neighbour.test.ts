import type { Neighbour } from '../../network/state/network-state.ts';
import { host, link, netns, without } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { neighbour } from './neighbour.ts';

const MAC = '02:00:00:00:00:02';
const entry = (parts: Partial<Neighbour> = {}): Neighbour => ({
  address: '10.0.0.2',
  device: 'eth0',
  mac: MAC,
  states: ['REACHABLE'],
  ...parts,
});
const server = netns('server', { links: [link('eth0', { mac: MAC })] });
const client = (...neighbours: Neighbour[]) => netns('client', { neighbours });
const hosts = (namespace: ReturnType<typeof netns>, own = netns('')) => [host([own, server, namespace])];
const args = { netns: 'client', address: '10.0.0.2', macOf: { netns: 'server', link: 'eth0' } };
const { mac: _nobody, ...unanswered } = entry({ states: ['FAILED'] });

table(neighbour, [
  { name: "holds the server's MAC", args, hosts: hosts(client(entry())), verdict: 'pass' },
  {
    name: 'permanent',
    args: { ...args, state: 'PERMANENT' },
    hosts: hosts(client(entry({ states: ['PERMANENT'] }))),
    verdict: 'pass',
  },
  {
    name: 'a MAC as it is typed',
    args: { netns: 'client', address: '10.0.0.2', mac: MAC.toUpperCase() },
    hosts: hosts(client(entry())),
    verdict: 'pass',
  },
  {
    name: 'asked in vain, as it must be',
    args: { netns: 'client', address: '10.0.0.2', state: 'FAILED' },
    hosts: hosts(client(unanswered)),
    verdict: 'pass',
  },
  { name: 'none, as it must be', args: { ...args, present: false }, hosts: hosts(client()), verdict: 'pass' },
  {
    name: 'one that nobody answered is none',
    args: { netns: 'client', address: '10.0.0.2', present: false },
    hosts: hosts(client(unanswered)),
    verdict: 'pass',
  },

  { name: 'none', args, hosts: hosts(client()), verdict: 'fail', says: 'nothing was sent there yet' },
  {
    name: 'nobody answered',
    args,
    hosts: hosts(client(unanswered)),
    verdict: 'fail',
    says: 'no answer came: the entry is FAILED',
  },
  {
    name: "somebody else's MAC",
    args,
    hosts: hosts(client(entry({ mac: '02:00:00:00:00:99' }))),
    verdict: 'fail',
    says: 'which no device has',
  },
  {
    name: "the bridge's MAC",
    args,
    hosts: hosts(
      client(entry({ mac: '02:00:00:00:00:aa' })),
      netns('', { links: [link('br0', { kind: 'bridge', mac: '02:00:00:00:00:aa' })] }),
    ),
    verdict: 'fail',
    says: "the MAC of br0 in the host's namespace",
  },
  {
    name: 'learned, not pinned',
    args: { ...args, state: 'PERMANENT' },
    hosts: hosts(client(entry())),
    verdict: 'fail',
    says: 'not PERMANENT: it was learned and will age',
  },
  {
    name: 'on another device',
    args: { ...args, dev: 'eth1' },
    hosts: hosts(client(entry())),
    verdict: 'fail',
    says: 'on eth0, not on eth1',
  },
  {
    name: "in the host's table",
    args,
    hosts: hosts(client(), netns('', { neighbours: [entry({ device: 'br0' })] })),
    verdict: 'fail',
    says: "in the host's namespace, not in namespace client: each namespace has a neighbour table of its own",
  },
  {
    name: 'still there',
    args: { ...args, present: false },
    hosts: hosts(client(entry())),
    verdict: 'fail',
    says: 'still there',
  },
  {
    name: 'no device to compare with',
    args: { ...args, macOf: { netns: 'server', link: 'eth9' } },
    hosts: hosts(client(entry())),
    verdict: 'fail',
    says: 'no device eth9',
  },
  {
    name: 'could not look',
    args,
    hosts: hosts(without(client(), 'neighbours')),
    verdict: 'error',
    says: 'not installed',
  },
  {
    name: 'could not look, turned round',
    args: { ...args, present: false },
    hosts: hosts(without(client(), 'neighbours')),
    verdict: 'error',
  },
  {
    name: 'could not compare',
    args,
    hosts: [host([netns(''), without(server, 'links'), client(entry())])],
    verdict: 'error',
  },
]);

refuses(neighbour, [
  [{ address: '10.0.0.0/24' }, /IP address/],
  [{ address: '10.0.0.2', mac: '1:2:3' }, /MAC address such as/],
  [{ address: '10.0.0.2', mac: MAC, macOf: { link: 'eth0' } }, /one of the two/],
  [{ address: '10.0.0.2', state: 'reachable' }, /state/],
]);

reverts(neighbour, [
  [{ address: '10.0.0.3' }, /neigh del '10.0.0.3' dev "\$dev"/],
  [{ address: '10.0.0.3', present: false }, undefined],
]);
