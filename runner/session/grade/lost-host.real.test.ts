/** A lab host that is gone ends the replay, instead of failing every step that is left. */
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { KINDS } from '../../../checks/kinds/index.ts';
import { loadChapter } from '../../chapter/load.ts';
import { EXIT } from '../../errors.ts';
import { sshDriver } from '../../sandbox/ssh/driver.ts';
import { startWorld } from '../../sandbox/ssh/testing/world.ts';
import { openLab } from '../open.ts';
import { replay } from './replay.ts';
import type { ReplayedMoment } from './report.ts';

const CHAPTERS = fileURLToPath(new URL('../../../chapters', import.meta.url));
const isRoot = process.getuid?.() === 0;

test.skipIf(!isRoot)(`a machine dies in mid-replay${isRoot ? '' : ' (skipped: not root)'}`, async () => {
  const world = await startWorld(['worker', 'internet']);
  onTestFinished(() => world.end());
  const driver = sshDriver({ inventory: world.inventory });
  onTestFinished(() => driver.close?.());
  const chapter = await loadChapter(CHAPTERS, '03');
  const lab = await openLab(chapter, { driver, seed: 'test', kinds: KINDS });
  onTestFinished(() => lab.close());
  const failed: ReplayedMoment[] = [];
  let killed: Promise<void> | undefined;
  const replayed = replay(lab, {
    onMoment: (moment) => {
      killed ??= world.run('kill_machine worker');
      if (moment.verdict !== 'pass') failed.push(moment);
    },
  });
  await expect(replayed).rejects.toMatchObject({
    exit: EXIT.sandbox,
    message: expect.stringMatching(/connection to worker was lost/),
  });
  await killed;
  // The step that was under way, at most.
  expect(failed.length).toBeLessThan(2);
});
