/** Whose MAC is it? For diagnoses. Pure. */

import { called } from '../network/state/called.ts';
import type { NetworkState } from '../network/state/network-state.ts';

/** `eth0 in namespace server`, or undefined when no device of any host has it. A bridge takes the MAC of a port: the port is named. */
export function macOwner(state: NetworkState, mac: string): string | undefined {
  const owners = Object.values(state.hosts).flatMap((host) =>
    host.namespaces.flatMap((netns) =>
      (netns.links ?? []).filter((link) => link.mac === mac).map((link) => ({ netns, link })),
    ),
  );
  const owner = owners.find(({ link }) => link.kind !== 'bridge') ?? owners[0];
  return owner === undefined ? undefined : `${owner.link.name} in ${called(owner.netns)}`;
}
