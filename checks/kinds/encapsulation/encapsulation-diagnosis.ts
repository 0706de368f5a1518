/** Why pods' packets are not wrapped as they should be: by the packets that passed, then by the nodes' tables. Pure. */

import { inRange } from '../../network/addresses.ts';
import type { Packet, Udp, Vxlan } from '../../network/packets/packet.ts';
import { packetLine } from '../../network/packets/packet-line.ts';
import { matches } from '../../network/packets/pattern.ts';
import type { NetworkState } from '../../network/state/network-state.ts';
import { routeTo } from '../../support/route-to.ts';
import type { EncapsulationArgs } from './encapsulation.ts';
import { hostWithAddress, type Tunnel, tunnelGap } from './tunnel.ts';

type Wrapped = Packet & Udp & { readonly vxlan: Vxlan };

function isWrapped(packet: Packet): packet is Wrapped {
  return packet.protocol === 'udp' && packet.vxlan !== undefined;
}

/** @param plain a packet with a pod's address, as it was on the underlay */
export function whyPlain(args: EncapsulationArgs, plain: Packet, state: NetworkState): string {
  if (plain.protocol === 'unknown') return '';
  if (plain.protocol === 'arp')
    return `the pods are taken for neighbours on the underlay (a route by ${args.device} without a gateway)`;
  const back = plain.source === args.inner.destination || plain.destination === args.inner.source;
  const node = hostWithAddress(state, back ? args.outer.destination : args.outer.source);
  const [own] = node?.namespaces ?? [];
  const route = own && routeTo(own, plain.destination);
  if (route?.device === undefined) return '';
  const via = route.gateway === undefined ? '' : ` via ${route.gateway}`;
  const way = `${route.destination}${via} dev ${route.device}`;
  if (!inRange(plain.destination, args.pods))
    return `${plain.destination} is not an address of the pods' network, so ${node?.name} sends the answer to it by ${route.device}; what a node itself sends into the tunnel needs an address on the VXLAN device`;
  return route.destination === 'default'
    ? `${node?.name} has no route to ${plain.destination} but ${way}`
    : `on ${node?.name} the route to ${plain.destination} is ${way}, which is no way into the tunnel`;
}

/** A wrapped packet between the two that is wrapped in the wrong way, in a sentence; undefined: there is none. */
export function oddWrapping(args: EncapsulationArgs, packets: readonly Packet[]): string | undefined {
  const { inner, outer, port, vni } = args;
  for (const packet of packets.filter(isWrapped)) {
    const forth = matches({ ip: 'any', ...inner }, packet.vxlan.inner);
    const back = matches(
      { ip: 'any', source: inner.destination, destination: inner.source },
      packet.vxlan.inner,
    );
    if (!forth && !back) continue;
    const [source, destination] = forth
      ? [outer.source, outer.destination]
      : [outer.destination, outer.source];
    const line = packetLine(packet);
    if (packet.destinationPort !== port)
      return `it is wrapped for UDP port ${packet.destinationPort}, and the nodes' VXLAN is at ${port} (dstport): ${line}`;
    if (packet.vxlan.vni !== vni)
      return `it is wrapped with VNI ${packet.vxlan.vni}, not ${vni}: the other node takes that for another network: ${line}`;
    if (packet.destination !== destination)
      return `it is wrapped for ${packet.destination}, not for ${destination}, the node where ${forth ? inner.destination : inner.source} is (dst of the forwarding entry): ${line}`;
    if (packet.source !== source)
      return `its wrapping says it is from ${packet.source}, not from ${source} (local of the VXLAN device): ${line}`;
  }
  return undefined;
}

/** Nothing with the right addresses inside has left. */
export function missingRequest(
  args: EncapsulationArgs,
  packets: readonly Packet[],
  state: NetworkState,
): string {
  const { inner, outer } = args;
  const wrapped = packets.filter(isWrapped);
  const rewritten = wrapped.find(
    (packet) =>
      packet.source === outer.source &&
      matches({ ip: 'any', destination: inner.destination }, packet.vxlan.inner),
  );
  if (rewritten)
    return `inside, the source is not ${inner.source} any more; it was rewritten before it was wrapped (a MASQUERADE or SNAT rule that takes too much): ${packetLine(rewritten)}`;
  const asked = wrapped.find(
    (packet) => packet.source === outer.source && matches({ arp: 'request' }, packet.vxlan.inner),
  );
  if (asked) return `${packetLine(asked)}: the node has to ask, for a neighbour entry is missing`;
  return gapOf(state, forth(args)) ?? 'the packet went another way, or it did not reach the node';
}

/** The request has left as it should; nothing of the kind came back. */
export function missingAnswer(
  args: EncapsulationArgs,
  packets: readonly Packet[],
  state: NetworkState,
): string {
  const { inner, outer } = args;
  const refused = packets.find((packet) =>
    matches({ icmp: 'unreachable', source: outer.destination, destination: outer.source }, packet),
  );
  if (refused?.protocol === 'icmp' && refused.code === 3)
    return `${outer.destination} says that nothing listens at its UDP port ${args.port}: it has no VXLAN device there, or it is DOWN`;
  const request = packets
    .filter(isWrapped)
    .find((packet) => matches({ ip: 'any', ...inner }, packet.vxlan.inner));
  const far = hostWithAddress(state, outer.destination);
  const mac = request?.vxlan.inner.destinationMac;
  const ends = (far?.namespaces[0]?.links ?? []).filter(
    ({ kind, info }) => kind === 'vxlan' && info.id === args.vni,
  );
  if (far && ends.length > 0 && !ends.some((end) => end.mac === mac))
    return `the frame inside is for ${mac}, but ${ends[0]?.name} on ${far.name} has ${ends[0]?.mac}, and throws away what is not for it`;
  return (
    gapOf(state, back(args)) ??
    `the other node has what it needs: the packet is lost beyond it, or a firewall drops it (UDP port ${args.port}, or forwarding)`
  );
}

function forth({ inner, outer, vni, port }: EncapsulationArgs): Tunnel {
  return { from: outer.source, to: outer.destination, pod: inner.destination, vni, port };
}

function back({ inner, outer, vni, port }: EncapsulationArgs): Tunnel {
  return { from: outer.destination, to: outer.source, pod: inner.source, vni, port };
}

function gapOf(state: NetworkState, tunnel: Tunnel): string | undefined {
  const node = hostWithAddress(state, tunnel.from);
  return node && tunnelGap(node, tunnel);
}
