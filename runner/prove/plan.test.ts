import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { loadChapters } from '../chapter/load.ts';
import { UsageError } from '../errors.ts';
import { type PlanOptions, planOf } from './plan.ts';

const chapters = await loadChapters(fileURLToPath(new URL('../../chapters', import.meta.url)));
const chapter = chapters.find(({ id }) => id === '01-network-namespaces');

/** How many attempts of each kind at the exercise that has most of them. */
async function counted(options: PlanOptions): Promise<Record<string, number>> {
  if (!chapter) throw new Error('there is no chapter');
  const { subjects } = await planOf(chapter, () => Promise.resolve(true), { ...options, only: ['server'] });
  const counts: Record<string, number> = {};
  for (const { kind } of subjects.flatMap(({ attempts }) => attempts)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

const brief = { rotation: 'a commit' };

test('briefly there are untouched, the first solution and one of the rest', async () => {
  const { untouched, solution = 0, wrong = 0, mutant = 0 } = await counted({ brief });
  expect(untouched).toBe(1);
  expect(solution).toBeGreaterThan(0);
  expect(solution + wrong + mutant).toBe(2);
});

test('another rotation tries others, until all had their turn', async () => {
  if (!chapter) throw new Error('there is no chapter');
  const tried = async (options: PlanOptions) => {
    const { subjects } = await planOf(chapter, () => Promise.resolve(true), { ...options, only: ['server'] });
    return subjects.flatMap(({ attempts }) => attempts).filter(({ kind }) => kind !== 'mutant');
  };
  const seen = new Set<string>();
  for (let commit = 0; commit < 100; commit += 1) {
    for (const { name } of await tried({ brief: { rotation: `commit ${commit}` } })) seen.add(name);
  }
  expect([...seen].sort()).toEqual((await tried({})).map(({ name }) => name).sort());
});

test('bash is asked about no more mutants than are tried', async () => {
  if (!chapter) throw new Error('there is no chapter');
  const asked: string[] = [];
  const readable = async (script: string) => asked.push(script) > 1;
  const { subjects } = await planOf(chapter, readable, { brief, mutants: 1, only: ['server'] });
  const [mutant] = subjects.flatMap(({ attempts }) => attempts).filter(({ kind }) => kind === 'mutant');
  expect(mutant).toMatchObject({ mutant: { sections: [{ script: asked[1] }] } });
  expect(asked).toHaveLength(2);
});

test('few mutants leave all other attempts', async () => {
  const { mutant: all, ...others } = await counted({});
  expect(all).toBeGreaterThan(3);
  expect(await counted({ mutants: 3 })).toEqual({ ...others, mutant: 3 });
  expect(await counted({ brief, mutants: 2 })).toMatchObject({ mutant: 2 });
});

test('not more mutants than there are', async () => {
  const { mutant = 0 } = await counted({ mutants: 1_000 });
  expect(mutant).toBeGreaterThan(0);
  expect(mutant).toBeLessThan(1_000);
});

test('what bash would refuse is no plan, but a mistake with file and line', async () => {
  const root = await mkdtemp(join(tmpdir(), 'plan-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await cp(fileURLToPath(new URL('../testing/chapters', import.meta.url)), root, { recursive: true });
  const [small] = await loadChapters(root);
  if (!small) throw new Error('there is no chapter');
  const planned = () => planOf(small, () => Promise.resolve(true));
  expect((await planned()).subjects).toHaveLength(2);
  const file = join(small.folder, 'proofs/a-namespace/solution.sh');
  await writeFile(file, "# host: worker\nip netns exec x sh -c '\n  ip link set lo up; }\n'\n");
  const refused = await planned().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UsageError);
  expect(String(refused)).toMatch(/a-namespace\/solution\.sh:3: bash syntax: unexpected token '}'/);
});
