/** Trace events of the observer's own chains -> the hooks that the packet reached, whether or not a rule is there. Pure. */
import { HOOKS, type Hook } from './journey.ts';
import type { Order, Place } from './observed.ts';
import { type Pass, readPass, withoutRepeats } from './passes.ts';
import type { Sighting } from './sightings.ts';

/** In the order in which the packet came to them in each namespace. */
export function hooksOf(order: Order, places: readonly Place[], sightings: readonly Sighting[]): Pass[] {
  return places.flatMap((place) =>
    withoutRepeats(place.hooks.flatMap((event) => readPass(order, place, [event], sightings) ?? [])),
  );
}

/** The observer calls its chains as their hooks are called. @throws Error for another chain */
export function hookOf({ events: [event] }: Pass): Hook {
  const found = HOOKS.find((hook) => hook === event?.chain);
  if (found === undefined) throw new Error(`the observer has no chain ${event?.chain}`);
  return found;
}
