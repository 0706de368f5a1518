/** Why a packet that a capture should hold is not there: the likely mistake, by the packets that are. Pure. */
import type { Packet } from '../../network/packets/packet.ts';
import { packetLine } from '../../network/packets/packet-line.ts';
import { matches, type Pattern } from '../../network/packets/pattern.ts';
import type { NetworkState } from '../../network/state/network-state.ts';
import { macOwner } from '../../support/mac.ts';

/** @param sent what the stimulus was */
export function missingPacket(
  pattern: Pattern,
  packets: readonly Packet[],
  state: NetworkState,
  sent: 'ping' | 'http',
): string {
  if (packets.length === 0)
    return 'nothing of the kind passed there at all (another device, a missing route, or an entry in place of the question)';
  const unanswered = packets.find(
    (packet) =>
      packet.protocol === 'arp' &&
      packet.operation === 1 &&
      !packets.some((other) => matches({ arp: 'reply', sender: packet.target }, other)),
  );
  const request = packets.find((packet) =>
    sent === 'ping' ? matches({ icmp: 'echo-request' }, packet) : matches({ tcp: 'syn' }, packet),
  );
  if (request && !packets.some((packet) => isAnswer(packet, request))) return astray(request, state);
  if (unanswered) return `no answer came to the question "${packetLine(unanswered)}"`;
  const near = packets.find((packet) => matches(loose(pattern), packet));
  return near
    ? `the nearest that passed is ${packetLine(near)}`
    : `what passed is, first of ${packets.length}: ${packetLine(packets[0] as Packet)}`;
}

/** The same sort of packet, whoever sent it to whom. */
function loose({ arp, icmp, tcp, udp, ip }: Pattern): Pattern {
  return { arp, icmp, tcp, udp, ip };
}

function isAnswer(packet: Packet, request: Packet): boolean {
  if (request.protocol === 'icmp')
    return matches({ icmp: 'echo-reply', destination: request.source }, packet);
  return (
    request.protocol === 'tcp' &&
    packet.protocol === 'tcp' &&
    packet.destination === request.source &&
    packet.destinationPort === request.sourcePort
  );
}

function astray(request: Packet, state: NetworkState): string {
  const owner = macOwner(state, request.destinationMac);
  const whose = owner === undefined ? 'which no device has' : `the MAC of ${owner}`;
  return `${packetLine(request)} left for ${request.destinationMac}, ${whose}, and nothing came back`;
}
