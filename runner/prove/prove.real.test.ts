/** Proofs in real sandboxes: attempts that share one do not spoil it for each other unseen. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { loadChapters } from '../chapter/load.ts';
import { driverByName } from '../sandbox/drivers.ts';
import { openProver, type Prover } from './prove.ts';

const CHAPTERS = fileURLToPath(new URL('../testing/chapters', import.meta.url));
const QUESTION = 'whose-stack';
const EXERCISE = 'a-namespace';
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'wirebook-prove-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Of a copy of the small chapter with these proofs of its question written over. */
async function prover(
  name: string,
  scripts: Readonly<Record<string, string>>,
  only: readonly string[],
): Promise<Prover> {
  const chapters = join(scratch, name);
  await cp(CHAPTERS, chapters, { recursive: true });
  const folder = join(chapters, '01-a-small-chapter');
  for (const [file, script] of Object.entries(scripts)) {
    await writeFile(join(folder, 'proofs', QUESTION, file), script);
  }
  const [chapter] = await loadChapters(chapters);
  if (!chapter) throw new Error('no chapter');
  const driver = driverByName('namespaces');
  const brief = { rotation: 'x' };
  const proving = await openProver(chapter, { driver, kinds: KINDS, brief, exact: true, only });
  for (const task of proving.tasks) await task.run();
  return proving;
}

/** An answer after which the program cannot be run. */
const spoils = (program: string) => `# host: worker
# fails: answer
# says: inode
mount --bind /dev/null "$(command -v ${program})" && echo 1
`;

/** What was tried again in a lab of its own. */
const triedAgain = (proving: Prover, id: string) =>
  proving
    .item(id)
    .attempts.filter(({ first }) => first !== undefined)
    .map(({ name }) => name);

const bad = (proving: Prover, id: string) => proving.item(id).attempts.filter(({ ok }) => !ok);

test('answers share one sandbox, in one task', async () => {
  const proving = await prover('plain', {}, [QUESTION]);
  expect(proving.tasks.map(({ items }) => items)).toEqual([[QUESTION]]);
  // The solution, and three of the others.
  expect(proving.item(QUESTION).attempts).toHaveLength(4);
  expect(bad(proving, QUESTION)).toEqual([]);
  expect(triedAgain(proving, QUESTION)).toEqual([]);
});

test('an answer that spoils it for the solution is found out, and each is tried by itself', async () => {
  const proving = await prover('spoilt', { 'wrong-client.sh': spoils('readlink') }, [QUESTION]);
  expect(bad(proving, QUESTION)).toEqual([]);
  expect(triedAgain(proving, QUESTION)).toContain('solution');
});

test('a lab answers the question that it passes on its way to an exercise', async () => {
  const proving = await prover('tour', {}, [QUESTION, EXERCISE]);
  expect(proving.tasks.map(({ items }) => items)).toContainEqual([QUESTION, EXERCISE]);
  expect(proving.tasks.map(({ items }) => items)).not.toContainEqual([QUESTION]);
  for (const id of [QUESTION, EXERCISE]) {
    expect(bad(proving, id)).toEqual([]);
    expect(triedAgain(proving, id)).toEqual([]);
    expect(proving.item(id).attempts.length).toBeGreaterThan(3);
  }
});

test('an answer that spoils it for the exercise behind it is found out, too', async () => {
  const proving = await prover('spoilt-tour', { 'wrong-client.sh': spoils('ip') }, [QUESTION, EXERCISE]);
  expect(bad(proving, EXERCISE)).toEqual([]);
  expect(triedAgain(proving, EXERCISE)).toContain('solution');
});
