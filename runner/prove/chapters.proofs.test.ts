/**
 * Of each chapter's exercises and questions: untouched, solutions, wrong attempts, mutants, undoings, a few of each (all
 * of them, some twelve hundred, are for `wirebook prove --all`). Attempts of all chapters share one queue, so that this
 * is a file by itself, after all others.
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { loadChapters } from '../chapter/load.ts';
import { eachWith } from '../each-with.ts';
import { inTurns } from '../in-turns.ts';
import { troubleLines } from '../report/proof-text.ts';
import { PLAIN } from '../report/text.ts';
import { driverByName } from '../sandbox/drivers.ts';
import { patient } from '../slowdown.ts';
import { openProver, type Prover } from './prove.ts';

/** Attempts mostly wait. */
const AT_A_TIME = 16 * availableParallelism();

const driver = driverByName('namespaces');
/** The short ways to starts are worth finding for hundreds of attempts only. */
const OPTIONS = { driver, kinds: KINDS, brief: true, exact: true };
const chapters = await loadChapters(fileURLToPath(new URL('../../chapters', import.meta.url)));
const provers = await Promise.all(chapters.map((chapter) => openProver(chapter, OPTIONS)));

/** What kept an attempt from being made, by the chapter and item: it must not keep others from theirs. */
const broken = new Map<string, unknown>();
const key = (prover: Prover, item: string) => `${prover.plan.chapter.id} ${item}`;

beforeAll(async () => {
  const tasks = inTurns(provers.map((prover) => prover.tasks.map((task) => ({ prover, ...task }))));
  await eachWith(AT_A_TIME, tasks, async ({ prover, item, run }) => {
    await run().catch((error: unknown) => broken.set(key(prover, item), error));
  });
}, patient(1_200_000));

test('there is something to prove', () => expect(provers.length).toBeGreaterThan(0));

describe.each(provers.map((prover) => [prover.plan.chapter.id, prover] as const))('%s', (_id, prover) => {
  test.each(prover.plan.subjects.map(({ item }) => item.id))('%s: its checks are proved', (id) => {
    expect(broken.get(key(prover, id))).toBeUndefined();
    expect(prover.item(id).attempts.length).toBeGreaterThan(1);
    expect(troubleLines(prover.item(id), PLAIN).join('\n')).toBe('');
  });
});
