import type { FdbEntry } from '../../network/state/network-state.ts';
import { host, link, netns, without } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { fdb } from './fdb.ts';

const MAC = '02:00:00:00:00:02';
const entry = (parts: Partial<FdbEntry> = {}): FdbEntry => ({
  mac: MAC,
  device: 'veth-a',
  master: 'br0',
  state: '',
  flags: [],
  ...parts,
});
const pod = netns('a', { links: [link('eth0', { mac: MAC })] });
const own = (...entries: FdbEntry[]) =>
  netns('', {
    links: [
      link('veth-a', { master: 'br0' }),
      link('veth-b', { master: 'br0' }),
      link('loose'),
      link('vx0', { kind: 'vxlan' }),
    ],
    fdb: entries,
  });
const hosts = (namespace: ReturnType<typeof netns>) => [host([namespace, pod])];
const args = { port: 'veth-a', macOf: { netns: 'a', link: 'eth0' } };
const { master: _bridge, ...self } = entry({ state: 'permanent', flags: ['self'] });
const remote = { ...self, device: 'vx0', destination: '172.18.0.4' };

table(fdb, [
  { name: 'learned', args: { ...args, state: 'learned' }, hosts: hosts(own(entry())), verdict: 'pass' },
  { name: 'any state', args, hosts: hosts(own(entry({ state: 'static' }))), verdict: 'pass' },
  {
    name: 'a remote VTEP',
    args: { port: 'vx0', mac: MAC, destination: '172.18.0.4' },
    hosts: hosts(own(remote)),
    verdict: 'pass',
  },
  { name: 'none, as it must be', args: { ...args, present: false }, hosts: hosts(own()), verdict: 'pass' },

  {
    name: 'nothing learned',
    args,
    hosts: hosts(own()),
    verdict: 'fail',
    says: 'does not know 02:00:00:00:00:02 (eth0 in namespace a)',
  },
  {
    name: 'behind another port',
    args,
    hosts: hosts(own(entry({ device: 'veth-b' }))),
    verdict: 'fail',
    says: 'is behind veth-b, not behind veth-a',
  },
  {
    name: 'another state',
    args: { ...args, state: 'static' },
    hosts: hosts(own(entry())),
    verdict: 'fail',
    says: 'is learned, not static',
  },
  {
    name: 'forgot `master`',
    args: { ...args, state: 'static' },
    hosts: hosts(own(self)),
    verdict: 'fail',
    says: "veth-a's own filter (self), not in the forwarding table of the bridge",
  },
  {
    name: 'another VTEP',
    args: { port: 'vx0', mac: MAC, destination: '172.18.0.3' },
    hosts: hosts(own(remote)),
    verdict: 'fail',
    says: 'sends to 172.18.0.4, not to 172.18.0.3',
  },
  {
    name: 'no port of a bridge',
    args: { ...args, port: 'loose' },
    hosts: hosts(own()),
    verdict: 'fail',
    says: 'no port of a bridge',
  },
  {
    name: 'no such device',
    args: { ...args, port: 'veth-z' },
    hosts: hosts(own()),
    verdict: 'fail',
    says: 'no device veth-z',
  },
  {
    name: 'the bridge is elsewhere',
    args: { netns: 'a', port: 'eth0', mac: '02:00:00:00:00:77' },
    hosts: [
      host([
        own(entry({ mac: '02:00:00:00:00:77' })),
        netns('a', { links: [link('eth0', { master: 'br9' })] }),
      ]),
    ],
    verdict: 'fail',
    says: "in a forwarding table in the host's namespace",
  },
  {
    name: 'still there',
    args: { ...args, present: false },
    hosts: hosts(own(entry())),
    verdict: 'fail',
    says: 'still behind veth-a',
  },
  {
    name: 'could not look',
    args,
    hosts: hosts(without(own(), 'fdb')),
    verdict: 'error',
    says: 'not installed',
  },
  {
    name: 'could not look, turned round',
    args: { ...args, present: false },
    hosts: hosts(without(own(), 'fdb')),
    verdict: 'error',
  },
]);

refuses(fdb, [
  [{ port: 'veth-a' }, /exactly one of mac and macOf/],
  [{ port: 'veth-a', mac: MAC, macOf: { link: 'eth0' } }, /exactly one/],
  [{ port: 'veth-a', mac: MAC, state: 'sticky' }, /state/],
]);

reverts(fdb, [
  [{ port: 'v', mac: '02:00:00:00:00:01' }, /^bridge fdb show dev 'v'/],
  [{ port: 'v', mac: '02:00:00:00:00:01', present: false }, undefined],
]);
