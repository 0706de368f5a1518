/** What would have taken a lost packet, had one field of it been different. Pure. */
import type { Draft } from './draft.ts';
import type { Explanations } from './explanations.ts';
import type { NearestMiss, Outcome } from './journey.ts';

export function nearestMissOf(
  _draft: Draft,
  _explanations: Explanations,
  _outcome: Outcome,
): NearestMiss | undefined {
  return undefined;
}
