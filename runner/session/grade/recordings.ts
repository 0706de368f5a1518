/** What `replay --update` writes: the new recording of each step whose output differed. Pure. */
import type { Chapter } from '../../chapter/model.ts';
import { recordOutput } from '../steps/record.ts';
import type { ReplayReport } from './report.ts';

/** Step name -> recording. A step that did not end as the chapter says is never recorded. */
export function newRecordings(chapter: Pick<Chapter, 'steps'>, report: ReplayReport): Map<string, string> {
  const recordings = new Map<string, string>();
  for (const moment of report.moments) {
    if (moment.type !== 'step' || !moment.run || !moment.comparison || moment.comparison.same) continue;
    const recorded = chapter.steps.find(({ name }) => name === moment.id)?.output?.text;
    recordings.set(moment.id, recordOutput(recorded, moment.run.output));
  }
  return recordings;
}
