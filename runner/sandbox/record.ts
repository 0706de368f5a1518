/** Enough to find a kept sandbox again from another process. */
import { z } from 'zod';
import { topologySchema } from '../../checks/network/topology.ts';

const words = z.record(z.string(), z.string());

export const recordSchema = z.strictObject({
  id: z.string(),
  driver: z.string(),
  topology: topologySchema,
  variables: words,
  /** The owner's own; no driver reads them. */
  labels: words,
  createdAt: z.string(),
});
export type SandboxRecord = Readonly<z.infer<typeof recordSchema>>;
