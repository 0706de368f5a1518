/**
 * What was seen of a lab at one moment: the state of its kernels, and what became of the traffic that was made to find
 * out more. Everything that is judged, stored or drawn comes from one of these. Plain data.
 */
import { z } from 'zod';
import type { NetworkState } from './network/state/network-state.ts';
import type { ProbeRequest, ProbeResult } from './probe.ts';

export interface Observation {
  /** Counts the collections from a lab, from 1. Traffic made for the same collection leaves it as it is. */
  readonly revision: number;
  /** Milliseconds since the epoch when the collection ended. */
  readonly takenAt: number;
  readonly topology: ObservedTopology;
  readonly state: NetworkState;
  /** No request twice. */
  readonly probes: readonly Probed[];
}

/** What the sandbox was made from, as far as a judgement needs it. */
interface ObservedTopology {
  readonly hosts: readonly string[];
  /** The learner's drawn numbers, which are in the arguments of checks. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Traffic that was made, and what came of it. */
export interface Probed {
  readonly request: ProbeRequest;
  readonly result: ProbeResult;
  /** Time taken, milliseconds. */
  readonly ms: number;
}

/** The result of that request; undefined when it was not made. */
export function probedResult(observation: Observation, request: ProbeRequest): Probed | undefined {
  const wanted = requestKey(request);
  return observation.probes.find((probed) => requestKey(probed.request) === wanted);
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
export function writeObservation(observation: Observation): string {
  const bytes = (_key: string, value: unknown): unknown =>
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value;
  return `${JSON.stringify(observation, bytes, 1)}\n`;
}

/** @throws Error that says what is wrong with the text */
export function readObservation(text: string): Observation {
  const bytes = (_key: string, value: unknown): unknown => {
    const stored = storedBytes.safeParse(value);
    return stored.success ? new Uint8Array(Buffer.from(stored.data.base64, 'base64')) : value;
  };
  const parsed = observationSchema.safeParse(JSON.parse(text, bytes));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data as unknown as Observation;
}

const storedBytes = z.strictObject({ base64: z.string() });
const observationSchema = z.object({
  revision: z.int().positive(),
  takenAt: z.number(),
  topology: z.looseObject({
    hosts: z.array(z.string()),
    variables: z.record(z.string(), z.string()).optional(),
  }),
  state: z.looseObject({ depth: z.enum(['light', 'full']), hosts: z.record(z.string(), z.looseObject({})) }),
  probes: z.array(
    z.object({
      request: z.looseObject({ probe: z.string() }),
      result: z.looseObject({ probe: z.string() }),
      ms: z.number(),
    }),
  ),
});
