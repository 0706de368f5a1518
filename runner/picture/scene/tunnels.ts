/** Which tunnel devices of several hosts belong together. Pure. */
import type { Link } from '../../../checks/network/state/network-state.ts';
import { byName } from './order.ts';
import type { Tunnel, TunnelFacts } from './scene-model.ts';

/** Kinds of `ip link` that put packets into packets and have a remote address. */
const POINT_TO_POINT = new Set(['ipip', 'gre', 'gretap', 'sit', 'ip6tnl', 'ip6gre', 'ip6gretap']);

/** @returns undefined for what is no tunnel, and for the devices that a tunnel's module makes by itself (`tunl0`), which have no ends */
export function tunnelFacts({ kind, info }: Pick<Link, 'kind' | 'info'>): TunnelFacts | undefined {
  const text = (field: string) => (info[field] === undefined ? undefined : String(info[field]));
  if (kind === 'vxlan' || kind === 'geneve') {
    const id = text('id');
    if (id === undefined) return undefined;
    return { of: `${kind} ${id} ${text('port') ?? ''}`, name: `${kind.toUpperCase()}, VNI ${id}` };
  }
  if (!POINT_TO_POINT.has(kind)) return undefined;
  const ends = ['local', 'remote'].map(text).filter((end): end is string => end !== undefined && !isAny(end));
  if (ends.length === 0) return undefined;
  return { of: `${kind} ${ends.sort(byName).join(' ')}`, name: kind.toUpperCase() };
}

const isAny = (address: string) => address === 'any' || address === '0.0.0.0' || address === '::';

/** @param devices in the order of the hosts */
export function tunnelsOf(devices: readonly (TunnelFacts & { readonly key: string })[]): Tunnel[] {
  const names = [...new Set(devices.map(({ of }) => of))].sort(byName);
  return names.map((wanted) => {
    const own = devices.filter(({ of }) => of === wanted);
    return { key: `tunnel:${wanted}`, name: own[0]?.name ?? '', ends: own.map(({ key }) => key) };
  });
}
