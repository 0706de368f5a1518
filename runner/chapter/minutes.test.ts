import { expect, test } from 'vitest';
import { minutesOf } from './minutes.ts';
import type { Chapter, Exercise, Prediction, Question, Step } from './model.ts';
import { prose } from './testing/prose.ts';

const words = (count: number): Chapter['blocks'] => [{ type: 'prose', ...prose('word '.repeat(count)) }];
const none: Parameters<typeof minutesOf>[0] = {
  blocks: [],
  steps: [],
  exercises: [],
  questions: [],
  predictions: [],
};
const step = (command: string, output?: string) =>
  ({ command, ...(output !== undefined && { output: { text: output, line: 1 } }) }) as Step;

test.each<[what: string, chapter: Partial<typeof none>, minutes: number]>([
  ['nothing', {}, 1],
  ['words are read', { blocks: words(1700) }, 10],
  [
    'code in running text is read, too',
    { blocks: [{ type: 'prose', ...prose('`word` '.repeat(1700)) }] },
    10,
  ],
  ['steps are run', { steps: Array(20).fill(step('')) }, 5],
  ['commands are read', { steps: [step('a\n'.repeat(97))] }, 10],
  ['outputs are read', { steps: [step('a\n', 'b\n'.repeat(144))] }, 10],
  ['exercises are solved', { exercises: [{ checks: Array(10).fill({}) } as unknown as Exercise] }, 10],
  ['questions are answered', { questions: Array(5).fill({} as Question) }, 10],
  ['predictions are thought over', { predictions: Array(15).fill({} as Prediction) }, 5],
  ['a long one in steps of five', { blocks: words(170 * 43) }, 45],
])('%s', (_what, chapter, minutes) => {
  expect(minutesOf({ ...none, ...chapter })).toBe(minutes);
});
