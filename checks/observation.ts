/**
 * What was seen of a lab at one moment: the state of its kernels, and what became of the traffic that was made to find
 * out more. Everything that is judged, stored or drawn comes from one of these. Plain data.
 */
import { z } from 'zod';
import { networkStateSchema } from './network/state/network-state.ts';
import { parseJson } from './network/state/unreadable.ts';
import { topologySchema } from './network/topology.ts';
import { PROBES, type ProbeRequest } from './probe.ts';
import { probeFailed } from './probes/failed.ts';

const probed = z.strictObject({
  request: z.union(Object.values(PROBES).map(({ request }) => request)),
  result: z.union([...Object.values(PROBES).map(({ result }) => result), probeFailed]),
  /** Time taken, milliseconds. */
  ms: z.number(),
});
/** Traffic that was made, and what came of it. */
export type Probed = Readonly<z.infer<typeof probed>>;

const observation = z.strictObject({
  /** Counts the collections from a lab, from 1. Traffic made for the same collection leaves it as it is. */
  revision: z.int().positive(),
  /** Milliseconds since the epoch when the collection ended. */
  takenAt: z.number(),
  topology: topologySchema,
  /** The learner's drawn numbers, which are in the arguments of checks. */
  variables: z.record(z.string(), z.string()).readonly(),
  state: networkStateSchema,
  /** No request twice. */
  probes: z.array(probed).readonly(),
});
export type Observation = Readonly<z.infer<typeof observation>>;

/** The result of that request; undefined when it was not made. */
export function probedResult(seen: Observation, request: ProbeRequest): Probed | undefined {
  const wanted = requestKey(request);
  return seen.probes.find(({ request: made }) => requestKey(made) === wanted);
}

/** The same text for requests that ask the same, in whatever order their fields stand. */
function requestKey(request: ProbeRequest): string {
  return JSON.stringify(request, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** JSON; captured bytes as `{"base64": "..."}`. */
export function writeObservation(seen: Observation): string {
  const bytes = (_key: string, value: unknown): unknown =>
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value;
  return `${JSON.stringify(seen, bytes, 1)}\n`;
}

/**
 * @param what it is called in the error, e.g. the file's name
 * @throws UnreadableOutput that names the first place which is not as it must be: it may be of another version, or be none
 */
export function readObservation(what: string, text: string): Observation {
  return parseJson(what, text, observation, (_key, value) => {
    const stored = storedBytes.safeParse(value);
    return stored.success ? new Uint8Array(Buffer.from(stored.data.base64, 'base64')) : value;
  });
}

const storedBytes = z.strictObject({ base64: z.string() });
