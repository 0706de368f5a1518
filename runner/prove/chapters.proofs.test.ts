/**
 * Of each chapter's exercises and questions: untouched, the first solution with its reverts, and one or a few of the rest,
 * others for each commit (all of them, some thirteen hundred, are for `wirebook prove --all`).
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { loadChapters } from '../chapter/load.ts';
import { troubleLines } from '../report/proof-text.ts';
import { PLAIN } from '../report/text.ts';
import { driverByName } from '../sandbox/drivers.ts';
import { openProver } from './prove.ts';
import { currentRotation } from './rotation.ts';

const folder = fileURLToPath(new URL('../../chapters', import.meta.url));
const rotation = currentRotation(folder, 'no commit');
/** The short ways to starts are worth finding for hundreds of attempts only. */
const options = { driver: driverByName('namespaces'), kinds: KINDS, brief: { rotation }, exact: true };
const chapters = await loadChapters(folder);
const provers = await Promise.all(chapters.map((chapter) => openProver(chapter, options)));

test('there is something to prove', () => expect(provers.length).toBeGreaterThan(0));

/** As many at a time as vitest.config.ts says. */
describe.concurrent.each(provers.map((prover) => [prover.plan.chapter.id, prover] as const))(
  '%s',
  (_id, prover) => {
    test.each(prover.plan.subjects.map(({ item }) => item.id))('%s: its checks are proved', async (id) => {
      for (const { items, run } of prover.tasks) if (items.includes(id)) await run();
      expect(prover.item(id).attempts.length).toBeGreaterThan(1);
      const again = `to try the same ones: wirebook prove ${prover.plan.chapter.id} --item ${id} --brief --exact --rotation ${rotation}`;
      expect(troubleLines(prover.item(id), PLAIN).join('\n'), again).toBe('');
    });
  },
);
