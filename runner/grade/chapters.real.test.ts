/**
 * Every chapter in real sandboxes: its replay gives what it recorded; and of each exercise and question the whole matrix
 * is proved: untouched, solutions, wrong attempts, mutants, undoings.
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { loadChapters } from '../chapter/load.ts';
import { eachWith } from '../each-with.ts';
import { openLab } from '../lab/open.ts';
import { RECORDING_SEED } from '../lab/variables.ts';
import { openProver } from '../prove/prove.ts';
import { troubleLines } from '../report/proof-text.ts';
import { momentLines, PLAIN } from '../report/text.ts';
import { driverByName } from '../sandbox/drivers.ts';
import { replay } from './replay.ts';

const chapters = await loadChapters(fileURLToPath(new URL('../../chapters', import.meta.url)));
const driver = driverByName('namespaces');

test('there are chapters to replay', () => expect(chapters.length).toBeGreaterThan(0));

describe.each(chapters.map((chapter) => [chapter.id, chapter] as const))('%s', async (_id, chapter) => {
  test('replays as recorded', { timeout: 180_000 }, async () => {
    const lab = await openLab(chapter, { driver, seed: RECORDING_SEED, kinds: KINDS });
    try {
      const report = await replay(lab);
      const bad = report.moments.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
      expect(bad.flatMap((moment) => momentLines(moment, PLAIN)).join('\n')).toBe('');
    } finally {
      await lab.close();
    }
  });

  const prover = await openProver(chapter, { driver, kinds: KINDS });
  test.each(prover.plan.subjects.map(({ item }) => item.id))(
    '%s: its checks are proved',
    { timeout: 600_000 },
    async (id) => {
      const tasks = prover.tasks.filter(({ item }) => item === id);
      await eachWith(2 * availableParallelism(), tasks, ({ run }) => run());
      expect(troubleLines(prover.item(id), PLAIN).join('\n')).toBe('');
    },
  );
});
