/** Runs restart.py beside a host: an app of a pod is killed by its pid, and started again in what is left of its pod. */
import type { Prober } from '../prober.ts';
import { besidePython, runBeside } from '../support/beside-python.ts';

const PROGRAM = besidePython('restart/restart.py');

/** Beyond the probe's own deadline for the new start: starting Python, waiting for the first answer and for the end. */
const MARGIN_MS = 12_000;

export const restart: Prober<'restart'> = {
  async make({ sandbox }, { from, app, holder, url, timeoutMs }) {
    const request = { netns: from.netns, app, holder, url, timeoutMs, slowdown: sandbox.slowdown };
    const found = await runBeside(sandbox, from.host, PROGRAM, request, timeoutMs + MARGIN_MS);
    return { before: [], after: [], byItself: false, ...found };
  },
};
