import { expect, test } from 'vitest';
import { CHAPTER } from '../testing/chapter.ts';
import { REMEMBERED, StepRuns } from './step-runs.ts';

const [step] = CHAPTER.steps;
if (!step) throw new Error('the chapter has no step');

const result = { step: step.name, host: step.host, outcome: 'ran', exit: 3, output: 'x\n', ms: 1 } as const;

test('old runs lose their output, and never their id', async () => {
  const runs = new StepRuns(CHAPTER.steps, () => {});
  let go = () => {};
  const slow = new Promise<void>((resolve) => {
    go = resolve;
  });
  const first = runs.begin('slow', step, () => slow.then(() => result));
  const ids = Array.from({ length: REMEMBERED + 2 }, (_, index) => `r${index}`);
  for (const id of ids) {
    const run = runs.begin(id, step, async () => result);
    await run.shown;
    await new Promise(setImmediate);
    expect(run.phase).toBe('finished');
  }
  runs.join('joined', first);
  go();
  await first.shown;
  const outputs = await Promise.all(ids.map(async (id) => (await runs.find(id)?.shown)?.run.output));
  expect(outputs).toEqual(['', '', '', ...Array(REMEMBERED - 1).fill('x\n')]);
  expect(await runs.find('r0')?.shown).toEqual({
    run: { ...result, output: '', reason: 'this step has run; its output is no longer kept' },
  });
  // One that has not ended has nothing to lose yet.
  expect((await runs.find('joined')?.shown)?.run).toEqual(result);
});
