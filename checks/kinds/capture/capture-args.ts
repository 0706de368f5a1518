/** What a chapter writes for the kind `capture`. Judges nothing. */
import { z } from 'zod';
import { captureFilter, type Pattern, patternFields, patternProblem } from '../../network/packets/pattern.ts';
import { entryFields } from '../../support/entry-fields.ts';
import { deviceName } from '../../support/fields.ts';
import { stimulus } from '../../support/listening.ts';

const refuseNonsense = (pattern: Pattern, context: z.RefinementCtx) => {
  const problem = patternProblem(pattern);
  if (problem) context.addIssue({ code: 'custom', path: [problem.path], message: problem.message });
};
const counted = z
  .strictObject({
    ...patternFields,
    min: z.int().min(1).default(1),
    max: z.int().min(1).optional(),
  })
  .superRefine(refuseNonsense)
  .refine(({ min, max = min }) => min <= max, { path: ['max'], error: 'is less than min' });
const forbidden = z.strictObject(patternFields).superRefine(refuseNonsense);

export const schema = z.strictObject({
  ...entryFields('capture'),
  device: deviceName,
  /** What is sent while it listens. */
  while: stimulus,
  /** At least one: where nothing passes, the absence of a packet says nothing. */
  expect: z.array(counted).min(1, { error: 'must name a packet at least: silence proves nothing' }),
  none: z.array(forbidden).default([]),
});
export type CaptureArgs = z.infer<typeof schema>;

export function filterOf({ expect, none }: CaptureArgs): string {
  return captureFilter([...expect, ...none]);
}
