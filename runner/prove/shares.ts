/**
 * Which attempts share a lab. Bringing a lab to an item's start takes far longer than an attempt, and some attempts
 * leave it as they found it: answers are only printed, and to judge is not to touch. That they do is seen from the
 * item's own solution, which ends each such share and must still pass. Pure.
 */
import type { Attempt, Subject } from './plan.ts';

/** In the order in which they run in their lab; most have one to themselves. */
export type Share = readonly Attempt[];

export function sharesOf({ type, attempts }: Pick<Subject, 'type' | 'attempts'>): Share[] {
  const solution = attempts.find(({ kind }) => kind === 'solution');
  if (!solution) return attempts.map((attempt) => [attempt]);
  const before = attempts.filter(
    (one) => one !== solution && (type === 'question' || one.kind === 'untouched'),
  );
  const alone = attempts.filter((one) => one !== solution && !before.includes(one));
  return [[...before, solution], ...alone.map((attempt) => [attempt])];
}
