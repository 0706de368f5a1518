/** What a picture writes beside things, and says of them to who points at them or cannot see them. Pure. */
import {
  type Host,
  type Interface,
  type Listening,
  type Namespace,
  namespaceName,
  type SceneSegment,
} from '../scene/scene-model.ts';

/** Those that the kernel gives for one link by itself are in every namespace, and say nothing. */
export function drawnAddresses({ addresses }: Interface): string[] {
  return addresses.filter((address) => !address.startsWith('fe80:'));
}

/** `10.0.0.2/24`, `10.0.0.2/24 +1` */
export function addressText(link: Interface): string {
  const [first = '', ...more] = drawnAddresses(link);
  return more.length > 0 ? `${first} +${more.length}` : first;
}

export const stateWord = ({ state }: Interface): string => (state === 'up' ? '' : state);

const ANY = new Set(['0.0.0.0', '::', '*']);

/** `:80`, `127.0.0.1:53/udp` */
export function listeningText({ protocol, address, port }: Listening): string {
  const host = ANY.has(address) ? '' : address.includes(':') ? `[${address}]` : address;
  return `${host}:${port}${protocol === 'udp' ? '/udp' : ''}`;
}

/** `listens :80 :4000` */
export function listensText({ listens = [] }: Namespace): string {
  const all = new Set(listens.map(listeningText));
  return all.size === 0 ? '' : `listens ${[...all].join(' ')}`;
}

/** `NAT masquerade, DNAT`, `NAT DNAT, 3 Services` */
export function natText({ nat = [], services = [] }: Namespace): string {
  const words = nat.map(({ what }) => what);
  if (services.length > 0) words.push(services.length === 1 ? '1 Service' : `${services.length} Services`);
  return words.length === 0 ? '' : `NAT ${words.join(', ')}`;
}

/** All of it is bounded: a namespace may hold thousands of things. */
const MOST_SAID = 12;

function listed(all: readonly string[]): string {
  const more = all.length - MOST_SAID;
  return all.slice(0, MOST_SAID).join(', ') + (more > 0 ? `, and ${more} more` : '');
}

export function interfaceSays(link: Interface, others: ReadonlyMap<string, string>): string {
  const { name, kind, state, mtu, bridge, peer, segment, tunnel } = link;
  const addresses = drawnAddresses(link);
  return [
    `${name}: ${kind === '' ? 'device' : kind}, ${state}`,
    addresses.length > 0 ? listed(addresses) : 'no address',
    `MTU ${mtu}`,
    bridge === undefined ? '' : `port of ${others.get(bridge) ?? 'a bridge'}`,
    peer === undefined ? '' : `peer ${others.get(peer) ?? 'elsewhere'}`,
    segment === undefined ? '' : `on segment ${segment}`,
    tunnel === undefined ? '' : tunnel.name,
  ]
    .filter((words) => words !== '')
    .join('; ');
}

export function namespaceSays(host: Host, namespace: Namespace): string {
  const { own, containers, listens = [], services = [] } = namespace;
  const name = namespaceName(host, namespace);
  return [
    own ? `Host ${name}` : `Network namespace ${name} on ${host.name}`,
    containers.length > 0 ? `a Pod’s: containers ${listed(containers)}` : '',
    ...(listens.length > 0
      ? [`listens ${listed(listens.map((one) => [listeningText(one), ...one.by].join(' ')))}`]
      : []),
    natText(namespace),
    ...(services.length > 0 ? [listed(services.map(serviceText))] : []),
  ]
    .filter((words) => words !== '')
    .join('; ');
}

/** `Service 10.96.0.10:80 -> 10.244.1.2:8080 (33 %), 10.244.2.2:8080 (67 %)` */
export function serviceText({ address, endpoints }: NonNullable<Namespace['services']>[number]): string {
  const to = endpoints.map((one) => `${one.to} (${Math.round(one.share * 100)} %)`);
  return `Service ${address} -> ${to.length > 0 ? listed(to) : 'no endpoint'}`;
}

/** The rules themselves. */
export function natSays({ nat = [], services = [] }: Namespace): string {
  return listed([...services.map(serviceText), ...nat.flatMap(({ rules }) => rules)]);
}

export function segmentSays({ name, subnets, router }: SceneSegment): string {
  const gateway = router.length > 0 ? `; the router has ${router.join(' and ')} here` : '';
  return `Segment ${name}, ${subnets.join(' and ')}${gateway}`;
}
