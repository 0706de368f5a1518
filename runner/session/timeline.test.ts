import { expect, test } from 'vitest';
import type { Block, Step } from '../chapter/model.ts';
import { stepTrouble } from './advance.ts';
import { momentName, stretch, timeline } from './timeline.ts';

const step = (name: string, more: Partial<Step> = {}): Step => ({
  name,
  host: 'worker',
  command: 'true\n',
  exit: 0,
  timeoutMs: 1000,
  background: false,
  interactive: false,
  setup: false,
  line: 1,
  ...more,
});
const stepBlock = (name: string): Block => ({ type: 'step', step: step(name) });

const blocks: Block[] = [
  { type: 'prose', tokens: [], line: 1 },
  stepBlock('a'),
  { type: 'aside', flavour: 'really', blocks: [stepBlock('b')], line: 2 },
  {
    type: 'exercise',
    exercise: { id: 'ex', title: 'Ex', points: 1, task: [stepBlock('c')], hints: [], checks: [], line: 3 },
  },
  stepBlock('d'),
  {
    type: 'question',
    question: {
      id: 'q',
      title: 'Q',
      points: 1,
      prose: [],
      check: { id: 'answer', kind: 'answer', source: {}, line: 4 },
      hints: [],
      line: 4,
    },
  },
];

test('steps inside asides, exercises and questions stand where a reader meets them', () => {
  expect(timeline({ blocks }).map(momentName)).toEqual(['a', 'b', 'c', 'ex', 'd', 'q']);
});

test.each([
  ['a', {}, []],
  ['c', {}, ['a', 'b']],
  ['ex', {}, ['a', 'b', 'c']],
  ['ex', { through: true }, ['a', 'b', 'c', 'ex']],
  ['d', { from: 'c' }, ['c', 'ex']],
  ['keys', {}, ['a', 'b', 'c', 'ex', 'd']],
  ['keys', { from: 'd', through: true }, ['d']],
  ['a', { from: 'd' }, []],
])('the way to %s, %o', (target, options, names) => {
  const keys: Block = { type: 'step', step: step('keys', { interactive: true }) };
  const chapter = { id: '01-small', blocks: [...blocks, keys] };
  expect(stretch(chapter, target, options).map(momentName)).toEqual(names);
});

test('a place that the chapter does not have', () => {
  expect(() => stretch({ id: '01-small', blocks }, 'z')).toThrow('01-small has no step');
});

test.each([
  ['as the chapter says', step('s', { exit: 7 }), { outcome: 'ran', exit: 7 }, undefined],
  ['another status', step('s'), { outcome: 'ran', exit: 1 }, /exit status 1, the chapter says 0/],
  [
    'no end',
    step('s'),
    { outcome: 'timeout', exit: 130, reason: 'stopped after 4 s (Ctrl-C)' },
    /stopped after 4 s/,
  ],
  ['refused', step('s'), { outcome: 'refused', exit: null, reason: 'vim is there' }, /vim is there/],
  ['ended its shell as announced', step('s', { exit: 3 }), { outcome: 'shell-ended', exit: 3 }, undefined],
] as const)('a step that ends %s', (_name, subject, run, trouble) => {
  const found = stepTrouble(subject, { step: 's', host: 'worker', output: '', ms: 1, ...run });
  if (trouble === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(trouble);
});
