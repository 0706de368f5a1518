import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadChapters } from '../chapter/load.ts';
import { type PlanOptions, planOf } from './plan.ts';

const [chapter] = await loadChapters(fileURLToPath(new URL('../../chapters', import.meta.url)));

/** How many attempts of each kind at the exercise that has most of them. */
async function counted(options: PlanOptions): Promise<Record<string, number>> {
  if (!chapter) throw new Error('there is no chapter');
  const { subjects } = await planOf(chapter, () => Promise.resolve(true), { ...options, only: ['server'] });
  const counts: Record<string, number> = {};
  for (const { kind } of subjects.flatMap(({ attempts }) => attempts)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

test('briefly there are a few of each kind', async () => {
  expect(await counted({ brief: true })).toEqual({ untouched: 1, solution: 2, wrong: 3, mutant: 2 });
});

test('few mutants leave all other attempts', async () => {
  const { mutant: all, ...others } = await counted({});
  expect(all).toBeGreaterThan(3);
  expect(await counted({ mutants: 3 })).toEqual({ ...others, mutant: 3 });
  expect(await counted({ brief: true, mutants: 1 })).toMatchObject({ wrong: 3, mutant: 1 });
});

test('not more mutants than there are', async () => {
  const { mutant = 0 } = await counted({ mutants: 1_000 });
  expect(mutant).toBeGreaterThan(0);
  expect(mutant).toBeLessThan(1_000);
});
