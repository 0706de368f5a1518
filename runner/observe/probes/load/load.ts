/** Opens many connections one after another (load.py), and reads the counters of the DNAT rules around them. Judges nothing. */
import type { HostAccess } from '../../../sandbox/driver.ts';
import type { Prober } from '../prober.ts';
import { generate, generatorProgram } from '../support/generator.ts';
import { gained, natCounters } from './counters.ts';
import { rememberedPorts } from './remembered.ts';

const PROGRAM = generatorProgram('load/load.py');

/** A whole run, however many connections are lost; milliseconds. */
const DEADLINE_MS = 15_000;
/** Beyond it, for starting Python on a busy machine. */
const STARTING_MS = 5_000;

export const load: Prober<'load'> = {
  async make({ sandbox }, { from, address, port, connections, timeoutMs, countersOn }) {
    const request = {
      probe: 'load',
      address,
      port,
      connections,
      timeoutMs,
      deadlineMs: DEADLINE_MS,
      portOffset: nextPorts(sandbox, connections),
      remembered: await rememberedPorts(sandbox, [{ host: from.host }, ...countersOn]),
    };
    const before = await natCounters(sandbox, countersOn);
    const run = await generate(sandbox, from, PROGRAM, request, DEADLINE_MS + STARTING_MS);
    return { ...run, dnat: gained(before, await natCounters(sandbox, countersOn)) };
  },
};

const usedPorts = new WeakMap<HostAccess, number>();

/** Where in the range of source ports a run begins: after the last run's, whose conntrack entries may still live. */
function nextPorts(sandbox: HostAccess, connections: number): number {
  const first = usedPorts.get(sandbox) ?? Math.floor(Math.random() * 28_000);
  usedPorts.set(sandbox, first + connections);
  return first;
}
