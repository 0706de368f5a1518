/** Sends packets of given sizes that must not be cut, and says what became of each (mtu.py). Judges nothing. */
import type { Prober } from '../prober.ts';
import { generate, generatorProgram } from '../support/generator.ts';

const PROGRAM = generatorProgram('ping/ping.py', 'mtu/mtu.py');

/** Beyond the deadlines of all sizes, for starting Python on a busy machine. */
const STARTING_MS = 5_000;

export const mtu: Prober<'mtu'> = {
  make({ sandbox }, { from, to, sizes, timeoutMs }) {
    const deadline = timeoutMs * sizes.length + STARTING_MS;
    return generate(sandbox, from, PROGRAM, { probe: 'mtu', to, sizes, timeoutMs }, deadline);
  },
};
