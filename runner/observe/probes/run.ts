/**
 * Makes the traffic that checks ask for, from where they ask, and says what came of it. Judges nothing. Everything happens
 * inside the sandbox's hosts and their namespaces. A new probe is a folder beside this file, and its line in PROBERS.
 */
import {
  PROBES,
  type ProbeName,
  type ProbeRequest,
  type ProbeResult,
  type ResultOf,
} from '../../../checks/probe.ts';
import type { ProbeFailed } from '../../../checks/probes/failed.ts';
import type { HostAccess } from '../../sandbox/driver.ts';
import { bgpWithdraw } from './bgp-withdraw/bgp-withdraw.ts';
import { capture } from './capture/capture.ts';
import { cni } from './cni/cni.ts';
import { file } from './file/file.ts';
import { hops } from './hops/hops.ts';
import { http } from './http/http.ts';
import { journey } from './journey/journey.ts';
import { load } from './load/load.ts';
import { lookup } from './lookup/lookup.ts';
import { mtu } from './mtu/mtu.ts';
import { ping } from './ping/ping.ts';
import type { ProbeContext, Prober } from './prober.ts';
import { restart } from './restart/restart.ts';
import { checkAnswer } from './support/answer.ts';
import { GeneratorFailed } from './support/hidden.ts';

const PROBERS: { readonly [P in ProbeName]: Prober<P> } = {
  http,
  ping,
  mtu,
  load,
  capture,
  hops,
  restart,
  'bgp-withdraw': bgpWithdraw,
  lookup,
  file,
  cni,
  journey,
};

/**
 * One result for each request, in order. Probers that may stand side by side do, all else is made one after the other: two
 * load tests at once would count each other's packets. Never throws for what the network or the learner did: that is a
 * result, `failed` included.
 */
export async function runProbes(
  sandbox: HostAccess,
  requests: readonly ProbeRequest[],
): Promise<ProbeResult[]> {
  const context: ProbeContext = { sandbox, run: (request) => runProbe(context, request) };
  const results: ProbeResult[] = [];
  while (results.length < requests.length) {
    const rest = requests.slice(results.length);
    const alone = rest.findIndex(({ probe }) => !PROBERS[probe].sideBySide);
    const together = rest.slice(0, alone < 0 ? rest.length : Math.max(alone, 1));
    results.push(...(await Promise.all(together.map(context.run))));
  }
  return results;
}

async function runProbe<R extends ProbeRequest>(
  context: ProbeContext,
  request: R,
): Promise<ResultOf<R['probe']> | ProbeFailed> {
  const { probe } = request;
  try {
    const made = await (PROBERS[probe] as Prober<ProbeName>).make(context, request);
    return checkAnswer<unknown>({ probe, ...made }, PROBES[probe].result) as ResultOf<R['probe']>;
  } catch (thrown) {
    if (!(thrown instanceof GeneratorFailed)) throw thrown;
    return thrown.result;
  }
}
