/**
 * Which attempts share a lab. Bringing a lab to an item's start takes far longer than an attempt, and some attempts
 * leave it as they found it: answers are only printed, and to judge is not to touch. That they do is seen from the
 * item's own solution, which ends each such share and must still pass. So a lab on its way to an exercise can have the
 * questions answered that it passes. Pure.
 */
import type { Chapter } from '../chapter/model.ts';
import { momentName, timeline } from '../session/timeline.ts';
import type { Attempt, Plan, Subject } from './plan.ts';

/** In the order in which they run at one item's start; most have a lab to themselves. */
export type Share = readonly Attempt[];

/** A lab's way through its chapter: at each stop it is at that item's start. Only the last stop may change it. */
export type Tour = readonly Stop[];

export interface Stop {
  readonly subject: Subject;
  readonly share: Share;
}

export function sharesOf({ type, attempts }: Pick<Subject, 'type' | 'attempts'>): Share[] {
  const solution = attempts.find(({ kind }) => kind === 'solution');
  if (!solution) return attempts.map((attempt) => [attempt]);
  const before = attempts.filter(
    (one) => one !== solution && (type === 'question' || one.kind === 'untouched'),
  );
  const alone = attempts.filter((one) => one !== solution && !before.includes(one));
  return [[...before, solution], ...alone.map((attempt) => [attempt])];
}

/** A tour for each share. */
export function singleTours({ subjects }: Pick<Plan, 'subjects'>): Tour[] {
  return subjects.flatMap((subject) => sharesOf(subject).map((share) => [{ subject, share }]));
}

/** As few tours as there can be when every step is run: a question is answered on the way to an exercise behind it. */
export function sharedTours({
  chapter,
  subjects,
}: {
  readonly chapter: Pick<Chapter, 'blocks'>;
  readonly subjects: readonly Subject[];
}): Tour[] {
  const order = timeline(chapter).map(momentName);
  const place = ([stop]: Tour) => order.indexOf(stop?.subject.item.id ?? '');
  const tours = singleTours({ subjects }).sort((a, b) => place(a) - place(b));
  const isQuestion = ([stop]: Tour) => stop?.subject.type === 'question';
  let left = tours.filter(isQuestion);
  const passing = tours
    .filter((tour) => !isQuestion(tour))
    .map((tour) => {
      const passed = left.filter((question) => place(question) < place(tour));
      left = left.filter((question) => !passed.includes(question));
      return [...passed.flat(), ...tour];
    });
  return left.length === 0 ? passing : [...passing, left.flat()];
}
