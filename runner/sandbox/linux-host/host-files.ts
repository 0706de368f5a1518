/**
 * The files of a lab host that are not copied from the machine: accounts, names, root's shell settings, empty
 * directories that tools expect. Pure. Knows nothing of mounts or namespaces.
 */
import { addressFor, type Topology } from '../../../checks/network/topology.ts';
import type { HostName, Variables } from '../driver.ts';
import { directory, type Entry, file, link } from './files.ts';

const ACCOUNTS: readonly [name: string, uid: number, gid: number, home: string, shell: string][] = [
  ['root', 0, 0, '/root', '/bin/bash'],
  ['daemon', 1, 1, '/usr/sbin', '/usr/sbin/nologin'],
  ['www-data', 33, 33, '/var/www', '/usr/sbin/nologin'],
  ['_apt', 42, 65534, '/nonexistent', '/usr/sbin/nologin'],
  ['tcpdump', 102, 102, '/nonexistent', '/usr/sbin/nologin'],
  ['bird', 103, 103, '/run/bird', '/usr/sbin/nologin'],
  ['dnsmasq', 104, 65534, '/var/lib/misc', '/usr/sbin/nologin'],
  ['learner', 1000, 1000, '/home/learner', '/bin/bash'],
  ['nobody', 65534, 65534, '/nonexistent', '/usr/sbin/nologin'],
];
const GROUPS: readonly [name: string, gid: number][] = [
  ['root', 0],
  ['daemon', 1],
  ['adm', 4],
  ['tty', 5],
  ['dip', 30],
  ['www-data', 33],
  ['shadow', 42],
  ['tcpdump', 102],
  ['bird', 103],
  ['learner', 1000],
  ['nogroup', 65534],
];

const BASHRC = `PS1='\\u@\\h:\\w\\$ '
HISTCONTROL=ignoreboth
alias ls='ls --color=auto' grep='grep --color=auto' ll='ls -l'
`;

export const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The environment of every shell and exec of a host, and nothing of the runner's own. */
export function hostEnvironment(variables: Variables): Record<string, string> {
  return {
    PATH,
    HOME: '/root',
    USER: 'root',
    LOGNAME: 'root',
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    ...variables,
  };
}

/** Entries below the host's root, in an order in which they can be made; `etc` itself comes from the skeleton. */
export function hostFiles(topology: Topology, host: HostName): Entry[] {
  const names = topology.hosts.flatMap((called) => {
    const { address, address6 } = addressFor(topology, host, called);
    return [address, ...(address6 === undefined ? [] : [address6])].map((one) => `${one}\t${called.name}`);
  });
  return [
    ...[
      'root',
      'home',
      'home/learner',
      'srv',
      'srv/www',
      'mnt',
      'opt',
      'opt/cni',
      'var',
      'var/log',
      'var/log/nginx',
      'var/lib',
      'var/lib/misc',
      'var/lib/cni',
      'var/lib/nginx',
      'var/cache',
      'var/www',
      'run/netns',
      'run/lock',
      'etc/cni',
      'etc/cni/net.d',
    ].map((path) => directory(path, path === 'root' ? 0o700 : 0o755)),
    directory('tmp', 0o1777),
    directory('var/tmp', 0o1777),
    link('var/run', '/run'),
    link('opt/cni/bin', '/usr/lib/cni'),
    link('dev/fd', '/proc/self/fd'),
    link('dev/stdin', 'fd/0'),
    link('dev/stdout', 'fd/1'),
    link('dev/stderr', 'fd/2'),
    link('dev/ptmx', 'pts/ptmx'),
    file('etc/hostname', `${host}\n`),
    file('etc/hosts', ['127.0.0.1\tlocalhost', '::1\tlocalhost ip6-localhost', ...names, ''].join('\n')),
    file('etc/resolv.conf', ''),
    file('etc/fstab', ''),
    file(
      'etc/passwd',
      ACCOUNTS.map(([name, uid, gid, home, shell]) => `${name}:x:${uid}:${gid}::${home}:${shell}\n`).join(''),
    ),
    file('etc/group', GROUPS.map(([name, gid]) => `${name}:x:${gid}:\n`).join('')),
    link('etc/mtab', '/proc/self/mounts'),
    file('root/.bashrc', BASHRC),
    file('root/.profile', '. ~/.bashrc\n'),
    file('home/learner/.bashrc', BASHRC),
  ];
}
