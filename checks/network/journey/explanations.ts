/** What the kernels that the packet passed said of their routes, rules and sockets. */
import type { Explained, LookedUp, Lookup, Place } from './observed.ts';
import type { Ruleset } from './ruleset.ts';

/** An explanation with its rules read, and each answer beside its question. */
export interface ExplainedPlace extends Omit<Explained, 'lookups'> {
  readonly ruleset: Ruleset;
  readonly answers: ReadonlyMap<Lookup, LookedUp>;
}
export type Explanations = ReadonlyMap<Place, ExplainedPlace>;
