/**
 * What judgements of state kinds share: where they look, how they call a place, which namespaces they compare with,
 * and the command that shows the learner the same. Knows no kind.
 */

import { fail, findNamespace, hostState, Inconclusive } from '../kind.ts';
import { called } from '../network/state/called.ts';
import type { HostState, Link, NetworkNamespace, NetworkState } from '../network/state/network-state.ts';
import type { Evidence, Judgement } from '../verdict.ts';
import { editDistance } from './edit-distance.ts';

/** Where a check looks. Absent `netns`: the host's own network namespace. */
export interface Place {
  readonly host: string;
  readonly netns?: string | undefined;
}

export function calledPlace({ netns }: Pick<Place, 'netns'>): string {
  return netns === undefined ? "the host's namespace" : `namespace ${netns}`;
}

/** For titles: ` in server` or nothing. */
export function inPlace({ netns }: Pick<Place, 'netns'>): string {
  return netns === undefined ? '' : ` in ${netns}`;
}

/** The command as typed on the host: `ip -n server ...`, `ip netns exec server ...`, or as it is. */
export function typed({ netns }: Place, command: string): string {
  if (netns === undefined) return command;
  const [, rest] = /^ip (.*)$/.exec(command) ?? [];
  return rest === undefined ? `ip netns exec ${netns} ${command}` : `ip -n ${netns} ${rest}`;
}

export function evidence(place: Place, command: string, found: string, expected?: string): Evidence {
  return {
    host: place.host,
    command: typed(place, command),
    found,
    ...(place.netns === undefined ? {} : { netns: place.netns }),
    ...(expected === undefined ? {} : { expected }),
  };
}

/** Judges inside the namespace that `place` names; one that does not exist fails, negated checks included. */
export function visit(
  state: NetworkState,
  place: Place,
  judge: (netns: NetworkNamespace) => Judgement,
): Judgement {
  const netns = findNamespace(state, place.host, place.netns);
  return netns ? judge(netns) : noNamespace(hostState(state, place.host), place.netns ?? '');
}

export function noNamespace(host: HostState, name: string): Judgement {
  const names = host.namespaces.flatMap((netns) => (netns.name ? [netns.name] : []));
  const similar = closest(name, names);
  const hint = similar === undefined ? '' : `; there is one named ${similar}`;
  return fail(
    `${host.name} has no network namespace named ${name}${hint}`,
    [{ host: host.name, command: 'ip netns list', expected: name, found: names.join(', ') || 'no names' }],
    missingNamespace({ host: host.name, netns: name }),
  );
}

/** How a judgement's `missing` calls a namespace, whichever check misses it. */
export function missingNamespace({ host, netns }: Place): string {
  return `namespace ${netns ?? ''} on ${host}`;
}

/** A judgement's `missing` when the namespace lacks this device; undefined when it is there, or when nobody knows. */
export function missingDevice(
  place: Place,
  netns: NetworkNamespace,
  device: string | undefined,
): string | undefined {
  if (device === undefined || !netns.links || findLink(netns, device)) return undefined;
  return `device ${device} in ${missingNamespace(place)}`;
}

/** The other namespaces of the host, each once, in the order of the state: for near misses. */
export function otherNamespaces(
  state: NetworkState,
  host: string,
  netns: NetworkNamespace,
): NetworkNamespace[] {
  const seen = new Set([netns.inode]);
  return hostState(state, host).namespaces.filter(({ inode }) => {
    if (seen.has(inode)) return false;
    seen.add(inode);
    return true;
  });
}

/** "still in the host's namespace" for what belongs elsewhere and was not moved; else "in namespace x". */
export function stillIn(netns: NetworkNamespace): string {
  return netns.name === '' ? `still in ${called(netns)}` : `in ${called(netns)}`;
}

export function findLink(netns: NetworkNamespace, name: string): Link | undefined {
  return netns.links?.find((link) => link.name === name);
}

/** A device that a check compares with. Throws Inconclusive when its namespace's links were not read. */
export function referencedLink(
  state: NetworkState,
  reference: {
    readonly host?: string | undefined;
    readonly netns?: string | undefined;
    readonly link: string;
  },
  host: string,
): Link | Judgement {
  const place = { host: reference.host ?? host, netns: reference.netns };
  const netns = findNamespace(state, place.host, place.netns);
  if (!netns) return noNamespace(hostState(state, place.host), place.netns ?? '');
  if (!netns.links)
    throw new Inconclusive(`links of ${called(netns)}: ${netns.missing.links ?? 'not collected'}`);
  const link = findLink(netns, reference.link);
  return (
    link ??
    fail(`there is no device ${reference.link} in ${called(netns)} on ${place.host} to compare with`, [
      evidence(place, 'ip link', netns.links.map(({ name }) => name).join(', '), reference.link),
    ])
  );
}

export function isJudgement(value: Link | Judgement): value is Judgement {
  return 'verdict' in value;
}

/** The name that is a slip of the finger away (at most two letters in four or more, or only the case), or undefined. */
export function closest(wanted: string, names: readonly string[]): string | undefined {
  const limit = wanted.length >= 4 ? 2 : 1;
  const scored = names
    .filter((name) => name !== wanted)
    .map((name) => ({ name, distance: editDistance(wanted, name) }))
    .filter((entry) => entry.distance <= limit && entry.distance < wanted.length)
    .sort((a, b) => a.distance - b.distance);
  return scored[0]?.name;
}
