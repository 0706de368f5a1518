/**
 * Kind `process-survival`: a pod's app is killed; its address and the process that holds its namespaces must stay, and the
 * app must answer again when it is started anew. Judges a result; kills nothing itself.
 */
import { z } from 'zod';
import { type CheckKind, fail, Inconclusive, pass } from '../../kind.ts';
import type { RestartResult } from '../../probes/restart.ts';
import { entryFields, timeout } from '../../support/entry-fields.ts';
import { commandPattern, netnsName } from '../../support/fields.ts';
import { madeProbe } from '../../support/probed.ts';
import type { Evidence } from '../../verdict.ts';

export const schema = z.strictObject({
  ...entryFields('process-survival'),
  /** The pod's. Never absent: nothing of the host's own is killed. */
  netns: netnsName,
  /** Regular expression on the command line of the process to kill. */
  app: commandPattern,
  /** The same for the process that holds the pod's namespaces. */
  holder: commandPattern,
  /** What the app answers inside the pod. */
  url: z.url({ protocol: /^http$/, error: 'must be a URL such as http://127.0.0.1/' }),
  timeout,
});
export type ProcessSurvivalArgs = z.infer<typeof schema>;

export const processSurvival: CheckKind<ProcessSurvivalArgs> = {
  kind: 'process-survival',
  summary: "a pod's app is killed and started again: its address and the holder of its namespaces stay",
  schema,
  examples: [{ netns: 'pod', app: 'nginx', holder: 'pause', url: 'http://127.0.0.1/' }],
  depth: 'light',
  cost: 'load',
  dependsOn: () => 'all',
  title: ({ app, netns }) => `${netns} keeps its address while ${app} is killed and started again`,
  probes: ({ host, netns, app, holder, url, timeout: seconds }) => [
    { probe: 'restart', from: { host, netns }, app, holder, url, timeoutMs: seconds * 1000 },
  ],
  judge(args, findings) {
    const result = madeProbe(args, findings, 'restart');
    if ('verdict' in result) return result;
    const evidence = [evidenceOf(args, result)];
    if (result.outcome !== 'survived') return fail(whyNot(args, result), evidence);
    // Without an address there was nothing to keep, whatever the two readings say.
    if (result.before.length === 0) return fail(`${args.netns} has no address that could stay`, evidence);
    const start = result.byItself ? 'another process started it again' : 'it was started again';
    return pass(
      `${args.netns} kept ${result.before.join(', ')} while ${args.app} was killed; ${start} and answers`,
      evidence,
    );
  },
};

function whyNot(
  { netns, app, holder, url, timeout: seconds }: ProcessSurvivalArgs,
  result: RestartResult,
): string {
  const elsewhere =
    result.stray && `: ${result.stray.command} (pid ${result.stray.pid}) is in another network namespace`;
  switch (result.outcome) {
    case 'hosts-own':
      return `${netns} is the host's own network namespace, not a pod's`;
    case 'no-app':
      return `no process in ${netns} has a command like ${app}${elsewhere ?? ''}`;
    case 'no-holder':
      return `only its containers hold ${netns}: no process in it has a command like ${holder}${elsewhere ?? ''}`;
    case 'silent-before':
      return `${url} does not answer in ${netns}, so nothing was killed`;
    case 'not-killed':
      throw new Inconclusive(`${result.app?.command ?? app} did not end within 3 s of SIGKILL`);
    case 'holder-gone':
      return `${holder} went with the app: the process that holds the pod's namespaces must not live in the app's PID namespace, nor end with it`;
    case 'namespace-gone':
      return `the name ${netns} leads nowhere once the app is dead: it was the app's namespace, not the holder's`;
    case 'addresses-changed':
      return `the addresses did not stay: ${list(result.before)} before the kill, ${list(result.after)} after it`;
    case 'another-answers':
      return `${url} still answers after the kill: another process than ${app} serves it`;
    default:
      return `the address stayed, but the app did not answer again within ${seconds} s of its new start`;
  }
}

function list(addresses: readonly string[]): string {
  return addresses.join(', ') || 'none';
}

function evidenceOf({ host, netns, holder }: ProcessSurvivalArgs, result: RestartResult): Evidence {
  const killed =
    result.app === undefined ? 'nothing was killed' : `app: pid ${result.app.pid}, ${result.app.command}`;
  const kept =
    result.holder === undefined
      ? `no ${holder}`
      : `holder: pid ${result.holder.pid}, ${result.holder.command}`;
  return {
    host,
    netns,
    command: `kill -9 ${result.app?.pid ?? 'PID'}; ip -n ${netns} -br addr`,
    expected: `the same addresses before and after, and ${holder} alive`,
    found: `${killed}; ${kept}; before: ${list(result.before)}; after: ${list(result.after)}`,
  };
}
