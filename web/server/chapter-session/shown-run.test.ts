import { expect, test } from 'vitest';
import type { StepRun } from '../../../runner/terminal/step-run.ts';
import { MAX_DIFF, MAX_OUTPUT, shownRun } from './shown-run.ts';

const run: StepRun = { step: 's', host: 'worker', outcome: 'ran', exit: 0, output: 'short\n', ms: 1 };

test('what is short stays as it is', () => {
  expect(shownRun(run, undefined)).toEqual({ run });
});

test('ten megabytes keep their beginning and end', () => {
  const output = `begin ${'x'.repeat(10_000_000)} end`;
  const { run: shown } = shownRun({ ...run, output }, undefined);
  expect(shown.output.length).toBeLessThan(MAX_OUTPUT + 200);
  expect(shown.output).toMatch(/^begin /);
  expect(shown.output).toMatch(/ end$/);
  expect(shown.output).toContain(`${output.length - MAX_OUTPUT} characters are not shown`);
});

test('a long difference is cut, and says by how much', () => {
  const diff = Array.from({ length: MAX_DIFF + 5 }, () => ({ kind: 'found', text: 'x' }) as const);
  const { comparison } = shownRun(run, { same: false, diff });
  expect(comparison?.diff).toHaveLength(MAX_DIFF + 1);
  expect(comparison?.diff.at(-1)).toEqual({ kind: 'same', text: '... 5 more lines' });
});
