/** How a check of kind `route` is made false again: the route is deleted, or added. */
import { ipIn, quoted } from '../../support/revert-scripts.ts';
import type { RouteArgs } from './route.ts';

export function revertRoute(args: RouteArgs): string {
  const { destination, via, dev, table, present } = args;
  const ip = ipIn(args);
  const to = `${quoted(destination)}${via === undefined ? '' : ` via ${quoted(via)}`}`;
  // One that carries packets: an unreachable one would not be the route that must be gone.
  if (!present) {
    const onlink = via === undefined ? '' : ' onlink';
    return `${ip} route add ${to} dev ${quoted(dev ?? 'lo')}${onlink} table ${quoted(table)}`;
  }
  return `${ip} route del ${to}${dev === undefined ? '' : ` dev ${quoted(dev)}`} table ${quoted(table)}`;
}
