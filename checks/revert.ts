/**
 * How a proof makes a check false again after it has passed: a script built from the check's arguments alone, so that it was
 * not written by whoever wrote the check. Text only; nothing here runs it.
 */

/** What a revert takes away, from what takes nothing else with it to what takes most. */
const EXTENTS = [
  'file',
  'connection',
  'rule',
  // Paths: one sender's to one destination, by what it sends there; then those that others measure, too.
  'echo-path',
  'long-packet-path',
  'fetch-path',
  'visitor-path',
  'pair-path',
  'ruleset',
  'bgp-session',
  'bridge-entry',
  'neighbour-entry',
  'route-entry',
  'setting',
  'interface-address',
  'interface',
  'listener',
  // A pod's, in the order in which its parts hold each other up.
  'leftover',
  'process',
  'sandbox',
  'netns',
] as const;
export type Extent = (typeof EXTENTS)[number];

export interface Revert<Args> {
  readonly takes: Extent;
  /**
   * Bash, run as root of the check's `host`, where the check passes; the check must not pass afterwards.
   * @returns undefined where no general way is known: arguments that ask for something to be silent, say
   */
  script(args: Args): string | undefined;
}

/** For sorting: the mildest first, so that a later revert finds as many checks as possible still passing. */
export function byExtent(a: Extent, b: Extent): number {
  return EXTENTS.indexOf(a) - EXTENTS.indexOf(b);
}
