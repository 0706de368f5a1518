import { expect, it } from 'vitest';
import { parseLine } from '../chapter/markdown.ts';
import type { Prediction } from '../chapter/model.ts';
import { PLAIN } from '../report/text.ts';
import type { StepRun } from '../terminal/step-run.ts';
import { seenWords } from './seen.ts';

const same = (text: string) => text;
const INK = { ...PLAIN, italic: same, cyan: same };
const prose = (text: string) => ({ tokens: [parseLine(text, 1)], line: 1 });
const head = { id: 'p', question: prose('What?'), step: 's', line: 1 };
const mtu: Prediction = { ...head, type: 'number', of: 'mtu (\\d+)', within: 10, unit: 'bytes' };
const who: Prediction = {
  ...head,
  type: 'choices',
  choices: [
    { says: prose('an error at once'), exit: 7 },
    { says: prose('the page of `server`'), shows: 'hello' },
  ],
};
const run = (output: string, exit = 0): StepRun => ({
  step: 's',
  host: 'worker',
  outcome: 'ran',
  exit,
  output,
  ms: 1,
});

it.each<[what: string, Prediction, number, StepRun, string]>([
  ['a number that is near enough', mtu, 1455, run('mtu 1450'), 'As you expected: 1450 bytes.'],
  [
    'a number that is not',
    mtu,
    1500,
    run('mtu 1450'),
    'You expected 1500 bytes. The kernel shows 1450 bytes.',
  ],
  ['no number', mtu, 1500, run('nothing'), 'You expected 1500 bytes. The step showed no such number.'],
  ['the choice', who, 0, run('', 7), 'As you expected: an error at once.'],
  [
    'another choice',
    who,
    0,
    run('hello'),
    'You expected an error at once. The kernel shows the page of `server`.',
  ],
  [
    'no choice',
    who,
    0,
    run('?'),
    'You expected an error at once. The step showed something else than any of these.',
  ],
])('%s', (_what, prediction, expected, shown, words) => {
  expect(seenWords(prediction, expected, shown, INK)).toBe(words);
});
