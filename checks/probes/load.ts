/** N fresh TCP connections, each an HTTP GET, with what answered; and the counters of the DNAT rules before and after. */
import { z } from 'zod';
import { origin } from './origin.ts';

export const loadProbe = z.strictObject({
  probe: z.literal('load'),
  from: origin,
  address: z.string(),
  port: z.int(),
  connections: z.int(),
  /** For each connection. None is begun after 15 s, or once 500 are lost. */
  timeoutMs: z.number(),
  /** Hosts and namespaces whose nat counters are read before and after the run. */
  countersOn: z.array(origin).readonly(),
});
export type LoadProbe = z.infer<typeof loadProbe>;

export const loadResult = z.strictObject({
  probe: z.literal('load'),
  /** Connections begun: fewer than asked for when the run ended early. */
  attempted: z.int(),
  /** First line of the body -> how many connections it answered. */
  answers: z.record(z.string(), z.int()),
  /** Connections without an answer, by reason: refused, timeout, unreachable, reset, garbled. */
  lost: z.record(z.string(), z.int()),
  /** Packets that DNAT rules counted during the run, by chain and `--to-destination`, summed over `countersOn`. */
  dnat: z.array(z.strictObject({ chain: z.string(), to: z.string(), packets: z.int() })).readonly(),
  ms: z.number(),
});
export type LoadResult = z.infer<typeof loadResult>;
