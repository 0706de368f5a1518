/**
 * Brings fresh labs to the start of an exercise, by the short way where it is the same: steps that left no trace when
 * the whole chapter was gone through (pings, listings, load) are passed over. The short way to a start is taken only
 * after it was seen to end in the state in which the long way ends.
 */
import { randomUUID } from 'node:crypto';
import type { Check, Proof } from '../chapter/model.ts';
import { SandboxError } from '../errors.ts';
import type { Lab } from '../lab/lab.ts';
import { stepTrouble } from '../lab/replay-until.ts';
import { runProof } from '../lab/run-proof.ts';
import { type Moment, momentName, timeline } from '../lab/timeline.ts';
import { type Trace, type TraceDepth, traceOf } from './trace.ts';

export interface Survey {
  /** Names of the steps that left no trace, by how closely one looks. */
  readonly traceless: Readonly<Record<TraceDepth, ReadonlySet<string>>>;
  /** The trace at the start of each exercise and question, by the long way. */
  readonly starts: ReadonlyMap<string, Trace>;
}

/** Goes through the whole chapter once, in a lab of its own, and looks after each step. */
export async function survey(lab: Lab, proofs: readonly Proof[]): Promise<Survey> {
  const traceless = { lasting: new Set<string>(), all: new Set<string>() };
  const starts = new Map<string, Trace>();
  let before = await traceOf(lab);
  for (const moment of timeline(lab.chapter)) {
    if (moment.type !== 'step') starts.set(momentName(moment), before);
    await pass(lab, moment, proofs);
    const after = await traceOf(lab);
    for (const depth of ['lasting', 'all'] as const) {
      const same = after[depth].exact === before[depth].exact;
      if (moment.type === 'step' && same) traceless[depth].add(moment.step.name);
    }
    before = after;
  }
  return { traceless, starts };
}

/** @param without names of steps to pass over */
export async function bring(
  lab: Lab,
  item: string,
  proofs: readonly Proof[],
  without: ReadonlySet<string> = new Set(),
): Promise<void> {
  for (const moment of timeline(lab.chapter)) {
    if (moment.type !== 'step' && momentName(moment) === item) return;
    if (!without.has(momentName(moment))) await pass(lab, moment, proofs);
  }
}

async function pass(lab: Lab, moment: Moment, proofs: readonly Proof[]): Promise<void> {
  if (moment.type === 'step' && !moment.step.interactive) {
    const run = await lab.runStep(moment.step, randomUUID());
    const wrong = stepTrouble(moment.step, run);
    if (wrong) throw new SandboxError(`Step ${moment.step.name} on ${moment.step.host}: ${wrong}`);
  }
  if (moment.type === 'exercise') {
    const { id } = moment.exercise;
    const solution = proofs.find(({ exercise, name }) => exercise === id && name === 'solution');
    if (!solution) throw new SandboxError(`Exercise ${id} has no solution.sh to pass it by.`);
    const done = await runProof(lab.sandbox, solution);
    if (!done.clean) throw new SandboxError(done.complaints.join('\n'));
  }
}

/** Kinds that judge what lasts; every other kind may judge what traffic leaves behind. */
const LASTING_KINDS = new Set([
  'namespace',
  'link',
  'address',
  'route',
  'sysctl',
  'listening',
  'shared-namespaces',
  'service',
  'distribution',
  'http',
  'ping',
]);
const LASTING_ANSWERS = new Set([
  'netns-inode',
  'ifindex',
  'peer-ifindex',
  'mac',
  'bridge-port-count',
  'dnat-probability',
]);

/** How closely these checks look, and so how much a step must leave alone to be passed over. */
export function traceDepth(checks: readonly Check[]): TraceDepth {
  const lasting = checks.every(({ kind, source }) => {
    if (kind === 'answer') return LASTING_ANSWERS.has(String(source.of));
    if (kind === 'iptables') return source.minPackets === undefined;
    return LASTING_KINDS.has(kind);
  });
  return lasting ? 'lasting' : 'all';
}
