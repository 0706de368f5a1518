/**
 * Runs *.py beside a host: it makes network namespaces for it, calls CNI plugins for them as a container runtime does, looks
 * what that did, and clears everything up, also when it is killed. Judges nothing. The plugins run as processes of the host,
 * like the learner's own calls.
 */
import { hostEnvironment } from '../../../sandbox/linux-host/host-files.ts';
import type { Prober } from '../prober.ts';
import { besidePython, runBeside } from '../support/beside-python.ts';
import { answerSlowdown } from '../support/generator.ts';

const PARTS = ['containers', 'guard', 'runtime', 'looks', 'scenario'];
const PROGRAM = besidePython(...PARTS.map((part) => `cni/${part}.py`));

/** About fifty calls, most of which take a tenth of a second; each of the five parts ends at the first that hangs. */
const DEADLINE_MS = 100_000;

/** Of a list that cannot be used. */
const NOTHING = { plugins: [], cniVersion: '', containers: {}, operations: [], looks: [] };

export const cni: Prober<'cni'> = {
  async make({ sandbox }, { from, target, path, capabilities, parts, pool }) {
    const request = {
      ...target,
      path,
      capabilities,
      parts,
      slowdown: sandbox.slowdown,
      answerSlowdown: answerSlowdown(sandbox),
      environment: hostEnvironment(sandbox.variables),
      ...(pool !== undefined && { pool }),
    };
    return { ...NOTHING, ...(await runBeside(sandbox, from.host, PROGRAM, request, DEADLINE_MS)) };
  },
};
