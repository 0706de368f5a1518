/** One HTTP GET over a fresh connection; while it is refused it is tried again for 0.4 s, for a server that is just starting. */
import { z } from 'zod';
import { origin } from './origin.ts';

export const httpProbe = z.strictObject({
  probe: z.literal('http'),
  from: origin,
  /** e.g. `http://10.0.0.2:8080/` */
  url: z.string(),
  timeoutMs: z.number(),
});

export const httpResult = z.strictObject({
  probe: z.literal('http'),
  /** `answered`: an HTTP status came back. The others follow curl's exit status 7, 28, and ENETUNREACH/EHOSTUNREACH. */
  outcome: z.enum(['answered', 'refused', 'timeout', 'unreachable', 'garbled']),
  status: z.int().exactOptional(),
  /** First 4 KiB of the body. */
  body: z.string().exactOptional(),
  detail: z.string(),
});
export type HttpResult = z.infer<typeof httpResult>;
