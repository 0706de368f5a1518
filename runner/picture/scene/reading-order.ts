/** In which order the namespaces of a host are shown. Pure. */

import { byName, sortedBy } from './order.ts';
import type { Namespace } from './scene-model.ts';

/**
 * The host's own first. Then as they were wired to it, which is the order in which most chapters make them; who is wired
 * to a neighbour only stands beside it.
 */
export function inReadingOrder(all: readonly Namespace[]): Namespace[] {
  const homes = new Map(all.flatMap((one) => one.interfaces.map(({ key }) => [key, one] as const)));
  const ownIndex = new Map(
    all.flatMap(({ own, interfaces }) =>
      own ? interfaces.map(({ key, ifindex }) => [key, ifindex] as const) : [],
    ),
  );
  const wiredAt = ({ interfaces }: Namespace) =>
    Math.min(...interfaces.map(({ peer }) => ownIndex.get(peer ?? '') ?? Number.POSITIVE_INFINITY));
  const title = ({ names, commands, inode }: Namespace) => names[0] ?? `~ ${commands[0] ?? ''} ${inode}`;
  const company = ({ interfaces, ...one }: Namespace) =>
    interfaces
      .map(({ peer }) => homes.get(peer ?? ''))
      .filter((other) => other !== undefined && !other.own)
      .map((other) => title(other as Namespace))
      .concat(title({ interfaces, ...one }))
      .sort(byName)[0] as string;
  return sortedBy(all, ({ own }) => (own ? 0 : 1), wiredAt, company, title);
}
