import { expect, test } from 'vitest';
import { minutesOf } from './minutes.ts';
import type { Block, Exercise, Prediction, Question, Step } from './model.ts';
import { prose } from './testing/prose.ts';

const words = (count: number): Block => ({ type: 'prose', ...prose('word '.repeat(count)) });
const step = (command: string, output?: string): Block => ({
  type: 'step',
  step: { command, ...(output !== undefined && { output: { text: output, line: 1 } }) } as Step,
});
const exercise = (checks: number, hint: string): Block => ({
  type: 'exercise',
  exercise: { task: [], hints: [prose(hint)], checks: Array(checks).fill({}) } as unknown as Exercise,
});
const question = (hint: string): Block => ({
  type: 'question',
  question: { prose: [], hints: [prose(hint)] } as unknown as Question,
});
const predict = (asked: string): Block => ({
  type: 'predict',
  prediction: { type: 'number', question: prose(asked) } as Prediction,
});
const long = 'word '.repeat(1700);
const statement = { text: 'word '.repeat(340), article: 'A', author: 'B', section: 'C' };
const claim = (open: boolean): Block => ({
  type: 'aside',
  flavour: 'claim',
  claim: { id: 'A1', verdict: 'holds', open, statement },
  blocks: [words(1700)],
  line: 1,
});

test.each<[what: string, blocks: Block[], minutes: number]>([
  ['nothing', [], 1],
  ['words are read', [words(1700)], 10],
  ['code in running text is read, too', [{ type: 'prose', ...prose('`word` '.repeat(1700)) }], 10],
  ['steps are run', Array(20).fill(step('')), 5],
  ['commands are read', [step('a\n'.repeat(97))], 10],
  ['outputs are read', [step('a\n', 'b\n'.repeat(144))], 10],
  ['exercises are solved', [exercise(10, '')], 10],
  ['questions are answered', Array(5).fill(question('')), 10],
  ['predictions are thought over', Array(15).fill(predict('')), 5],
  ['notes are read', [{ type: 'aside', flavour: 'note', blocks: [words(1700)], line: 1 }], 10],
  ['a long one in steps of five', [words(170 * 43)], 45],
  ['of a claim the statement is read, and its argument is folded', [claim(false)], 2],
  ['the argument of an open one is read, too', [claim(true)], 12],
  [
    'the answer of a recall is folded',
    [{ type: 'recall', question: prose('word '.repeat(340)), answer: prose(long), line: 1 }],
    2,
  ],
  ['hints are folded', [exercise(10, long), ...Array(5).fill(question(long))], 20],
])('%s', (_what, blocks, minutes) => {
  expect(minutesOf(blocks)).toBe(minutes);
});
