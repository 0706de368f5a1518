/** Copies of a frame that a bridge sends to ports behind which nobody takes them. Pure. */
import type { Sighting } from './sightings.ts';

/**
 * A bridge that does not know behind which port a MAC address is sends copies to all. A copy ends in a stack that it is not
 * for, and it and its way out of the bridge are left out, unless no copy got any further.
 */
export function withoutFloods(sightings: readonly Sighting[]): {
  readonly kept: readonly Sighting[];
  readonly guessed: boolean;
} {
  let guessed = false;
  const isEnd = (sighting: Sighting) =>
    !sightings.some(
      (later) =>
        later !== sighting &&
        later.leg === sighting.leg &&
        later.place === sighting.place &&
        later.time >= sighting.time,
    );
  const dead = sightings.filter((one) => one.otherHost && one.direction === 'in' && isEnd(one));
  const gone = new Set<Sighting>();
  for (const copy of dead) {
    const same = sightings.filter(({ leg }) => leg === copy.leg);
    const way = same.findLast(
      (one) =>
        one.direction === 'out' &&
        one.place !== copy.place &&
        one.place.host === copy.place.host &&
        one.time <= copy.time &&
        !gone.has(one),
    );
    if (!way || !same.some((one) => isArrival(one, copy))) continue;
    // Each comes in right after it went out, unless several had gone out before.
    const frames = same.filter(
      (one) => isCopy(one, copy) && (one.direction === 'out') === (one.place === way.place),
    );
    guessed ||= frames.some(
      (one, at) => at > 0 && one.direction === 'in' && frames[at - 1]?.direction === 'in',
    );
    gone.add(copy);
    gone.add(way);
  }
  return { kept: sightings.filter((one) => !gone.has(one)), guessed };
}

/** Another copy of the same frame got to where it was for. */
function isArrival(one: Sighting, copy: Sighting): boolean {
  return one.direction === 'in' && !one.otherHost && one.place !== copy.place && isCopy(one, copy);
}

/** They are the same frame. */
function isCopy({ packet: one }: Sighting, { packet: other }: Sighting): boolean {
  return one.destinationMac === other.destinationMac && one.ttl === other.ttl;
}
