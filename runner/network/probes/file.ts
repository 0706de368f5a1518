/** Reads a text file of a host, unseen by the learner. Judges nothing. */
import type { FileProbe, FileResult } from '../../../checks/probe.ts';
import type { Hosts } from '../../sandbox/driver.ts';
import { GeneratorFailed, runHidden } from './generator.ts';

const LIMIT = 65_536;
const DEADLINE_MS = 5_000;
/** The first line of output says whether there is such a file. A pipe or a device would never end, so it is not read. */
const SCRIPT = `
if [ ! -e "$1" ]; then echo absent
elif [ ! -f "$1" ]; then echo "$1 is not a plain file" >&2; exit 1
elif [ -x "$1" ]; then echo executable; head -c ${LIMIT} -- "$1"
else echo present; head -c ${LIMIT} -- "$1"
fi`;

/** @throws GeneratorFailed when the file cannot be read although it is there */
export async function readTextFile(sandbox: Hosts, { host, path }: FileProbe): Promise<FileResult> {
  const argv = ['bash', '-c', SCRIPT, 'read', path];
  const output = await runHidden(sandbox, { host }, argv, '', DEADLINE_MS);
  const [said] = output.split('\n', 1);
  if (said === 'absent') return { probe: 'file' };
  if (said === 'present' || said === 'executable') {
    return { probe: 'file', content: output.slice(said.length + 1), executable: said === 'executable' };
  }
  throw new GeneratorFailed(`${path} on ${host} could not be read`);
}
