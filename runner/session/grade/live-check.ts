/** What a check says while the learner works, as the page gets it. */
import { z } from 'zod';
import { CheckResult, Verdict } from '../../../checks/verdict.ts';

/** A result, or `waiting`: not judged since the last change. */
export const LiveCheck = z
  .strictObject({
    ...CheckResult.unwrap().shape,
    verdict: z.enum([...Verdict.options, 'waiting']),
    /** Id of the check that must be mended first: this one fails for the same cause, or cannot but fail as long as that one does. */
    because: z.string().exactOptional(),
  })
  .readonly();
export type LiveCheck = z.infer<typeof LiveCheck>;
