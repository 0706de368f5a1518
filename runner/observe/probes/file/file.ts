/** Reads a text file of a host, unseen by the learner (file.pl). Judges nothing. */
import { besideHost } from '../../beside-host.ts';
import type { Prober } from '../prober.ts';
import { GeneratorFailed, runHidden } from '../support/hidden.ts';

const LIMIT = 65_536;
const DEADLINE_MS = 5_000;
const argv = besideHost('observe/probes/file/file.pl');

export const file: Prober<'file'> = {
  async make({ sandbox }, { host, path }) {
    const output = await runHidden(sandbox, { host }, [...argv, path, String(LIMIT)], '', DEADLINE_MS);
    const [said] = output.split('\n', 1);
    if (said === 'absent') return {};
    if (said === 'present' || said === 'executable')
      return { content: output.slice(said.length + 1), executable: said === 'executable' };
    throw new GeneratorFailed(`${path} on ${host} could not be read`);
  },
};
