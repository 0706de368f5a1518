/** Two scenes -> what was added, removed and changed, by key. Pure. */

import { listeningText } from './layout/drawn-words.ts';
import {
  type Interface,
  type Namespace,
  namespaceName,
  placedInterfaces,
  type Scene,
} from './scene/scene-model.ts';

export type Change = 'added' | 'removed' | 'changed';

export interface Difference {
  readonly key: string;
  readonly change: Change;
  /** `eth0 of client on worker` */
  readonly name: string;
  /** Of what changed: each fact as it was and as it is. */
  readonly facts: readonly { readonly what: string; readonly before: string; readonly after: string }[];
}

interface Thing {
  readonly name: string;
  readonly facts: Readonly<Record<string, string>>;
}

export function differenceOf(before: Scene, after: Scene): Difference[] {
  const [old, now] = [thingsOf(before), thingsOf(after)];
  const removed = [...old].filter(([key]) => !now.has(key));
  const rest = [...now].flatMap(([key, { name, facts }]): Difference[] => {
    const was = old.get(key);
    if (!was) return [{ key, change: 'added', name, facts: [] }];
    const changed = Object.keys(facts)
      .filter((what) => facts[what] !== was.facts[what])
      .map((what) => ({ what, before: was.facts[what] ?? '', after: facts[what] ?? '' }));
    return changed.length > 0 ? [{ key, change: 'changed', name, facts: changed }] : [];
  });
  return [
    ...removed.map(([key, { name }]) => ({ key, change: 'removed' as const, name, facts: [] })),
    ...rest,
  ];
}

export function changesByKey(differences: readonly Difference[]): Map<string, Change> {
  return new Map(differences.map(({ key, change }) => [key, change]));
}

function thingsOf(scene: Scene): Map<string, Thing> {
  const things = new Map<string, Thing>();
  const names = new Map<string, string>();
  for (const { host, namespace, link } of placedInterfaces(scene)) {
    const place = namespace.own ? '' : ` of ${namespaceName(host, namespace)}`;
    names.set(link.key, `${link.name}${place} on ${host.name}`);
  }
  for (const host of scene.hosts)
    for (const namespace of host.namespaces) {
      const title = namespace.own
        ? `host ${host.name}`
        : `namespace ${namespaceName(host, namespace)} on ${host.name}`;
      things.set(namespace.key, { name: title, facts: namespaceFacts(namespace) });
      for (const link of namespace.interfaces) {
        const name = names.get(link.key) ?? link.name;
        things.set(link.key, { name, facts: interfaceFacts(link, title, names) });
      }
    }
  return things;
}

function interfaceFacts(link: Interface, place: string, names: ReadonlyMap<string, string>): Thing['facts'] {
  const { name, kind, state, addresses, mtu, bridge, peer, segment } = link;
  return {
    place,
    name,
    kind,
    state,
    addresses: addresses.filter((address) => !address.startsWith('fe80:')).join(', '),
    mtu: String(mtu),
    bridge: bridge === undefined ? '' : (names.get(bridge) ?? ''),
    peer: peer === undefined ? '' : (names.get(peer) ?? ''),
    segment: segment ?? '',
  };
}

function namespaceFacts({
  containers,
  listens = [],
  nat = [],
  services = [],
  routes,
}: Namespace): Thing['facts'] {
  return {
    containers: containers.join(', '),
    listens: listens.map(listeningText).join(', '),
    NAT: nat.flatMap(({ rules }) => rules).join('\n'),
    Services: services
      .map(({ address, endpoints }) => `${address} -> ${endpoints.map(({ to }) => to).join(', ')}`)
      .join('\n'),
    routes: routes.filter((route) => !route.startsWith('fe80:')).join('\n'),
  };
}
