import { expect, test } from 'vitest';
import type { Block } from '../chapter/model.ts';
import type { Attempt, Subject } from './plan.ts';
import { sharedTours, sharesOf, type Tour } from './tours.ts';

const attempt = (kind: Attempt['kind'], name: string) => ({ kind, name }) as Attempt;
const [untouched, solution, other, wrong, mutant] = [
  attempt('untouched', 'untouched'),
  attempt('solution', 'solution'),
  attempt('solution', 'solution-2'),
  attempt('wrong', 'wrong-nothing'),
  attempt('mutant', 'line 3: left out'),
] as const;

test.each<[string, Pick<Subject, 'type' | 'attempts'>, string[][]]>([
  [
    'answers share one lab, and the solution ends it',
    { type: 'question', attempts: [solution, other, wrong, mutant] },
    [['solution-2', 'wrong-nothing', 'line 3: left out', 'solution']],
  ],
  [
    'an exercise is judged untouched, then solved; all else has labs of its own',
    { type: 'exercise', attempts: [untouched, solution, other, wrong, mutant] },
    [['untouched', 'solution'], ['solution-2'], ['wrong-nothing'], ['line 3: left out']],
  ],
  [
    'without a solution to end it nothing is shared',
    { type: 'question', attempts: [wrong, mutant] },
    [['wrong-nothing'], ['line 3: left out']],
  ],
  ['a lone solution is a share', { type: 'question', attempts: [solution] }, [['solution']]],
  ['nothing to try', { type: 'exercise', attempts: [] }, []],
])('%s', (_what, subject, expected) => {
  expect(sharesOf(subject).map((share) => share.map(({ name }) => name))).toEqual(expected);
});

const exercise = (id: string): Block => ({
  type: 'exercise',
  exercise: { id, title: id, points: 1, task: [], hints: [], checks: [], line: 1 },
});
const question = (id: string): Block => ({
  type: 'question',
  question: {
    id,
    title: id,
    points: 1,
    prose: [],
    check: { id: 'answer', kind: 'answer', source: {}, line: 1 },
    hints: [],
    line: 1,
  },
});

/** Blocks of a chapter, e.g. `q1 e1 q2`, and the stops of its tours. */
function stops(items: string): string[] {
  const ids = items.split(' ').filter(Boolean);
  const isQuestion = (id: string) => id.startsWith('q');
  const blocks = ids.map((id) => (isQuestion(id) ? question(id) : exercise(id)));
  // A plan lists exercises before questions.
  const ordered = [...ids.filter((id) => !isQuestion(id)), ...ids.filter(isQuestion)];
  const subjects = ordered.map((id) =>
    isQuestion(id)
      ? { type: 'question', item: { id }, attempts: [solution, wrong] }
      : { type: 'exercise', item: { id }, attempts: [untouched, solution, mutant] },
  ) as unknown as Subject[];
  const words = (tour: Tour) =>
    tour.map(({ subject, share }) => `${subject.item.id}:${share.at(-1)?.name.split(' ')[0]}`).join(' > ');
  return sharedTours({ chapter: { blocks }, subjects }).map(words);
}

test.each([
  ['', []],
  ['e1', ['e1:solution', 'e1:line']],
  ['q1 e1', ['q1:solution > e1:solution', 'e1:line']],
  ['q1 q2 e1', ['q1:solution > q2:solution > e1:solution', 'e1:line']],
  ['e1 q1 e2', ['e1:solution', 'e1:line', 'q1:solution > e2:solution', 'e2:line']],
  ['e1 q1 q2', ['e1:solution', 'e1:line', 'q1:solution > q2:solution']],
  ['q1', ['q1:solution']],
])('questions of "%s" are answered on the way', (items, expected) => expect(stops(items)).toEqual(expected));
