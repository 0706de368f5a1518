/** Which route a namespace would take, by its table main alone. For diagnoses: no check passes by it. Pure. */
import { lookUp } from '../network/routing/path.ts';
import type { Link, NetworkNamespace, Route } from '../network/state/network-state.ts';
import { findLink } from './look.ts';

export function routeTo({ routes }: NetworkNamespace, address: string): Route | undefined {
  return lookUp(routes ?? [], address);
}

/** The device by which it leaves. */
export function deviceTo(netns: NetworkNamespace, address: string): Link | undefined {
  const device = routeTo(netns, address)?.device;
  return device === undefined ? undefined : findLink(netns, device);
}
