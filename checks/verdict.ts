/**
 * Verdicts and their evidence. Plain values; knows nothing of how they were found or are shown. Schemas, because results
 * also come back from where they were sent or stored: the page holds each message against them.
 */
import { z } from 'zod';

/** `error` means "could not look": it never passes, is never turned round, never blames the learner. */
export const Verdict = z.enum(['pass', 'fail', 'error', 'skip']);
export type Verdict = z.infer<typeof Verdict>;

const Evidence = z
  .strictObject({
    host: z.string().exactOptional(),
    /** Name of the network namespace, absent for the host's own. */
    netns: z.string().exactOptional(),
    /** A command the learner can type on that host to see the same. */
    command: z.string().exactOptional(),
    expected: z.string().exactOptional(),
    found: z.string(),
  })
  .readonly();
/** One thing that was looked at, and the command that would show it to the learner. */
export type Evidence = z.infer<typeof Evidence>;

/** A judged check of an exercise. */
export const CheckResult = z
  .strictObject({
    id: z.string(),
    kind: z.string(),
    title: z.string(),
    verdict: Verdict,
    /** One sentence in plain words. For `fail` it names the likely mistake, for `error` what could not be read. */
    diagnosis: z.string(),
    evidence: z.array(Evidence).readonly(),
    /** What is not there, so that there was nothing to look into: "namespace server on worker". Checks that miss the same fail for one cause. */
    missing: z.string().exactOptional(),
    /** Time taken, milliseconds (0 for a pure judgement of an existing state). */
    ms: z.number(),
  })
  .readonly();
export type CheckResult = z.infer<typeof CheckResult>;

/** What a judgement says: the verdict, and in one sentence why. */
export type Judgement = Omit<CheckResult, 'id' | 'kind' | 'title' | 'ms'>;
