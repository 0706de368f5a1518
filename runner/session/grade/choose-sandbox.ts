/** Which of the running sandboxes is meant by a learner and a chapter. Pure. */
import { slugOf } from '../../chapter/chapter-id.ts';
import { UsageError } from '../../errors.ts';
import type { SandboxRecord } from '../../sandbox/driver.ts';
import { type Learner, learnerName } from '../learner.ts';

/**
 * Without an id the only one that is the learner's, or nobody's, as those that a replay has kept; with an id that one, whose ever it is.
 * @throws UsageError when there is none, or more than one
 */
export function chooseSandbox(
  running: readonly SandboxRecord[],
  learner: Learner,
  chapter: string,
  id?: string,
): SandboxRecord {
  const name = learnerName(learner);
  const found = running
    .filter((one) => isOf(one, chapter))
    .filter((one) => (id === undefined ? (one.labels.learner ?? name) === name : one.id === id));
  const [only, ...others] = found;
  if (!only) {
    throw new UsageError(
      `No sandbox of ${chapter} is running${id ? ` with the id ${id}` : ''}.`,
      `Open the chapter in the page, or build one: npx wirebook replay ${chapter} --keep`,
    );
  }
  if (others.length > 0) {
    const ids = found.map((record) => record.id).join(', ');
    throw new UsageError(
      `${found.length} sandboxes of ${chapter} are running: ${ids}.`,
      'Choose one with --id.',
    );
  }
  return only;
}

/** Whether the sandbox is of that chapter, which may have had another number when it was made. */
export function isOf({ labels }: SandboxRecord, chapter: string): boolean {
  return slugOf(labels.chapter ?? '') === slugOf(chapter);
}
