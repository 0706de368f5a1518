import { host, netns, process } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { sharedNamespaces } from './shared-namespaces.ts';

const own = netns('');
const ns = (net: number, mnt: number, pid = 3) => ({ net, mnt, pid, ipc: net, uts: net });
const hosts = (...processes: ReturnType<typeof process>[]) => [host([own], { processes })];
const pause = process(10, 'pause', ns(1, 1));
const app = process(20, 'python3 -m http.server 80', ns(1, 2, 4));
const args = { processes: ['^pause', 'http.server'], share: ['net', 'ipc', 'uts'], differ: ['mnt', 'pid'] };

table(sharedNamespaces, [
  { name: 'a pod of two containers', args, hosts: hosts(pause, app), verdict: 'pass' },
  {
    name: 'a wrapper with the same words does not disturb',
    args,
    hosts: hosts(pause, app, process(19, 'nsenter -t 10 -n python3 -m http.server 80', ns(9, 9))),
    verdict: 'pass',
  },
  {
    name: 'nothing runs',
    args,
    hosts: hosts(pause),
    verdict: 'fail',
    says: 'no process on worker has a command like http.server',
  },
  {
    name: 'a net of its own',
    args,
    hosts: hosts(pause, process(20, 'http.server', ns(7, 2, 4))),
    verdict: 'fail',
    says: 'pause (pid 10) and http.server (pid 20) are in different net namespaces: each has its own localhost',
  },
  {
    name: 'the same mounts',
    args,
    hosts: hosts(pause, process(20, 'http.server', ns(1, 1, 4))),
    verdict: 'fail',
    says: 'share their mnt namespace, but must not',
  },
  {
    name: 'one process for both',
    args: { ...args, processes: ['pause', 'pau'] },
    hosts: hosts(pause),
    verdict: 'fail',
    says: 'one and the same process',
  },
  {
    name: 'namespaces that cannot be read',
    args,
    hosts: hosts(pause, process(20, 'http.server', {})),
    verdict: 'error',
    says: 'not readable',
  },
  {
    name: 'could not look',
    args,
    hosts: [host([], { unreadable: 'no answer' })],
    verdict: 'error',
    says: 'no answer',
  },
]);

refuses(sharedNamespaces, [
  [{ processes: ['a'], share: ['net'] }, /at least two/],
  [{ processes: ['a', '('], share: ['net'] }, /regular expression/],
  [{ processes: ['a', 'b'] }, /say what they share/],
  [{ processes: ['a', 'b'], share: ['net'], differ: ['net'] }, /names a kind that share names, too/],
  [{ processes: ['a', 'b'], share: ['network'] }, /share/],
  [{ processes: ['a', 'b'], share: ['net'], netns: 'x' }, /netns/],
]);

reverts(sharedNamespaces, [[{ processes: ['sleep', 'nc'], share: ['net'] }, /^pkill -KILL -f -- 'sleep'/]]);
