/**
 * Kind `pod`: a sandbox and its containers, kept by crun, share what a pod shares and nothing more; its network namespace has
 * the name that it should have, and an address that CNI gave it. Judged from processes, namespaces and records.
 */
import { z } from 'zod';
import { type CheckKind, fail, hostState, pass } from '../../kind.ts';
import type { HostState } from '../../network/state/network-state.ts';
import {
  containerId,
  crunList,
  firstProcess,
  kept,
  networkName,
  type Running,
  waits,
} from '../../support/containers.ts';
import { entryFields } from '../../support/entry-fields.ts';
import { commandPattern, netnsName } from '../../support/fields.ts';
import { calledProcess } from '../../support/process-words.ts';
import { quoted } from '../../support/revert-scripts.ts';
import type { Judgement } from '../../verdict.ts';
import { addressMiss, nameMiss, ownMiss, sharedMiss, shownNamespaces } from './pod-diagnosis.ts';

const container = z.strictObject({
  id: containerId,
  /** Regular expression on the command line of its first process. */
  process: commandPattern.optional(),
});

const schema = z.strictObject({
  ...entryFields('pod'),
  /** Name in /run/netns of the sandbox's network namespace; absent: any, or none. */
  netns: netnsName.optional(),
  sandbox: container,
  containers: z.array(container).min(1, 'must name at least one container'),
  /** Name of the CNI network whose host-local gave the sandbox its address; absent: nobody asks. */
  network: networkName.optional(),
  shareProcessNamespace: z.boolean().default(false),
});
export type PodArgs = z.infer<typeof schema>;

export const pod: CheckKind<PodArgs> = {
  kind: 'pod',
  summary: 'containers of crun share what a pod shares with its sandbox, and have the rest of their own',
  schema,
  examples: [{ sandbox: { id: 'a' }, containers: [{ id: 'b' }] }],
  depth: 'light',
  cost: 'state',
  dependsOn: () => 'lasting',
  revert: {
    takes: 'sandbox',
    // A sandbox that ends leaves its containers alone: the check must miss it all the same.
    script: ({ sandbox }) => `crun --cgroup-manager=disabled delete -f ${quoted(sandbox.id)}`,
  },
  title: ({ sandbox, containers }) =>
    `${sandbox.id} is a pod with the containers ${containers.map(({ id }) => id).join(' and ')}`,
  judge(args, { state }) {
    const host = hostState(state, args.host);
    const running: Running[] = [];
    for (const wanted of [args.sandbox, ...args.containers]) {
      const found = look(host, wanted);
      if ('verdict' in found) return found;
      running.push(found);
    }
    const [sandbox, ...containers] = running as [Running, ...Running[]];
    const problem =
      ownMiss(host, running, args.shareProcessNamespace) ??
      sharedMiss(sandbox, containers, args.shareProcessNamespace);
    const evidence = running.map((one) => shownNamespaces(host, one));
    if (problem !== undefined) return fail(problem, evidence);
    return (
      (args.netns === undefined ? undefined : nameMiss(host, args.netns, sandbox)) ??
      (args.network === undefined ? undefined : addressMiss(host, args.network, sandbox, containers)) ??
      pass(`${args.sandbox.id} and its containers share what a pod shares, and nothing more`, evidence)
    );
  },
};

/** The container's first process, if it runs what it should. */
function look(host: HostState, { id, process: pattern }: PodArgs['sandbox']): Running | Judgement {
  const records = kept(host, 'containers');
  const record = records.find((one) => one.id === id);
  const fits = (command: string) => pattern !== undefined && new RegExp(pattern).test(command);
  if (!record) {
    const stray = host.processes.find(
      ({ command, pid }) => fits(command) && !records.some((other) => other.pid === pid),
    );
    const instead = stray === undefined ? '' : `; ${calledProcess(stray)} was started without it`;
    return fail(`crun knows no container ${id}${instead}`, [crunList(host, id)]);
  }
  const process = firstProcess(host, record);
  if (!process)
    return fail(`${id} has ended: crun still keeps its state, but nothing runs`, [crunList(host)]);
  if (waits(process)) {
    return fail(`${id} is created, but not started: its process is still crun's, and waits`, [
      { host: host.name, command: `crun state ${id}`, expected: 'running', found: 'created' },
    ]);
  }
  if (pattern !== undefined && !fits(process.command)) {
    return fail(`${id} runs ${calledProcess(process)}, and not ${pattern}`, [
      {
        host: host.name,
        command: `ps -o args= -p ${process.pid}`,
        expected: pattern,
        found: process.command,
      },
    ]);
  }
  return { id, process };
}
