/** Which route a namespace would take, by its table main alone. For diagnoses: no check passes by it. Pure. */

import { inRange, splitPrefix } from '../network/addresses.ts';
import type { Link, NetworkNamespace, Route } from '../network/state/network-state.ts';
import { findLink } from './look.ts';

/** IPv4: the longest prefix, then the lowest metric, as the kernel chooses where no rule interferes. */
export function routeTo({ routes }: NetworkNamespace, address: string): Route | undefined {
  const length = ({ destination }: Route) =>
    destination === 'default' ? 0 : splitPrefix(destination).prefix;
  return (routes ?? [])
    .filter(
      ({ family, table, destination }) =>
        family === 'inet' && table === 'main' && (destination === 'default' || inRange(address, destination)),
    )
    .sort((a, b) => length(b) - length(a) || (a.metric ?? 0) - (b.metric ?? 0))[0];
}

/** The device by which it leaves. */
export function deviceTo(netns: NetworkNamespace, address: string): Link | undefined {
  const device = routeTo(netns, address)?.device;
  return device === undefined ? undefined : findLink(netns, device);
}
