/**
 * Makes the traffic that checks ask for, from where they ask, and says what came of it. Judges nothing. Everything happens
 * inside the sandbox's hosts and their namespaces.
 */
import { z } from 'zod';
import type { ProbeRequest, ProbeResult } from '../../../checks/probe.ts';
import type { CaptureProbe, CaptureResult } from '../../../checks/probes/capture.ts';
import type { ProbeFailed } from '../../../checks/probes/failed.ts';
import type { HttpProbe, HttpResult } from '../../../checks/probes/http.ts';
import type { LoadProbe, LoadResult } from '../../../checks/probes/load.ts';
import type { PingProbe, PingResult } from '../../../checks/probes/ping.ts';
import type { Hosts, Sandbox } from '../../sandbox/driver.ts';
import { capture } from './capture.ts';
import { cni } from './cni.ts';
import { gained, natCounters, type ReadCounters } from './counters.ts';
import { readTextFile } from './file.ts';
import { GeneratorFailed, generate } from './generator.ts';
import { hops } from './hops.ts';
import { lookup } from './lookup.ts';
import { mtu } from './mtu.ts';
import { rememberedPorts } from './remembered.ts';
import { survival } from './survival.ts';
import { withdrawal } from './withdrawal.ts';

type ProbedHosts = Hosts & Pick<Sandbox, 'exec'>;

/** A whole load run, however many connections are lost; milliseconds. */
const LOAD_DEADLINE_MS = 15_000;
/** Beyond a probe's own deadline, for starting Python on a busy machine. */
const STARTING_MS = 5_000;

/**
 * One result for each request, in order. Pings and GETs that stand side by side are made at the same time, all else one
 * after the other: two load tests at once would count each other's packets. Never throws for what the network or the
 * learner did: that is a result, `failed` included.
 */
export async function runProbes(
  sandbox: ProbedHosts,
  requests: readonly ProbeRequest[],
  readCounters: ReadCounters = natCounters(sandbox),
): Promise<ProbeResult[]> {
  const results: ProbeResult[] = [];
  while (results.length < requests.length) {
    const rest = requests.slice(results.length);
    const alone = rest.findIndex(({ probe }) => probe !== 'http' && probe !== 'ping');
    const together = rest.slice(0, alone < 0 ? rest.length : Math.max(alone, 1));
    const made = together.map((request) => orFailed(runProbe(sandbox, request, readCounters)));
    results.push(...(await Promise.all(made)));
  }
  return results;
}

async function orFailed<R extends ProbeResult>(probe: Promise<R>): Promise<R | ProbeFailed> {
  try {
    return await probe;
  } catch (thrown) {
    if (!(thrown instanceof GeneratorFailed)) throw thrown;
    return thrown.result;
  }
}

function runProbe(
  sandbox: ProbedHosts,
  request: ProbeRequest,
  readCounters: ReadCounters,
): Promise<ProbeResult> {
  switch (request.probe) {
    case 'http':
      return http(sandbox, request);
    case 'ping':
      return ping(sandbox, request);
    case 'mtu':
      return mtu(sandbox, request);
    case 'load':
      return load(sandbox, request, readCounters);
    case 'capture':
      return captureOf(sandbox, request);
    case 'hops':
      return hops(sandbox, request, () =>
        Promise.all(request.stimuli.map((stimulus) => orFailed(http(sandbox, stimulus)))),
      );
    case 'survival':
      return survival(sandbox, request);
    case 'withdrawal':
      return withdrawal(sandbox, request);
    case 'lookup':
      return lookup(sandbox, request);
    case 'cni':
      return cni(sandbox, request);
    case 'file':
      return readTextFile(sandbox, request);
  }
}

async function captureOf(sandbox: ProbedHosts, request: CaptureProbe): Promise<CaptureResult> {
  const { stimulus, ...listening } = request;
  const captured = await capture(sandbox, { ...listening, timeoutMs: stimulus.timeoutMs }, () =>
    orFailed<HttpResult | PingResult>(
      stimulus.probe === 'http' ? http(sandbox, stimulus) : ping(sandbox, stimulus),
    ),
  );
  return { probe: 'capture', ...captured };
}

const httpAnswer = z.object({
  outcome: z.enum(['answered', 'refused', 'timeout', 'unreachable', 'garbled']),
  status: z.int().optional(),
  body: z.string().optional(),
  detail: z.string(),
});

async function http(sandbox: ProbedHosts, { from, url, timeoutMs }: HttpProbe): Promise<HttpResult> {
  const { hostname, port, pathname, search } = new URL(url);
  const request = {
    probe: 'http',
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 80),
    path: pathname + search,
    timeoutMs,
  } as const;
  const { status, body, ...rest } = await generate(
    sandbox,
    from,
    request,
    httpAnswer,
    timeoutMs + STARTING_MS,
  );
  return {
    probe: 'http',
    ...rest,
    ...(status !== undefined && { status }),
    ...(body !== undefined && { body }),
  };
}

const pingAnswer = z.object({
  outcome: z.enum(['answered', 'silent', 'unreachable']),
  ttl: z.int().nullish(),
  detail: z.string(),
});

async function ping(sandbox: ProbedHosts, { from, to, timeoutMs }: PingProbe): Promise<PingResult> {
  const request = { probe: 'ping', to, timeoutMs } as const;
  const { ttl, ...rest } = await generate(sandbox, from, request, pingAnswer, timeoutMs + STARTING_MS);
  return { probe: 'ping', ...rest, ...(ttl != null && { ttl }) };
}

const loadAnswer = z.object({
  attempted: z.int(),
  answers: z.record(z.string(), z.int()),
  lost: z.record(z.string(), z.int()),
  ms: z.number(),
});

async function load(sandbox: ProbedHosts, probe: LoadProbe, readCounters: ReadCounters): Promise<LoadResult> {
  const { from, address, port, connections, timeoutMs, countersOn } = probe;
  const request = {
    probe: 'load',
    address,
    port,
    connections,
    timeoutMs,
    deadlineMs: LOAD_DEADLINE_MS,
    portOffset: nextPorts(sandbox, connections),
    remembered: await rememberedPorts(sandbox, [{ host: from.host }, ...countersOn]),
  } as const;
  const before = await readCounters(countersOn);
  const run = await generate(sandbox, from, request, loadAnswer, LOAD_DEADLINE_MS + STARTING_MS);
  return { probe: 'load', ...run, dnat: gained(before, await readCounters(countersOn)) };
}

const usedPorts = new WeakMap<ProbedHosts, number>();

/** Where in the range of source ports a run begins: after the last run's, whose conntrack entries may still live. */
function nextPorts(sandbox: ProbedHosts, connections: number): number {
  const first = usedPorts.get(sandbox) ?? Math.floor(Math.random() * 28_000);
  usedPorts.set(sandbox, first + connections);
  return first;
}
