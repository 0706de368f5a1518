/** ICMP echo requests over IPv4 that must not be cut (DF), size after size, each repeated until something comes of it or the deadline. */
import { z } from 'zod';
import { origin } from './origin.ts';

export const mtuProbe = z.strictObject({
  probe: z.literal('mtu'),
  from: origin,
  to: z.string(),
  /** Bytes of the IP packet, ascending. The first that is not answered is the last that is sent. */
  sizes: z.array(z.int()).readonly(),
  /** For each size. */
  timeoutMs: z.number(),
});

const sizedEcho = z.strictObject({
  size: z.int(),
  /** `refused-here`: EMSGSIZE; `refused-on-the-way`: ICMP "fragmentation needed" (RFC 1191), `detail` says by whom and what it can pass on. */
  outcome: z.enum(['answered', 'refused-here', 'refused-on-the-way', 'silent', 'unreachable']),
  detail: z.string(),
});
export type SizedEcho = z.infer<typeof sizedEcho>;

export const mtuResult = z.strictObject({ probe: z.literal('mtu'), echoes: z.array(sizedEcho).readonly() });
export type MtuResult = z.infer<typeof mtuResult>;
