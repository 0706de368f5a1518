/** Reads a text file of a host, unseen by the learner. Judges nothing. */
import type { FileProbe, FileResult } from '../../../checks/probes/file.ts';
import type { Hosts } from '../../sandbox/driver.ts';
import { besideHost } from '../beside-host.ts';
import { GeneratorFailed, runHidden } from './generator.ts';

const LIMIT = 65_536;
const DEADLINE_MS = 5_000;
const argv = besideHost('observe/probes/file.pl');

/** @throws GeneratorFailed when the file cannot be read although it is there */
export async function readTextFile(sandbox: Hosts, { host, path }: FileProbe): Promise<FileResult> {
  const output = await runHidden(sandbox, { host }, [...argv, path, String(LIMIT)], '', DEADLINE_MS);
  const [said] = output.split('\n', 1);
  if (said === 'absent') return { probe: 'file' };
  if (said === 'present' || said === 'executable') {
    return { probe: 'file', content: output.slice(said.length + 1), executable: said === 'executable' };
  }
  throw new GeneratorFailed(`${path} on ${host} could not be read`);
}
