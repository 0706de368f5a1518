/** One packet, followed through all hosts: which hooks, rules, routes and interfaces it came to, and what became of it. */
import { z } from 'zod';
import { journeySchema } from '../network/journey/journey.ts';
import { origin } from './origin.ts';

export const journeyProbe = z.strictObject({
  probe: z.literal('journey'),
  from: origin,
  protocol: z.enum(['tcp', 'udp', 'icmp']),
  /** IPv4 */
  address: z.string(),
  /** Of tcp and udp. */
  port: z.int().exactOptional(),
});
export type JourneyProbe = z.infer<typeof journeyProbe>;

export const journeyResult = z.strictObject({ probe: z.literal('journey'), journey: journeySchema });
