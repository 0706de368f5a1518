import { expect, test } from 'vitest';
import { type Counted, countTests } from './count-tests.ts';

const one = (state: Counted['state']): Counted => ({ type: 'test', state, errors: 0, children: [] });
const suite = (children: Counted[], errors = 0): Counted => ({ type: 'suite', errors, children });
const file = (children: Counted[], errors = 0): Counted => ({ type: 'module', errors, children });

test.each<[string, Counted[], [passed: number, failed: number, skipped: number]]>([
  ['nothing', [], [0, 0, 0]],
  ['one of each', [file([one('passed'), suite([one('failed'), one('skipped')])])], [1, 1, 1]],
  [
    'a beforeAll that failed fails every test below it',
    [file([one('passed'), suite([one('skipped'), suite([one('skipped')])], 1)])],
    [1, 2, 0],
  ],
  ['a beforeAll of a file, too', [file([one('skipped'), suite([one('skipped')])], 1)], [0, 2, 0]],
  ['a file that does not load is one failure', [file([], 1), file([one('passed')])], [1, 1, 0]],
  [
    'an afterAll that failed is one failure beside what passed',
    [file([suite([one('passed')], 1)])],
    [1, 1, 0],
  ],
  ['a test that was never reached', [file([one('pending')])], [0, 1, 0]],
])('%s', (_, modules, [passed, failed, skipped]) => {
  expect(countTests(modules)).toEqual({ passed, failed, skipped });
});
