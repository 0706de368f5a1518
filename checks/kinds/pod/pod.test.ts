import type { HostState, ProcessState } from '../../network/state/network-state.ts';
import { address, host, link, netns, process } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { pod } from './pod.ts';

const own = netns('', { inode: 1 });
const home = netns('shop', { inode: 11, links: [link('eth0', { addresses: [address('10.244.2.2/24')] })] });
const init: ProcessState = {
  ...process(1, 'init', { net: 1, ipc: 2, uts: 3, mnt: 4, pid: 5 }),
  root: 'host',
};

/** A container's process; what it has of its own is numbered after its PID. */
function running(
  pid: number,
  command: string,
  parts: Record<string, number> = {},
  root = `9:${pid}`,
): ProcessState {
  const namespaces = { net: 11, ipc: 12, uts: 13, mnt: pid * 10, pid: pid * 10 + 1, ...parts };
  return { ...process(pid, command, namespaces), root };
}
const pause = running(20, '/usr/bin/perl /pause');
const web = running(30, 'python3 -m http.server 80');
const side = running(40, 'sleep 1d');
const records = [
  { id: 'shop', pid: 20 },
  { id: 'shop-web', pid: 30 },
  { id: 'shop-side', pid: 40 },
];
const lease = { network: 'shop', address: '10.244.2.2', containerId: 'shop', ifname: 'eth0' };

/** Three containers as they should be, with some processes in the place of others. */
function hosts(
  { namespaces = [own, home], ...parts }: Partial<HostState> = {},
  ...instead: ProcessState[]
): HostState[] {
  const all = [init, pause, web, side].map((one) => instead.find(({ pid }) => pid === one.pid) ?? one);
  return [host(namespaces, { processes: all, containers: records, leases: [lease], ...parts })];
}
const args = {
  netns: 'shop',
  sandbox: { id: 'shop', process: '/pause' },
  containers: [{ id: 'shop-web', process: 'http\\.server 80' }, { id: 'shop-side' }],
  network: 'shop',
};
const fails = (name: string, says: string | RegExp, on: HostState[], more: object = {}) =>
  ({ name, args: { ...args, ...more }, hosts: on, verdict: 'fail', says }) as const;

table(pod, [
  { name: 'as it should be', args, hosts: hosts(), verdict: 'pass' },
  {
    name: 'its name and its address are nobody’s business',
    args: { sandbox: args.sandbox, containers: args.containers },
    hosts: hosts({ namespaces: [own, { ...home, name: null }], leases: [] }),
    verdict: 'pass',
  },
  {
    name: 'one PID namespace, where that is asked for',
    args: { ...args, shareProcessNamespace: true },
    hosts: hosts({}, running(30, web.command, { pid: 201 }), running(40, side.command, { pid: 201 })),
    verdict: 'pass',
  },
  fails('nothing was made', 'crun knows no container shop', hosts({ containers: [] })),
  fails(
    'another pod runs the same program',
    /^crun knows no container shop$/,
    hosts({ containers: [{ id: 'blog', pid: 20 }] }),
  ),
  fails(
    'made without a runtime',
    'crun knows no container shop-web; python3 -m http.server 80 (pid 30) was started without it',
    hosts({ containers: records.filter(({ pid }) => pid !== 30) }),
  ),
  fails('ended', 'shop-web has ended', hosts({ processes: [init, pause, side] })),
  fails(
    'not started',
    'shop-web is created, but not started',
    hosts({}, running(30, 'crun --cgroup-manager=disabled create -b /srv/shop/web shop-web')),
  ),
  fails(
    'another program',
    'shop-web runs nginx (pid 30), and not http\\.server 80',
    hosts({}, running(30, 'nginx')),
  ),
  fails(
    "the host's network",
    "shop-web is in the host's own net namespace: without an entry of type network",
    hosts({}, running(30, web.command, { net: 1 })),
  ),
  fails(
    "the sandbox in the host's network",
    "shop is in the host's own net namespace",
    hosts({}, running(20, pause.command, { net: 1 })),
  ),
  fails(
    "the host's processes",
    "shop-side is in the host's own pid namespace",
    hosts({}, running(40, side.command, { pid: 5 })),
  ),
  fails(
    "the host's files",
    "shop-web runs on the host's own root file system",
    hosts({}, running(30, web.command, {}, 'host')),
  ),
  fails(
    'a network of its own',
    /shop-web is in another net namespace than shop: each has its own localhost.*without a path/,
    hosts({}, running(30, web.command, { net: 77 })),
  ),
  fails(
    'a host name of its own',
    'shop-side is in another uts namespace than shop',
    hosts({}, running(40, side.command, { uts: 77 })),
  ),
  fails(
    'the PID namespace of the other',
    'shop-web and shop-side share their pid namespace, but must not',
    hosts({}, running(40, side.command, { pid: 301 })),
  ),
  fails(
    'PID namespaces of their own, where one is asked for',
    'shop-web is in another pid namespace than shop',
    hosts(),
    { shareProcessNamespace: true },
  ),
  fails(
    'one rootfs for two',
    'shop-web and shop-side have the same root file system',
    hosts({}, running(40, side.command, {}, '9:30')),
  ),
  fails(
    'no name',
    'the network namespace of shop has no name; it must be shop',
    hosts({ namespaces: [own, { ...home, name: null }] }),
  ),
  fails(
    'another name',
    'no network namespace named shop; there is one named shop1',
    hosts({ namespaces: [own, { ...home, name: 'shop1' }] }),
  ),
  fails(
    'the name of another namespace',
    'shop is the name of another network namespace than that of shop',
    hosts({ namespaces: [own, netns('shop'), { ...home, name: null }] }),
  ),
  fails('no CNI', 'no CNI ADD was made in its name', hosts({ leases: [] })),
  fails(
    'CNI on another network',
    'no CNI ADD was made in its name',
    hosts({ leases: [{ ...lease, network: 'pods' }] }),
  ),
  fails(
    'CNI for the app',
    'asked for in the name of shop-web: an address belongs to the sandbox',
    hosts({ leases: [{ ...lease, containerId: 'shop-web' }] }),
  ),
  fails(
    'CNI on another namespace',
    '10.244.2.2 was given to shop, but no device in its network namespace has it',
    hosts({ namespaces: [own, { ...home, links: [] }] }),
  ),
  {
    name: 'namespaces that cannot be read',
    args,
    hosts: hosts({}, { ...process(30, web.command, {}), root: '9:30' }),
    verdict: 'error',
    says: 'not readable',
  },
  {
    name: 'a root that cannot be read',
    args,
    hosts: hosts({}, process(30, web.command, web.namespaces)),
    verdict: 'error',
    says: 'the root file system of shop-web is not readable',
  },
  {
    name: 'leases that cannot be read',
    args,
    hosts: hosts().map(({ leases: _, ...rest }) => rest),
    verdict: 'error',
    says: 'the leases of worker could not be read',
  },
  {
    name: 'no first process',
    args,
    hosts: hosts({ processes: [pause, web, side] }),
    verdict: 'error',
    says: 'the first process of worker is not readable',
  },
]);

refuses(pod, [
  [{ ...args, containers: [] }, /at least one/],
  [{ ...args, sandbox: { id: 'a b' } }, /id of a container/],
  [{ ...args, sandbox: { id: 'a', process: '(' } }, /regular expression/],
  [{ ...args, sandbox: { id: 'a', pid: 7 } }, /pid/],
  [{ ...args, network: 'a/b' }, /name of a network/],
]);

reverts(pod, [
  [{ sandbox: { id: 'a' }, containers: [{ id: 'b' }] }, /^crun --cgroup-manager=disabled delete -f 'a'$/],
]);
