/** What running a step gave. Plain values: made by run.ts, judged by compare.ts, shown by report and web; the page holds messages against the schemas. */
import { z } from 'zod';

/** What has the terminal: a program, a command of the shell itself (a loop, a builtin), or one that is not finished (an open quote). */
export const Busy = z
  .strictObject({
    by: z.enum(['program', 'shell', 'unfinished']),
    /** The program's name, when it could be found. */
    program: z.string().exactOptional(),
  })
  .readonly();
export type Busy = z.infer<typeof Busy>;

export const StepRun = z
  .strictObject({
    step: z.string(),
    host: z.string(),
    /** `ran`: a status came back. `timeout`: it was interrupted. `shell-ended`: the command ended its own shell. `refused`: nothing was typed, `reason` says why. `skipped`: nor then, for the host's kernel lacks what the step needs. */
    outcome: z.enum(['ran', 'timeout', 'shell-ended', 'refused', 'skipped']),
    exit: z.number().nullable(),
    /** Exactly the bytes between the marks as UTF-8, CR LF as LF. */
    output: z.string(),
    ms: z.number(),
    reason: z.string().exactOptional(),
    /** Set when it was refused because a command of the learner's own has the terminal. */
    busy: Busy.exactOptional(),
  })
  .readonly();
export type StepRun = z.infer<typeof StepRun>;

/** Did the shell get the command at all? */
export function wasTyped({ outcome }: Pick<StepRun, 'outcome'>): boolean {
  return outcome !== 'refused' && outcome !== 'skipped';
}

const DiffLine = z.strictObject({ kind: z.enum(['same', 'recorded', 'found']), text: z.string() }).readonly();
export type DiffLine = z.infer<typeof DiffLine>;

/** Output held against the recording. */
export const Comparison = z
  .strictObject({
    same: z.boolean(),
    /** Line by line; only when not the same. */
    diff: z.array(DiffLine).readonly(),
  })
  .readonly();
export type Comparison = z.infer<typeof Comparison>;
