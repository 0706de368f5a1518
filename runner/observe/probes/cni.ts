/**
 * Runs cni/*.py beside a host: it makes network namespaces for it, calls CNI plugins for them as a container runtime
 * does, looks what that did, and clears everything up, also when it is killed. Judges nothing. The plugins run as processes
 * of the host, like the learner's own calls.
 */
import { z } from 'zod';
import { CNI_PARTS, type CniProbe, type CniResult } from '../../../checks/probes/cni.ts';
import type { Hosts } from '../../sandbox/driver.ts';
import { hostEnvironment } from '../../sandbox/linux-host/host-files.ts';
import { besidePython, runBeside } from './beside-python.ts';
import { answerSlowdown, readAnswer } from './generator.ts';

const PROGRAM = besidePython('cni/containers', 'cni/guard', 'cni/runtime', 'cni/looks', 'cni/scenario');

/** About fifty calls, most of which take a tenth of a second; each of the five parts ends at the first that hangs. */
const DEADLINE_MS = 100_000;

const link = z.object({
  name: z.string(),
  index: z.int(),
  kind: z.string(),
  up: z.boolean(),
  carrier: z.boolean(),
  mac: z.string(),
  peer: z.int().nullable(),
  addresses: z.array(z.string()),
});
const part = z.enum(CNI_PARTS);
const call = z.object({
  plugin: z.string(),
  environment: z.record(z.string(), z.string()),
  stdin: z.string(),
  outcome: z.enum(['ran', 'late', 'killed', 'missing', 'forbidden', 'no-interpreter', 'no-program']),
  status: z.int().nullable(),
  stdout: z.string(),
  stderr: z.string(),
});
const seen = z.strictObject({
  plugins: z.array(z.string()),
  cniVersion: z.string(),
  containers: z.record(
    z.string(),
    z.record(z.string(), z.object({ id: z.string(), netns: z.string(), ifname: z.string() })),
  ),
  operations: z.array(
    z.object({
      part,
      purpose: z.string(),
      command: z.string(),
      container: z.string().optional(),
      calls: z.array(call),
    }),
  ),
  looks: z.array(
    z.object({
      part,
      moment: z.string(),
      links: z.array(link),
      routes: z.array(z.string()),
      rules: z.array(z.string()),
      kept: z.array(z.object({ path: z.string(), container: z.string() })),
      inside: z.record(z.string(), z.object({ links: z.array(link), routes: z.array(z.string()) })),
      pings: z.array(z.object({ from: z.string().nullable(), to: z.string(), answered: z.boolean() })),
    }),
  ),
});
const answer = z.union([z.strictObject({ unusable: z.string() }), seen]);

/** @throws GeneratorFailed when the probe could not be made */
export async function cni(sandbox: Hosts, probe: CniProbe): Promise<CniResult> {
  const { from, target, path, capabilities, parts, pool } = probe;
  const { slowdown } = sandbox;
  const request = {
    ...target,
    path,
    capabilities,
    parts,
    slowdown,
    answerSlowdown: answerSlowdown(sandbox),
    environment: hostEnvironment(sandbox.variables),
    ...(pool !== undefined && { pool }),
  };
  const printed = await runBeside(sandbox, from.host, PROGRAM, request, DEADLINE_MS);
  const found = readAnswer(printed, answer);
  if ('unusable' in found) {
    const nothing = { plugins: [], cniVersion: '', containers: {}, operations: [], looks: [] };
    return { probe: 'cni', ...nothing, ...found };
  }
  const { operations, ...rest } = found;
  return {
    probe: 'cni',
    ...rest,
    operations: operations.map(({ container, ...operation }) => ({
      ...operation,
      ...(container !== undefined && { container }),
    })),
  };
}
