/**
 * What a check kind is. One folder in `kinds/` holds all of one kind: its schema, an example, what it needs and depends on, its
 * judgement, its words, how it is made false again. Adding a kind is adding a folder, and its line in `kinds/index.ts`.
 */
import type { z } from 'zod';
import type {
  Depth,
  HostState,
  NetworkNamespace,
  NetworkState,
  Section,
} from './network/state/network-state.ts';
import type { Topology } from './network/topology.ts';
import type { ProbeRequest, ProbeResult } from './probe.ts';
import type { Revert } from './revert.ts';
import type { Judgement } from './verdict.ts';

/** When a check may run by itself. `state`: at every change; `probe`: after a command; `load`: on request, or once all others pass. */
export type Cost = 'state' | 'probe' | 'load';

/** What a judgement may look at besides its own arguments. */
export interface Findings {
  /** What the lab was built as: which of its hosts' own interfaces share a wire the state cannot tell. */
  readonly topology: Topology;
  readonly state: NetworkState;
  /** One result for each request of `probes(args)`, in that order. */
  readonly probes: readonly ProbeResult[];
  /** The learner's typed answer, for questions. */
  readonly answer?: string;
}

/**
 * What of the state a verdict depends on. `names`: which namespaces and processes there are. `lasting`: what stays as it is
 * until it is changed. `all`: also what traffic leaves behind (learned entries, counters, connections).
 */
export type Dependence = 'names' | 'lasting' | 'all';

export interface CheckKind<Args> {
  readonly kind: string;
  /** One line for `--help` and for the list of known kinds. */
  readonly summary: string;
  readonly schema: z.ZodType<Args>;
  /** Arguments as a chapter writes them, without `host`: the usual ones first, behind them those that turn the check round. */
  readonly examples: readonly Readonly<Record<string, unknown>>[];
  readonly depth: Depth;
  readonly cost: Cost;
  /** A step that leaves alone what its checks depend on is passed over on a proof's way to an exercise. */
  dependsOn(args: Args): Dependence;
  /** How a proof makes it false again; absent where no general way is known. */
  readonly revert?: Revert<Args>;
  /** The line shown beside the tick when the chapter gives no title. */
  title(args: Args): string;
  /** Traffic it needs, as data; absent means none. */
  probes?(args: Args): readonly ProbeRequest[];
  /** Pure. May throw Inconclusive; everything else it says itself. */
  judge(args: Args, findings: Findings): Judgement;
}

/** Thrown by judgements that could not see what they need: becomes the verdict `error`. */
export class Inconclusive extends Error {}

export function pass(diagnosis: string, evidence: Judgement['evidence'] = []): Judgement {
  return { verdict: 'pass', diagnosis, evidence };
}
export function fail(
  diagnosis: string,
  evidence: Judgement['evidence'] = [],
  missing?: Judgement['missing'],
): Judgement {
  return { verdict: 'fail', diagnosis, evidence, ...(missing !== undefined && { missing }) };
}

/** The host's state. Throws Inconclusive when it was not collected or not readable. */
export function hostState(state: NetworkState, host: string): HostState {
  const found = state.hosts[host];
  if (!found) throw new Inconclusive(`no state was collected from ${host}`);
  if (found.unreadable !== undefined)
    throw new Inconclusive(`${host} could not be read: ${found.unreadable}`);
  return found;
}

/** The namespace by name ('' or absent: the host's own), or undefined when the host has none of that name. */
export function findNamespace(state: NetworkState, host: string, name = ''): NetworkNamespace | undefined {
  return hostState(state, host).namespaces.find((netns) => netns.name === name);
}

/** A section of a namespace. Throws Inconclusive when it was not collected, with the collector's reason. */
export function need<S extends Section>(
  netns: NetworkNamespace,
  section: S,
): NonNullable<NetworkNamespace[S]> {
  const value = netns[section];
  if (value === undefined) {
    throw new Inconclusive(
      `${section} of ${netns.name || 'the host'}: ${netns.missing[section] ?? 'not collected'}`,
    );
  }
  return value as NonNullable<NetworkNamespace[S]>;
}
