/**
 * All probes: what a check needs to be found out and the runner does (`runner/observe/probes`), traffic mostly. Requests and
 * results are plain data; nothing in this folder sends a packet. A new probe is a file in `probes/` and its line here.
 */
import type { z } from 'zod';
import { bgpWithdrawProbe, bgpWithdrawResult } from './probes/bgp-withdraw.ts';
import { captureProbe, captureResult } from './probes/capture.ts';
import { cniProbe, cniResult } from './probes/cni.ts';
import type { ProbeFailed } from './probes/failed.ts';
import { fileProbe, fileResult } from './probes/file.ts';
import { hopsProbe, hopsResult } from './probes/hops.ts';
import { httpProbe, httpResult } from './probes/http.ts';
import { journeyProbe, journeyResult } from './probes/journey.ts';
import { loadProbe, loadResult } from './probes/load.ts';
import { lookupProbe, lookupResult } from './probes/lookup.ts';
import { mtuProbe, mtuResult } from './probes/mtu.ts';
import { pingProbe, pingResult } from './probes/ping.ts';
import { restartProbe, restartResult } from './probes/restart.ts';

export const PROBES = {
  http: { request: httpProbe, result: httpResult },
  ping: { request: pingProbe, result: pingResult },
  mtu: { request: mtuProbe, result: mtuResult },
  load: { request: loadProbe, result: loadResult },
  capture: { request: captureProbe, result: captureResult },
  hops: { request: hopsProbe, result: hopsResult },
  restart: { request: restartProbe, result: restartResult },
  'bgp-withdraw': { request: bgpWithdrawProbe, result: bgpWithdrawResult },
  lookup: { request: lookupProbe, result: lookupResult },
  file: { request: fileProbe, result: fileResult },
  cni: { request: cniProbe, result: cniResult },
  journey: { request: journeyProbe, result: journeyResult },
} as const;

export type ProbeName = keyof typeof PROBES;
export type RequestOf<P extends ProbeName> = z.infer<(typeof PROBES)[P]['request']>;
export type ResultOf<P extends ProbeName> = z.infer<(typeof PROBES)[P]['result']>;
export type ProbeRequest = RequestOf<ProbeName>;
export type ProbeResult = ResultOf<ProbeName> | ProbeFailed;
