/** Every chapter in a real sandbox: its replay gives what it recorded. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { KINDS } from '../../../checks/kinds/index.ts';
import { loadChapters } from '../../chapter/load.ts';
import { momentLines, PLAIN } from '../../report/text.ts';
import { driverByName } from '../../sandbox/drivers.ts';
import { patient } from '../../slowdown.ts';
import { openLab } from '../open.ts';
import { RECORDING_SEED } from '../variables.ts';
import { replay } from './replay.ts';

const chapters = await loadChapters(fileURLToPath(new URL('../../../chapters', import.meta.url)));

test('there are chapters to replay', () => expect(chapters.length).toBeGreaterThan(0));

/** As many at a time as vitest.config.ts says. */
test.concurrent.each(chapters.map((chapter) => [chapter.id, chapter] as const))(
  '%s replays as recorded',
  { timeout: patient(180_000) },
  async (_id, chapter) => {
    const driver = driverByName('namespaces');
    const lab = await openLab(chapter, { driver, seed: RECORDING_SEED, kinds: KINDS });
    try {
      const report = await replay(lab);
      const bad = report.moments.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
      expect(bad.flatMap((moment) => momentLines(moment, PLAIN)).join('\n')).toBe('');
    } finally {
      await lab.close();
    }
  },
);
