/** What the kernel would do with packets of its own, by `ip route get`: nothing is sent. */
import { z } from 'zod';
import { origin } from './origin.ts';

export const lookupProbe = z.strictObject({
  probe: z.literal('lookup'),
  from: origin,
  /** IPv4 */
  addresses: z.array(z.string()).readonly(),
});

/** `unreachable`: no packet leaves, for want of a route or because one refuses. */
const decision = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('gateway'), gateway: z.string(), detail: z.string() }),
  z.strictObject({
    is: z.enum(['on-link', 'unreachable', 'local', 'broadcast', 'multicast']),
    detail: z.string(),
  }),
]);
export type Decision = z.infer<typeof decision>;

export const lookupResult = z.strictObject({
  probe: z.literal('lookup'),
  /** One for each address, in that order. */
  decisions: z.array(decision).readonly(),
});
