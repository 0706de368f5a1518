/**
 * The short way to the start of an exercise: steps that left no trace when the whole chapter was gone through (pings,
 * listings, load) can be passed over. It is taken only after it was seen to end in the state in which the long way ends.
 */
import type { DueCheck } from '../../checks/judge.ts';
import type { Proof } from '../chapter/model.ts';
import { advance } from '../session/advance.ts';
import type { Lab } from '../session/lab.ts';
import { momentName, timeline } from '../session/timeline.ts';
import { sameShell } from './shell-snapshot.ts';
import { type Snapshot, type SnapshotDepth, takeSnapshot } from './snapshot.ts';

/** A moment of the chapter and what the lab held after it. */
interface Surveyed {
  readonly name: string;
  /** The step's command; empty for exercises and questions, which do not run in the shells. */
  readonly command: string;
  readonly after: Snapshot;
}

export interface Survey {
  readonly before: Snapshot;
  readonly moments: readonly Surveyed[];
}

/** Goes through the whole chapter once, by the long way, and looks after each step. */
export async function survey(lab: Lab, proofs: readonly Proof[]): Promise<Survey> {
  const before = await takeSnapshot(lab);
  const moments: Surveyed[] = [];
  for (const moment of timeline(lab.chapter)) {
    await advance(lab, moment, proofs);
    const command = moment.type === 'step' ? moment.step.command : '';
    moments.push({ name: momentName(moment), command, after: await takeSnapshot(lab) });
  }
  return { before, moments };
}

/** The state at the item's start, by the long way. Pure. */
export function startOf({ before, moments }: Survey, item: string): Snapshot {
  const index = moments.findIndex(({ name }) => name === item);
  return moments[index - 1]?.after ?? before;
}

/**
 * The moments on the way to an item that can be passed over: each, or several in a row, that leave everything as it was
 * before them, as far as the moments after them can see. Pure.
 */
export function stateless({ before, moments }: Survey, item: string, depth: SnapshotDepth): Set<string> {
  const end = moments.findIndex(({ name }) => name === item);
  const snapshots = [before, ...moments.map(({ after }) => after)];
  const found = new Set<string>();
  for (let here = 0; here < end; ) {
    let next = end;
    while (next > here && !same(snapshots[here], snapshots[next], depth, following(moments, next, end)))
      next -= 1;
    for (const { name } of moments.slice(here, next)) found.add(name);
    here = Math.max(next, here + 1);
  }
  return found;
}

function following(moments: readonly Surveyed[], from: number, to: number): string {
  return moments
    .slice(from, to)
    .map(({ command }) => command)
    .join('\n');
}

function same(
  one: Snapshot | undefined,
  other: Snapshot | undefined,
  depth: SnapshotDepth,
  later: string,
): boolean {
  if (!one || !other || one[depth].exact !== other[depth].exact) return false;
  return one.shells.every((shell, index) => {
    const peer = other.shells[index];
    return peer !== undefined && sameShell(shell, peer, later);
  });
}

/** How closely these checks look, and so how much a step must leave alone to be passed over. */
export function snapshotDepth(checks: readonly Pick<DueCheck, 'kind' | 'args'>[]): SnapshotDepth {
  return checks.some(({ kind, args }) => kind.dependsOn(args) === 'all') ? 'all' : 'lasting';
}
