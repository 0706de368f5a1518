/** Kind `service`: walks the nat table for a service's address and compares where packets may go with what was asked. */
import { z } from 'zod';
import { balanceProblem, endpoint, entryFields, port, shares } from '../fields.ts';

export const schema = z
  .strictObject({
    ...entryFields('service'),
    address: z.ipv4(),
    port,
    protocol: z.enum(['tcp', 'udp']).default('tcp'),
    /** PREROUTING: packets that arrive (from pods, from other hosts). OUTPUT: packets of the host itself. */
    hook: z.enum(['PREROUTING', 'OUTPUT', 'both']).default('both'),
    endpoints: z.array(endpoint).min(1),
    /** Only the first n endpoints count. */
    take: z.int().min(1).optional(),
    shares: shares.default('equal'),
  })
  .superRefine((args, context) => {
    const problem = balanceProblem(args);
    if (problem) context.addIssue({ code: 'custom', path: [problem.path], message: problem.message });
  });
export type ServiceArgs = z.infer<typeof schema>;
