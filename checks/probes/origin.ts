/** Where a probe starts. */
import { z } from 'zod';

/** A host and, optionally, a named network namespace of it. */
export const origin = z.strictObject({ host: z.string(), netns: z.string().exactOptional() });
export type Origin = z.infer<typeof origin>;
