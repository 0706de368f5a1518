/** Runs survival.py beside a host: an app of a pod is killed by its pid, and started again in what is left of its pod. */
import { z } from 'zod';
import type { SurvivalProbe, SurvivalResult } from '../../../checks/probes/survival.ts';
import type { Hosts } from '../../sandbox/driver.ts';
import { besidePython, runBeside } from './beside-python.ts';
import { GeneratorFailed, readAnswer } from './generator.ts';

const PROGRAM = besidePython('survival');

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
  sandbox: Hosts,
  { from, app, holder, url, timeoutMs }: SurvivalProbe,
): Promise<SurvivalResult> {
  const request = { netns: from.netns, app, holder, url, timeoutMs, slowdown: sandbox.slowdown };
  const printed = await runBeside(sandbox, from.host, PROGRAM, request, timeoutMs + MARGIN_MS);
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
