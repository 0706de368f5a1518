/**
 * Every chapter in real sandboxes: its replay gives what it recorded; and each exercise fails when untouched, passes
 * after every solution, and fails each wrong attempt with the declared diagnosis.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { loadChapters } from '../chapter/load.ts';
import type { Chapter } from '../chapter/model.ts';
import type { Lab } from '../lab/lab.ts';
import { openLab } from '../lab/open.ts';
import { RECORDING_SEED } from '../lab/variables.ts';
import { momentLines, PLAIN } from '../report/text.ts';
import { driverByName } from '../sandbox/drivers.ts';
import { attempts, proveAttempt } from './proofs.ts';
import { replay } from './replay.ts';

const chapters = await loadChapters(fileURLToPath(new URL('../../chapters', import.meta.url)));

async function inLab(chapter: Chapter, seed: string, work: (lab: Lab) => Promise<void>): Promise<void> {
  const lab = await openLab(chapter, { driver: driverByName('namespaces'), seed, kinds: KINDS });
  try {
    await work(lab);
  } finally {
    await lab.close();
  }
}

test('there are chapters to replay', () => expect(chapters.length).toBeGreaterThan(0));

describe.each(chapters.map((chapter) => [chapter.id, chapter] as const))('%s', async (_id, chapter) => {
  test('replays as recorded', { timeout: 180_000 }, () =>
    inLab(chapter, RECORDING_SEED, async (lab) => {
      const report = await replay(lab);
      const bad = report.moments.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
      expect(bad.flatMap((moment) => momentLines(moment, PLAIN)).join('\n')).toBe('');
    }),
  );

  test.each(
    (await attempts(chapter)).map(({ subject, proof }) => [
      `${subject.item.id}: ${proof?.name ?? 'untouched'}`,
      subject,
      proof,
    ]),
  )('%s', { timeout: 120_000 }, (_name, subject, proof) =>
    inLab(chapter, RECORDING_SEED, async (lab) => {
      const result = await proveAttempt(lab, subject, proof);
      expect(result.found).toBe('');
    }),
  );
});
