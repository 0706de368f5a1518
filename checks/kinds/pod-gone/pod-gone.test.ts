import type { HostState, ProcessState } from '../../network/state/network-state.ts';
import { host, link, netns, process, veth, without } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { podGone } from './pod-gone.ts';

const own = netns('', { inode: 1 });
const blog = netns('blog', { inode: 51 });
const init: ProcessState = { ...process(1, 'init', { net: 1, mnt: 4 }), root: 'host' };
const neighbour: ProcessState = {
  ...process(50, '/usr/bin/perl /pause', { net: 51, mnt: 54 }),
  root: '9:50',
};
const web: ProcessState = { ...process(30, 'python3 -m http.server 80', { net: 11, mnt: 34 }), root: '9:30' };
const lease = { network: 'shop', address: '10.244.2.3', containerId: 'blog', ifname: 'eth0' };
const neighbours = {
  containers: [{ id: 'blog', pid: 50 }],
  leases: [lease],
  mounts: [
    { point: '/', type: 'tmpfs' },
    { point: '/srv/shop2/rootfs', type: 'overlay' },
    { point: '/srv/blog/rootfs', type: 'overlay' },
  ],
};

/** A node with another pod on it, and what is left of the one that must be gone. */
function hosts(parts: Partial<HostState> = {}, namespaces = [own, blog]): HostState[] {
  return [host(namespaces, { processes: [init, neighbour], ...neighbours, ...parts })];
}
const args = {
  netns: 'shop',
  containers: ['shop', 'shop-web'],
  network: 'shop',
  bridge: 'cni1',
  folder: '/srv/shop',
};
const fails = (name: string, says: string | RegExp, on: HostState[]) =>
  ({ name, args, hosts: on, verdict: 'fail', says }) as const;
const with_ = <T>(list: readonly T[], one: T) => [...list, one];

table(podGone, [
  { name: 'nothing is left, and the neighbour lives', args, hosts: hosts(), verdict: 'pass' },
  {
    name: 'what a container of the neighbour has started',
    args,
    hosts: hosts({ processes: [init, neighbour, { ...neighbour, pid: 60, ppid: 50 }] }),
    verdict: 'pass',
  },
  fails(
    'a container lives on',
    'shop-web still runs, as python3 -m http.server 80 (pid 30)',
    hosts({
      processes: [init, neighbour, web],
      containers: with_(neighbours.containers, { id: 'shop-web', pid: 30 }),
    }),
  ),
  fails(
    'killed, and not deleted',
    'shop-web has ended, but crun still keeps its state',
    hosts({ containers: with_(neighbours.containers, { id: 'shop-web', pid: 30 }) }),
  ),
  fails(
    'its record was removed, and it runs',
    'python3 -m http.server 80 (pid 30) still runs, and crun does not know it any more',
    hosts({ processes: [init, neighbour, web] }),
  ),
  fails(
    'a name holds the namespace',
    'the network namespace shop is left: no process is in it any more',
    hosts({}, [own, blog, netns('shop')]),
  ),
  fails(
    'somebody is in the namespace',
    'its name is a mount, and sleep 1d (pid 70) is in it',
    hosts({ processes: [init, neighbour, process(70, 'sleep 1d', { net: 12, mnt: 4 })] }, [
      own,
      blog,
      netns('shop', { pids: [70] }),
    ]),
  ),
  fails(
    'a process holds a namespace whose name is gone',
    'a network namespace without a name is left: sleep 1d (pid 70) keeps it alive',
    hosts({ processes: [init, neighbour, process(70, 'sleep 1d', { net: 12, mnt: 4 })] }, [
      own,
      blog,
      netns(null, { pids: [70] }),
    ]),
  ),
  fails('an empty file', 'the file /run/netns/shop is left', hosts({ deadNames: ['shop'] })),
  fails(
    'a port of the bridge',
    'veth1 is left on cni1, its other end in namespace hidden',
    hosts({}, veth([own, 'veth1'], [netns('hidden'), 'eth0'], { a: { master: 'cni1' } })),
  ),
  fails(
    'a port with its other end out of sight',
    /^veth1 is left on cni1: /,
    hosts({}, [{ ...own, links: [link('veth1', { master: 'cni1' })] }, blog]),
  ),
  fails(
    'its address was not given back',
    "the address 10.244.2.2 is still shop's in network shop",
    hosts({
      leases: with_(neighbours.leases, {
        ...lease,
        address: '10.244.2.2',
        containerId: 'shop',
      }),
    }),
  ),
  fails(
    'an address in a name that nobody bears',
    "the address 10.244.2.2 is still shopp's",
    hosts({
      leases: with_(neighbours.leases, {
        ...lease,
        address: '10.244.2.2',
        containerId: 'shopp',
      }),
    }),
  ),
  fails(
    'a rootfs is mounted',
    '/srv/shop/web/rootfs is still mounted (overlay)',
    hosts({ mounts: with_(neighbours.mounts, { point: '/srv/shop/web/rootfs', type: 'overlay' }) }),
  ),
  ...(['containers', 'leases', 'mounts'] as const).map(
    (what) =>
      ({
        name: `${what} that cannot be read are not taken for gone`,
        args,
        hosts: hosts().map(({ [what]: _, ...rest }) => rest),
        verdict: 'error',
        says: `the ${what} of worker could not be read`,
      }) as const,
  ),
  {
    name: 'an error outweighs what else is left',
    args,
    hosts: hosts({ deadNames: ['shop'] }, [without(own, 'links'), blog]),
    verdict: 'error',
    says: 'links',
  },
]);

refuses(podGone, [
  [{ ...args, folder: 'srv/shop' }, /absolute path/],
  [{ ...args, folder: '/srv/shop/' }, /absolute path/],
  [{ ...args, containers: [] }, /at least one/],
  [{ ...args, bridge: 'a name that is too long' }, /device name/],
  [{ ...args, netns: undefined }, /netns/],
]);

reverts(podGone, [
  [{ netns: 'a', containers: ['a'], network: 'n', bridge: 'cni1', folder: '/srv/a' }, /^ip netns add 'a'$/],
]);
