/** Kind `distribution`: thousands of connections through a service, counted twice, judged by Pearson's chi-square test. */
import { z } from 'zod';
import { balanceProblem, endpoint, entryFields, shares } from '../fields.ts';

export const schema = z
  .strictObject({
    ...entryFields('distribution'),
    service: endpoint,
    endpoints: z
      .array(
        z.strictObject({
          address: endpoint,
          /** First line of what this endpoint answers. */
          answer: z.string().min(1),
        }),
      )
      .min(2),
    /** Only the first n endpoints count. */
    take: z.int().min(2).optional(),
    shares: shares.default('equal'),
    /** Hosts whose nat counters are read; absent: `host`. */
    countersOn: z.array(z.string().min(1)).min(1).optional(),
  })
  .superRefine((args, context) => {
    const problem = balanceProblem(args);
    if (problem) context.addIssue({ code: 'custom', path: [problem.path], message: problem.message });
  });
export type DistributionArgs = z.infer<typeof schema>;
