/**
 * The BIRD that announces a range withdraws it and, whatever comes of that, announces it again. Done only when it is there to
 * be withdrawn, and every host has learnt it.
 */
import { z } from 'zod';

export const bgpWithdrawProbe = z.strictObject({
  probe: z.literal('bgp-withdraw'),
  /** The announcing host; its own network namespace. */
  from: z.strictObject({ host: z.string() }),
  /** e.g. `10.244.1.0/24` */
  range: z.string(),
  /** Hosts whose kernels must lose the route to the range, and get it back. */
  learntBy: z.array(z.string()).readonly(),
  /** For all of them to lose it, and again for all to get it back. */
  timeoutMs: z.number(),
});
export type BgpWithdrawProbe = z.infer<typeof bgpWithdrawProbe>;

const bgpSession = z.strictObject({
  /** Of the protocol in the configuration. */
  name: z.string(),
  neighbour: z.string(),
  /** `Established`, `Active`, `Down`... */
  state: z.string(),
  /** The last one; empty when there was none. */
  error: z.string(),
});
export type BgpSession = z.infer<typeof bgpSession>;

/** What `birdc` says on a host. */
export const speaker = z.strictObject({
  /** birdc's complaint; present only when no BIRD answered. */
  silent: z.string().exactOptional(),
  /** Where its routes to the range come from: a protocol of the configuration and its type (`Static`, `BGP`...). */
  routes: z.array(z.strictObject({ protocol: z.string(), type: z.string() })).readonly(),
  sessions: z.array(bgpSession).readonly(),
});
export type Speaker = z.infer<typeof speaker>;

export const bgpWithdrawResult = z.strictObject({
  probe: z.literal('bgp-withdraw'),
  /** `nothing-withdrawn`: not announced, or a host had not learnt it. `stayed`, `not-back`: on `hosts`, when the time was over. */
  outcome: z.enum(['came-back', 'nothing-withdrawn', 'stayed', 'not-back']),
  hosts: z.array(z.string()).readonly(),
  /** What BIRD said before, by host. */
  speakers: z.record(z.string(), speaker),
});
export type BgpWithdrawResult = z.infer<typeof bgpWithdrawResult>;
