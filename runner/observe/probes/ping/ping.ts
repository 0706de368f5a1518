/** Sends echo requests until one is answered (ping.py). Judges nothing. */
import type { Prober } from '../prober.ts';
import { generate, generatorProgram } from '../support/generator.ts';

const PROGRAM = generatorProgram('ping/ping.py');

/** Beyond the probe's own deadline, for starting Python on a busy machine. */
const STARTING_MS = 5_000;

export const ping: Prober<'ping'> = {
  sideBySide: true,
  make: ({ sandbox }, { from, to, timeoutMs }) =>
    generate(sandbox, from, PROGRAM, { probe: 'ping', to, timeoutMs }, timeoutMs + STARTING_MS),
};
