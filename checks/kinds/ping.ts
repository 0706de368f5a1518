/** Kind `ping`: ICMP echo from a host or namespace. Judges a result; sends nothing itself. */
import { z } from 'zod';
import { entryFields, timeout } from '../fields.ts';

export const schema = z.strictObject({
  ...entryFields('ping'),
  to: z.union([z.ipv4(), z.ipv6()], { error: 'must be an IP address' }),
  /** `silent`: must not reach. */
  expect: z.enum(['answered', 'silent']).default('answered'),
  /** TTL that the answer must carry. */
  ttl: z.int().min(1).max(255).optional(),
  timeout,
});
export type PingArgs = z.infer<typeof schema>;
