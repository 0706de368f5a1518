/** ICMP echo, repeated until one answer or the deadline. */
import { z } from 'zod';
import { origin } from './origin.ts';

export const pingProbe = z.strictObject({
  probe: z.literal('ping'),
  from: origin,
  to: z.string(),
  timeoutMs: z.number(),
});

export const pingResult = z.strictObject({
  probe: z.literal('ping'),
  outcome: z.enum(['answered', 'silent', 'unreachable']),
  ttl: z.int().exactOptional(),
  detail: z.string(),
});
export type PingResult = z.infer<typeof pingResult>;
