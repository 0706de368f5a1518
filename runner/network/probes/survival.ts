/**
 * Runs survival.py inside a host: an app of a pod is killed by its pid, and started again in what is left of its pod.
 * Unlike the traffic probes it needs the host's own PIDs, and so is a process of the host while it runs.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SurvivalProbe, SurvivalResult } from '../../../checks/probe.ts';
import { ROOT } from '../../package-root.mjs';
import type { Sandbox } from '../../sandbox/driver.ts';
import { GeneratorFailed, readAnswer } from './generator.ts';
import { runHostPython } from './host-python.ts';

const script = readFileSync(join(ROOT, 'runner/network/probes/survival.py'), 'utf8');

/** Beyond the probe's own deadline for the new start: starting Python, waiting for the first answer and for the end. */
const MARGIN_MS = 12_000;

const process = z.object({ pid: z.int(), command: z.string() });
const answer = z.union([
  z.strictObject({ originMissing: z.string() }),
  z.strictObject({
    outcome: z.enum([
      'survived',
      'hosts-own',
      'no-app',
      'no-holder',
      'silent-before',
      'not-killed',
      'holder-gone',
      'namespace-gone',
      'addresses-changed',
      'another-answers',
      'silent-after',
    ]),
    before: z.array(z.string()).default([]),
    after: z.array(z.string()).default([]),
    app: process.optional(),
    holder: process.optional(),
    stray: process.optional(),
    byItself: z.boolean().default(false),
  }),
]);

/** @throws GeneratorFailed when the probe could not be made, or its namespace does not exist */
export async function survival(
  sandbox: Pick<Sandbox, 'exec' | 'slowdown'>,
  { from, app, holder, url, timeoutMs }: SurvivalProbe,
): Promise<SurvivalResult> {
  const printed = await runHostPython(sandbox, from.host, {
    script,
    request: { netns: from.netns, app, holder, url, timeoutMs, slowdown: sandbox.slowdown },
    timeoutMs: timeoutMs + MARGIN_MS,
    what: 'killing and starting the app',
  });
  const found = readAnswer(printed, answer);
  if ('originMissing' in found) throw new GeneratorFailed(found.originMissing, true);
  const { app: killed, holder: kept, stray, ...rest } = found;
  return {
    probe: 'survival',
    ...rest,
    ...(killed && { app: killed }),
    ...(kept && { holder: kept }),
    ...(stray && { stray }),
  };
}
