/**
 * Runs survival.py inside a host: an app of a pod is killed by its pid, and started again in what is left of its pod.
 * Unlike the traffic probes it needs the host's own PIDs, and so is a process of the host while it runs.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { SurvivalProbe, SurvivalResult } from '../../../checks/probe.ts';
import { HOST_NAMES, type Sandbox } from '../../sandbox/driver.ts';
import { GeneratorFailed } from './generator.ts';

const script = readFileSync(new URL('survival.py', import.meta.url), 'utf8');

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
  sandbox: Pick<Sandbox, 'exec'>,
  { from, app, holder, url, timeoutMs }: SurvivalProbe,
): Promise<SurvivalResult> {
  const host = HOST_NAMES.find((name) => name === from.host);
  if (!host) throw new GeneratorFailed(`there is no host ${from.host}`);
  const request = JSON.stringify({ netns: from.netns, app, holder, url, timeoutMs });
  // The request goes in with the program: on the command line its words would be found by whoever looks for the app.
  const run = await sandbox.exec(host, ['python3', '-I', '-S', '-'], {
    stdin: `REQUEST = __import__("json").loads(${JSON.stringify(request)})\n${script}`,
    timeoutMs: timeoutMs + MARGIN_MS,
  });
  if (run.timedOut) throw new GeneratorFailed('killing and starting the app did not come to an end in time');
  if (run.status !== 0) {
    throw new GeneratorFailed(
      run.stderr.trim().split('\n').at(-1) || `python3 ended with ${run.status ?? run.signal}`,
    );
  }
  const parsed = answer.safeParse(json(run.stdout));
  if (!parsed.success)
    throw new GeneratorFailed(`the probe answered nonsense: ${z.prettifyError(parsed.error)}`);
  if ('originMissing' in parsed.data) throw new GeneratorFailed(parsed.data.originMissing, true);
  const { app: killed, holder: kept, stray, ...rest } = parsed.data;
  return {
    probe: 'survival',
    ...rest,
    ...(killed && { app: killed }),
    ...(kept && { holder: kept }),
    ...(stray && { stray }),
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
