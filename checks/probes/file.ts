/** A text file of a host as it stands now. */
import { z } from 'zod';

export const fileProbe = z.strictObject({
  probe: z.literal('file'),
  host: z.string(),
  /** Absolute. */
  path: z.string(),
});

export const fileResult = z.strictObject({
  probe: z.literal('file'),
  /** Its first 64 KiB; absent when there is no such file. */
  content: z.string().exactOptional(),
  /** Root may execute it. */
  executable: z.boolean().exactOptional(),
});
export type FileResult = z.infer<typeof fileResult>;
