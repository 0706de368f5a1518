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

const CHAPTER = fileURLToPath(new URL('../../chapters/01-network-namespaces', import.meta.url));
const QUESTION = 'pid1-inode';
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'wirebook-prove-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Of a copy of chapter 01 with these proofs of its question written over. */
async function prover(name: string, scripts: Readonly<Record<string, string>>): Promise<Prover> {
  const chapters = join(scratch, name);
  const folder = join(chapters, '01-network-namespaces');
  await cp(CHAPTER, folder, { recursive: true });
  for (const [file, script] of Object.entries(scripts)) {
    await writeFile(join(folder, 'proofs', QUESTION, file), script);
  }
  const [chapter] = await loadChapters(chapters);
  if (!chapter) throw new Error('no chapter');
  const driver = driverByName('namespaces');
  return openProver(chapter, {
    driver,
    kinds: KINDS,
    brief: { rotation: 'x' },
    exact: true,
    only: [QUESTION],
  });
}

/** The solution reads a link, and after this it cannot. */
const SPOILING = `# host: worker
# fails: answer
# says: inode
mount --bind /dev/null "$(command -v readlink)" && echo 1
`;

test('answers share one sandbox, in one task', async () => {
  const { tasks, item } = await prover('plain', {});
  expect(tasks.map(({ items }) => items)).toEqual([[QUESTION]]);
  for (const task of tasks) await task.run();
  const { attempts } = item(QUESTION);
  expect(attempts.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['solution', 'solution-stat', 'wrong-client']),
  );
  expect(attempts.filter(({ ok, first }) => !ok || first !== undefined)).toEqual([]);
});

test('an answer that spoils it for the solution is found out, and each is tried by itself', async () => {
  const spoilt = await prover('spoilt', { 'wrong-client.sh': SPOILING });
  for (const task of spoilt.tasks) await task.run();
  const { attempts } = spoilt.item(QUESTION);
  expect(attempts.filter(({ ok }) => !ok)).toEqual([]);
  expect(attempts.filter(({ first }) => first !== undefined)).toEqual([
    expect.objectContaining({ name: 'solution', first: expect.stringContaining('solution: ') }),
  ]);
});
