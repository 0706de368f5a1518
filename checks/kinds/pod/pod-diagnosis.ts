/** In which ways containers that run are no pod: what they share and must not, what they do not share, a name, an address. Pure. */
import { fail, Inconclusive, need } from '../../kind.ts';
import { called } from '../../network/state/called.ts';
import type { HostState } from '../../network/state/network-state.ts';
import { kept, leaseFiles, type Running } from '../../support/containers.ts';
import { noNamespace } from '../../support/look.ts';
import { meaningOf, namespaceOf } from '../../support/process-words.ts';
import type { Evidence, Judgement } from '../../verdict.ts';

const SHARED = ['net', 'ipc', 'uts'] as const;
const OWN = ['mnt', 'pid'] as const;
/** What the entry in config.json is called that gives a container such a namespace. */
const TYPE = { net: 'network', ipc: 'ipc', uts: 'uts', mnt: 'mount', pid: 'pid' } as const;

/** What a container has in common with the host, or with another container, and must not. */
export function ownMiss(
  host: HostState,
  all: readonly Running[],
  shareProcessNamespace: boolean,
): string | undefined {
  const init = host.processes.find(({ pid }) => pid === 1);
  if (!init) throw new Inconclusive(`the first process of ${host.name} is not readable`);
  for (const { id, process } of all) {
    const joined = [...SHARED, ...OWN].find((kind) => namespaceOf(process, kind) === namespaceOf(init, kind));
    if (joined !== undefined)
      return `${id} is in the host's own ${joined} namespace: without an entry of type ${TYPE[joined]} in its config.json a container stays where crun was started`;
    if (rootOf(id, process) === 'host') return `${id} runs on the host's own root file system`;
  }
  const own = OWN.filter((kind) => kind !== 'pid' || !shareProcessNamespace);
  for (const [index, one] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      const twin = own.find((kind) => namespaceOf(one.process, kind) === namespaceOf(other.process, kind));
      if (twin !== undefined) return `${one.id} and ${other.id} share their ${twin} namespace, but must not`;
      if (rootOf(one.id, one.process) === rootOf(other.id, other.process))
        return `${one.id} and ${other.id} have the same root file system: what one of them writes, the other one sees`;
    }
  }
  return undefined;
}

/** What the containers do not share with their sandbox, and must. */
export function sharedMiss(
  sandbox: Running,
  containers: readonly Running[],
  shareProcessNamespace: boolean,
): string | undefined {
  for (const kind of shareProcessNamespace ? ([...SHARED, 'pid'] as const) : SHARED) {
    const home = namespaceOf(sandbox.process, kind);
    const odd = containers.find(({ process }) => namespaceOf(process, kind) !== home);
    if (odd)
      return `${odd.id} is in another ${kind} namespace than ${sandbox.id}${meaningOf(kind)}; an entry of type ${TYPE[kind]} must have the path of the sandbox's, without a path it makes a new one`;
  }
  return undefined;
}

/** What is wrong with the name of the sandbox's network namespace. */
export function nameMiss(host: HostState, name: string, { id, process }: Running): Judgement | undefined {
  const home = namespaceOf(process, 'net');
  const named = host.namespaces.find((netns) => netns.name === name);
  if (named?.inode === home) return undefined;
  if (named) {
    return fail(`${name} is the name of another network namespace than that of ${id}`, [
      {
        host: host.name,
        command: `ip netns identify ${process.pid}`,
        expected: name,
        found: host.namespaces.find(({ inode }) => inode === home)?.name ?? 'no name',
      },
    ]);
  }
  const nameless = host.namespaces.some((netns) => netns.inode === home && netns.name === null);
  if (!nameless) return noNamespace(host, name);
  return fail(`the network namespace of ${id} has no name; it must be ${name}`, [
    { host: host.name, command: `ip netns identify ${process.pid}`, expected: name, found: 'no name' },
  ]);
}

/** What is wrong with the sandbox's address: not asked for, asked for in another's name, or given to another namespace. */
export function addressMiss(
  host: HostState,
  network: string,
  { id, process }: Running,
  containers: readonly Running[],
): Judgement | undefined {
  const leases = kept(host, 'leases').filter((lease) => lease.network === network);
  const own = leases.filter(({ containerId }) => containerId === id);
  const evidence = [leaseFiles(host, network, `an address of ${id}`)];
  if (own.length === 0) {
    const other = leases.find((lease) => containers.some((one) => one.id === lease.containerId));
    return fail(
      other
        ? `the address ${other.address} was asked for in the name of ${other.containerId}: an address belongs to the sandbox, CNI_CONTAINERID must be ${id}`
        : `network ${network} has no address for ${id}: no CNI ADD was made in its name`,
      evidence,
    );
  }
  const netns = host.namespaces.find(({ inode }) => inode === namespaceOf(process, 'net'));
  if (!netns) throw new Inconclusive(`the network namespace of ${id} was not collected`);
  const addresses = need(netns, 'links').flatMap((link) => link.addresses.map(({ address }) => address));
  if (own.some(({ address }) => addresses.includes(address))) return undefined;
  const [lease] = own;
  return fail(
    `${lease?.address} was given to ${id}, but no device in its network namespace has it: the ADD was for another namespace, or the device is gone`,
    [
      ...evidence,
      {
        host: host.name,
        command: `nsenter -t ${process.pid} -n ip -br addr`,
        expected: lease?.address ?? '',
        found: `${addresses.join(', ') || 'no addresses'} in ${called(netns)}`,
      },
    ],
  );
}

function rootOf(id: string, { root }: Running['process']): string {
  if (root === undefined) throw new Inconclusive(`the root file system of ${id} is not readable`);
  return root;
}

export function shownNamespaces(host: HostState, { id, process }: Running): Evidence {
  const namespaces = [...SHARED, ...OWN].map((kind) => `${kind}:[${process.namespaces[kind] ?? '?'}]`);
  return {
    host: host.name,
    command: `ls -l /proc/${process.pid}/ns; stat -Lc %d:%i /proc/${process.pid}/root`,
    found: `${id}: ${namespaces.join(' ')}, root ${process.root ?? '?'}`,
  };
}
