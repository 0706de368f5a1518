/** Observation -> Scene. Pure: the same set of facts gives the same scene, in whatever order they were listed. */
import type { NetworkState } from '../../../checks/network/state/network-state.ts';
import type { Topology } from '../../../checks/network/topology.ts';
import type { Observation } from '../../../checks/observation.ts';
import { hostScene } from './host-scene.ts';
import { hostKey, segmentKey } from './keys.ts';
import { sortedBy } from './order.ts';
import { placedInterfaces, type Scene, type SceneSegment } from './scene-model.ts';
import { tunnelsOf } from './tunnels.ts';

/**
 * @param previous the scene before: what is still there keeps its key, and what a light observation does not look at
 *   (sockets, rules) stays as it was seen last
 */
export function sceneOf(
  { topology, state }: Pick<Observation, 'topology' | 'state'>,
  previous?: Scene,
): Scene {
  const hosts = hostOrder(topology, state).map((name) => {
    const known = state.hosts[name] ?? { name, namespaces: [], processes: [], unreadable: 'not seen' };
    const lab = topology.hosts.find((host) => host.name === name);
    return hostScene(
      known,
      lab,
      previous?.hosts.find(({ key }) => key === hostKey(name)),
    );
  });
  const scene = { segments: sceneSegments(topology), hosts, tunnels: [] };
  const devices = placedInterfaces(scene).flatMap(({ link: { key, tunnel } }) =>
    tunnel === undefined ? [] : [{ ...tunnel, key }],
  );
  return { ...scene, tunnels: tunnelsOf(devices) };
}

/** In the topology's own order, which is part of what it says. */
function sceneSegments({ segments, hosts }: Topology): SceneSegment[] {
  return segments.map(({ name, subnet, subnet6, router, router6 }) => ({
    key: segmentKey(name),
    name,
    subnets: [subnet, subnet6].filter((one) => one !== undefined),
    router: [router, router6].filter((one) => one !== undefined),
    hosts: hosts
      .filter(({ interfaces }) => interfaces.some(({ segment }) => segment === name))
      .map((host) => hostKey(host.name))
      .sort(),
  }));
}

/** Hosts of one segment stand together; who is on several stands with the first. */
function hostOrder(topology: Topology, state: NetworkState): string[] {
  const segments = sceneSegments(topology);
  const first = (name: string) => {
    const at = segments.findIndex(({ hosts }) => hosts.includes(hostKey(name)));
    return at < 0 ? segments.length : at;
  };
  const names = new Set([...topology.hosts.map(({ name }) => name), ...Object.keys(state.hosts)]);
  return sortedBy([...names], first, (name) => name);
}
