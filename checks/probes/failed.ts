/** A probe that could not be made. */
import { z } from 'zod';

/** The runner could not make the probe (tool missing, namespace gone). Judged `error` unless the kind knows better. */
export const probeFailed = z.strictObject({
  probe: z.literal('failed'),
  reason: z.string(),
  /** True when the origin (host, namespace, or device to listen on) does not exist: the learner's doing, not ours. */
  originMissing: z.boolean(),
});
export type ProbeFailed = z.infer<typeof probeFailed>;
