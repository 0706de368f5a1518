/** Goes through a chapter in a lab up to a place: the steps before it, and the solutions of the exercises passed on the way. */
import type { Proof } from '../chapter/model.ts';
import { UsageError } from '../errors.ts';
import { advance } from './advance.ts';
import type { BringOptions, Lab } from './lab.ts';
import { type Moment, momentName, timeline } from './timeline.ts';

interface Way extends BringOptions {
  /** The place at whose start the lab is already; default: the lab is fresh. */
  readonly from?: string;
  /** Names of moments to pass over. */
  readonly without?: ReadonlySet<string>;
}

/**
 * @param target a step, an exercise or a question
 * @param proofs the chapter's own
 * @throws UsageError when the chapter has no such place
 * @throws SandboxError when something before it does not do what the chapter says
 */
export async function replayUntil(
  lab: Lab,
  target: string,
  proofs: readonly Proof[],
  { from, without, through = false, onProgress, onRan }: Way = {},
): Promise<void> {
  const moments = timeline(lab.chapter);
  const first = from === undefined ? 0 : placeOf(from, moments, lab);
  const end = placeOf(target, moments, lab) + (through ? 1 : 0);
  const way = moments.slice(first, end).filter((moment) => !without?.has(momentName(moment)));
  for (const [index, moment] of way.entries()) {
    onProgress?.(`${index + 1}/${way.length} ${momentName(moment)}`);
    await advance(lab, moment, proofs, onRan);
  }
}

function placeOf(name: string, moments: readonly Moment[], { chapter }: Lab): number {
  const place = moments.findIndex((moment) => momentName(moment) === name);
  if (place >= 0) return place;
  throw new UsageError(
    `${chapter.id} has no step, exercise or question named ${name}.`,
    `Known: ${moments.map(momentName).join(', ')}`,
  );
}
