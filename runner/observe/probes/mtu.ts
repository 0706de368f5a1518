/** Sends packets of given sizes that must not be cut, and says what became of each (generators/mtu.py). Judges nothing. */
import { z } from 'zod';
import type { MtuProbe, MtuResult } from '../../../checks/probes/mtu.ts';
import type { Hosts } from '../../sandbox/driver.ts';
import { generate } from './generator.ts';

/** Beyond the deadlines of all sizes, for starting Python on a busy machine. */
const STARTING_MS = 5_000;

const answer = z.object({
  echoes: z.array(
    z.object({
      size: z.int(),
      outcome: z.enum(['answered', 'refused-here', 'refused-on-the-way', 'silent', 'unreachable']),
      detail: z.string(),
    }),
  ),
});

/** @throws GeneratorFailed */
export async function mtu(sandbox: Hosts, { from, to, sizes, timeoutMs }: MtuProbe): Promise<MtuResult> {
  const deadline = timeoutMs * sizes.length + STARTING_MS;
  return {
    probe: 'mtu',
    ...(await generate(sandbox, from, { probe: 'mtu', to, sizes, timeoutMs }, answer, deadline)),
  };
}
