/**
 * What kinds of pods share: containers as crun's records and the processes show them together, leases, and the
 * commands that show the learner the same. Judges nothing.
 */
import { z } from 'zod';
import { Inconclusive } from '../kind.ts';
import type { ContainerRecord, HostState, ProcessState } from '../network/state/network-state.ts';
import type { Evidence } from '../verdict.ts';

/** An id as crun takes it: a file name. */
export const containerId = z
  .string()
  .regex(/^[\w.-]+$/, 'must be the id of a container: letters, digits, ., _ and -');

/** A name as in /var/lib/cni/networks. */
export const networkName = z
  .string()
  .regex(/^[^\s/]+$/, 'must be the name of a network, without spaces or /');

/** Throws Inconclusive when the collector did not get it. */
export function kept<K extends 'mounts' | 'leases' | 'containers'>(
  host: HostState,
  what: K,
): NonNullable<HostState[K]> {
  const found = host[what];
  if (found === undefined) throw new Inconclusive(`the ${what} of ${host.name} could not be read`);
  return found as NonNullable<HostState[K]>;
}

/** A container whose program runs. */
export interface Running {
  readonly id: string;
  readonly process: ProcessState;
}

/** The first process of a container; undefined when it has ended. */
export function firstProcess(host: HostState, record: ContainerRecord): ProcessState | undefined {
  return host.processes.find(({ pid }) => pid === record.pid);
}

/** Created and not started: its first process is still crun, which waits to become the program. */
export function waits({ command }: ProcessState): boolean {
  return /^(\S*\/)?crun\s(.*\s)?create\b/.test(command);
}

export function crunList(host: HostState, expected?: string): Evidence {
  return {
    host: host.name,
    command: 'crun list',
    found:
      kept(host, 'containers')
        .map(({ id, pid }) => `${id} (pid ${pid})`)
        .join(', ') || 'no containers',
    ...(expected === undefined ? {} : { expected }),
  };
}

export function leaseFiles(host: HostState, network: string, expected?: string): Evidence {
  return {
    host: host.name,
    command: `grep . /var/lib/cni/networks/${network}/*`,
    found:
      kept(host, 'leases')
        .filter((lease) => lease.network === network)
        .map(({ address, containerId: id, ifname }) => `${address}: ${id} ${ifname}`)
        .join(', ') || 'no leases',
    ...(expected === undefined ? {} : { expected }),
  };
}
