/**
 * After a failure that nobody had asked to record: the same chapter once more in a fresh sandbox, this time with every
 * state kept, up to its end. Collecting before each step of every replay would double the time of those that pass.
 */
import { join } from 'node:path';
import { replay } from '../grade/replay.ts';
import type { ReplayReport } from '../grade/report.ts';
import type { Lab } from '../lab.ts';
import { startRecorder } from './recorder.ts';

/**
 * @param lab a fresh one; the caller closes it
 * @param folder of the failure: the second run is put into its `again/`
 */
export async function replayAgain(lab: Lab, folder: string): Promise<ReplayReport> {
  const recorder = await startRecorder(lab, { into: join(folder, 'again'), env: {} });
  try {
    const report = await replay(lab, { watcher: recorder });
    await recorder.finish(report);
    return report;
  } catch (error) {
    await recorder.abort(error);
    throw error;
  }
}
