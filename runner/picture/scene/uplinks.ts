/** Which interfaces lead to the segments of the topology. Pure. */
import type { LabHost } from '../../../checks/network/topology.ts';
import type { Interface, Namespace } from './scene-model.ts';

/**
 * The topology calls a host's interfaces eth0, eth1, ...; one that was moved or renamed since is known by its key.
 * @param spaces keys of their namespaces, the host's own first
 */
export function withSegments(
  scenes: readonly Interface[],
  spaces: readonly string[],
  lab: LabHost | undefined,
  before: readonly Namespace[],
): Interface[] {
  const were = new Map(
    before.flatMap(({ interfaces }) => interfaces.map(({ key, segment }) => [key, segment] as const)),
  );
  const taken = new Set<string>();
  const segments = scenes.map((one, at) => {
    // The far end of a segment is in no namespace of the host.
    if (one.peer !== undefined || (one.kind !== 'veth' && one.kind !== '')) return undefined;
    const ownSpace = spaces[at] === spaces[0];
    const index = lab?.interfaces.findIndex(({ address }, place) =>
      ownSpace ? one.name === `eth${place}` : one.addresses.some((word) => word.startsWith(`${address}/`)),
    );
    const segment = were.get(one.key) ?? lab?.interfaces[index ?? -1]?.segment;
    if (segment === undefined || taken.has(segment)) return undefined;
    taken.add(segment);
    return segment;
  });
  return scenes.map((one, at) => {
    const segment = segments[at];
    return segment === undefined ? one : { ...one, segment };
  });
}
