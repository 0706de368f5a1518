/** A lab in a fresh sandbox for a command that a person waits for: with progress, and ended with the command. */
import { KINDS } from '../../checks/kinds/index.ts';
import type { Chapter } from '../chapter/model.ts';
import type { Driver } from '../sandbox/driver.ts';
import type { Lab } from '../session/lab.ts';
import { LOCAL } from '../session/learner.ts';
import { openLab } from '../session/open.ts';
import type { Context } from './context.ts';
import type { Progress } from './progress.ts';

export interface FreshLabOptions {
  readonly driver: Driver;
  readonly seed: string;
  readonly progress: Progress;
}

export async function freshLab(
  chapter: Chapter,
  { cleanup }: Context,
  { driver, seed, progress }: FreshLabOptions,
): Promise<Lab> {
  progress.show('building the sandbox');
  const onProgress = (what: string) => progress.show(what);
  const lab = await openLab(chapter, { driver, learner: LOCAL, seed, kinds: KINDS, onProgress });
  cleanup.add(() => lab.close());
  return lab;
}
