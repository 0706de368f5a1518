/** What passes several devices while things are fetched: all of them are listened to before the first is asked for. */
import { z } from 'zod';
import { captured } from './capture.ts';
import { probeFailed } from './failed.ts';
import { httpProbe, httpResult } from './http.ts';
import { origin } from './origin.ts';

export const hopsProbe = z.strictObject({
  probe: z.literal('hops'),
  points: z.array(z.strictObject({ at: origin, device: z.string() })).readonly(),
  /** pcap-filter(7) */
  filter: z.string(),
  /** A capture ends when it has so many. */
  packets: z.int(),
  /** At the same time. */
  stimuli: z.array(httpProbe).readonly(),
});
export type HopsProbe = z.infer<typeof hopsProbe>;

export const hopsResult = z.strictObject({
  probe: z.literal('hops'),
  /** One for each point, in that order. */
  captures: z.array(captured).readonly(),
  /** One for each stimulus, in that order. */
  stimuli: z.array(z.discriminatedUnion('probe', [httpResult, probeFailed])).readonly(),
});
export type HopsResult = z.infer<typeof hopsResult>;
