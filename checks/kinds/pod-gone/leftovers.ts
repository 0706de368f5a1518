/** What a pod that was deleted in a hurry, or in the wrong order, leaves behind: one function for each, in the order of their gravity. Pure. */
import { fail, need } from '../../kind.ts';
import { called } from '../../network/state/called.ts';
import type { HostState, NetworkNamespace, ProcessState } from '../../network/state/network-state.ts';
import { findPeer } from '../../network/state/peer.ts';
import { crunList, firstProcess, kept, leaseFiles } from '../../support/containers.ts';
import { calledProcess } from '../../support/process-words.ts';
import type { Judgement } from '../../verdict.ts';
import type { PodGoneArgs } from './pod-gone.ts';

type Leftover = (args: PodGoneArgs, host: HostState) => Judgement | undefined;

const container: Leftover = ({ containers }, host) => {
  const known = kept(host, 'containers');
  const records = containers.flatMap((id) => known.find((record) => record.id === id) ?? []);
  const alive = records.find((record) => firstProcess(host, record));
  const process = alive && firstProcess(host, alive);
  if (alive && process) {
    return fail(
      `${alive.id} still runs, as ${calledProcess(process)}: no container ends because its sandbox or its network does`,
      [crunList(host, 'none of them')],
    );
  }
  const [record] = records;
  if (!record) return undefined;
  return fail(`${record.id} has ended, but crun still keeps its state: it was killed, and not deleted`, [
    crunList(host, 'none of them'),
  ]);
};

/** A process with a root file system of its own in which no container's first process is. */
const stray: Leftover = (_args, host) => {
  const known = new Set(kept(host, 'containers').map((record) => firstProcess(host, record)?.namespaces.mnt));
  const process = host.processes.find(
    ({ root, namespaces }) => root !== undefined && root !== 'host' && !known.has(namespaces.mnt),
  );
  if (!process) return undefined;
  return fail(`${calledProcess(process)} still runs, and crun does not know it any more`, [
    { host: host.name, command: `ls -ld /proc/${process.pid}/root/`, found: process.command },
    crunList(host),
  ]);
};

const namespace: Leftover = ({ netns: name }, host) => {
  const evidence = (netns: NetworkNamespace, command: string) => [
    {
      host: host.name,
      command,
      expected: `no ${netns.name ?? 'such namespace'}`,
      found: `inode ${netns.inode}, processes: ${netns.pids.length}`,
    },
  ];
  const named = host.namespaces.find((netns) => netns.name === name);
  if (named) {
    const why =
      named.pids.length === 0
        ? 'no process is in it any more, but its name is a mount, and that holds it'
        : `its name is a mount, and ${owner(host, named)} is in it`;
    return fail(`the network namespace ${name} is left: ${why}`, evidence(named, 'ip netns list'));
  }
  const known = new Set(kept(host, 'containers').map((record) => firstProcess(host, record)?.namespaces.net));
  const nameless = host.namespaces.find((netns) => netns.name === null && !known.has(netns.inode));
  if (nameless) {
    return fail(
      `a network namespace without a name is left: ${owner(host, nameless)} keeps it alive`,
      evidence(nameless, 'lsns -t net'),
    );
  }
  if (!host.deadNames?.includes(name)) return undefined;
  return fail(`the file /run/netns/${name} is left: the mount went, the name stayed`, [
    { host: host.name, command: 'ls /run/netns', found: name },
  ]);
};

const veth: Leftover = ({ bridge }, host) => {
  const [own] = host.namespaces;
  if (!own) return undefined;
  const port = need(own, 'links').find(({ master }) => master === bridge);
  if (!port) return undefined;
  const peer = findPeer(host, own, port);
  const where = peer ? `, its other end in ${called(peer.netns)}` : '';
  return fail(
    `${port.name} is left on ${bridge}${where}: a veth pair goes with its namespace, or by CNI DEL`,
    [{ host: host.name, command: `ip link show master ${bridge}`, expected: 'nothing', found: port.name }],
  );
};

const lease: Leftover = ({ network, containers }, host) => {
  const known = new Set(kept(host, 'containers').map(({ id }) => id));
  const left = kept(host, 'leases').find(
    (one) => one.network === network && (containers.includes(one.containerId) || !known.has(one.containerId)),
  );
  if (!left) return undefined;
  return fail(
    `the address ${left.address} is still ${left.containerId}'s in network ${network}: host-local takes it back only at CNI DEL with that CNI_CONTAINERID`,
    [leaseFiles(host, network, `none of ${left.containerId}`)],
  );
};

const mount: Leftover = ({ folder }, host) => {
  const left = kept(host, 'mounts').find(({ point }) => point === folder || point.startsWith(`${folder}/`));
  if (!left) return undefined;
  return fail(
    `${left.point} is still mounted (${left.type}): deleting a container does not unmount its rootfs`,
    [{ host: host.name, command: `findmnt -R ${left.point}`, expected: 'nothing', found: left.type }],
  );
};

export const LEFTOVERS: readonly Leftover[] = [container, stray, namespace, veth, lease, mount];

function owner(host: HostState, { pids }: NetworkNamespace): string {
  const process: ProcessState | undefined = host.processes.find(({ pid }) => pids.includes(pid));
  return process ? calledProcess(process) : 'a process';
}
