/** Whether two light states differ in what a learner did. Pure. */
import { createHash } from 'node:crypto';
import type {
  HostState,
  NetworkNamespace,
  NetworkState,
} from '../../../checks/network/state/network-state.ts';

/**
 * A hash of the light sections, the same as long as nothing changed but time: when it was taken, the running timers
 * of bridges and the ageing of neighbour entries (REACHABLE, STALE, DELAY, PROBE are one to it) do not count.
 */
export function fingerprint(state: NetworkState): string {
  const hosts = Object.values(state.hosts).sort((a, b) => (a.name < b.name ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(hosts.map(hostPart)))
    .digest('hex');
}

function hostPart(host: HostState): unknown {
  return {
    name: host.name,
    unreadable: host.unreadable,
    processes: host.processes,
    deadNames: host.deadNames,
    mounts: host.mounts,
    leases: host.leases,
    containers: host.containers,
    namespaces: host.namespaces.map(namespacePart),
  };
}

function namespacePart({
  inode,
  name,
  pids,
  missing,
  links,
  routes,
  rules,
  neighbours,
  fdb,
}: NetworkNamespace) {
  return {
    inode,
    name,
    pids,
    missing: [missing.links, missing.routes, missing.rules, missing.neighbours, missing.fdb],
    links: links?.map((link) => ({ ...link, info: settled(link.info) })),
    routes,
    rules,
    // The kernel lists both tables in the order of their hashes, which moves.
    neighbours: neighbours
      ?.map((entry) => JSON.stringify({ ...entry, states: entry.states.map(ageless) }))
      .sort(),
    fdb: fdb?.map((entry) => JSON.stringify(entry)).sort(),
  };
}

function settled(info: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(info).filter(([key]) => !key.endsWith('_timer'));
}

const AGES = ['REACHABLE', 'STALE', 'DELAY', 'PROBE'];

function ageless(state: string): string {
  if (AGES.includes(state)) return 'resolved';
  return state === 'INCOMPLETE' || state === 'FAILED' ? 'unresolved' : state;
}
