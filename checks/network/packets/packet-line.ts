/** A packet as a line of text, in the words of `tcpdump -nt -T vxlan`, which takes two lines for a packet inside another. Judges nothing. */
import type { Packet, Tcp, Udp } from './packet.ts';

/** As tcpdump abbreviates them, in its order. */
const FLAG_LETTERS = [
  ['FIN', 'F'],
  ['SYN', 'S'],
  ['RST', 'R'],
  ['PSH', 'P'],
  ['ACK', '.'],
  ['URG', 'U'],
] as const;

/** `ARP, Request who-has 10.0.0.3 tell 10.0.0.2, length 28` */
export function packetLine(packet: Packet): string {
  if (packet.protocol === 'unknown')
    return `${packet.sourceMac} > ${packet.destinationMac}, ethertype 0x${packet.etherType.toString(16).padStart(4, '0')}`;
  if (packet.protocol === 'arp') {
    const { operation, sender, senderMac, target, targetMac, length } = packet;
    const asked = targetMac === NOBODY ? '' : ` (${targetMac})`;
    if (operation === 1) return `ARP, Request who-has ${target}${asked} tell ${sender}, length ${length}`;
    if (operation === 2) return `ARP, Reply ${sender} is-at ${senderMac}, length ${length}`;
    return `ARP, operation ${operation}, length ${length}`;
  }
  const { source, destination } = packet;
  switch (packet.protocol) {
    case 'icmp':
      return `IP ${source} > ${destination}: ICMP ${icmpWords(packet)}, length ${packet.length}`;
    case 'tcp':
      return `IP ${source}.${packet.sourcePort} > ${destination}.${packet.destinationPort}: Flags [${letters(packet)}], length ${packet.payload}`;
    case 'udp':
      return `IP ${source}.${packet.sourcePort} > ${destination}.${packet.destinationPort}: ${udpWords(packet)}`;
    case 'ip':
      return `IP ${source} > ${destination}: ip-proto-${packet.number} ${packet.length}`;
  }
}

function udpWords({ vxlan, payload }: Udp): string {
  return vxlan === undefined
    ? `UDP, length ${payload}`
    : `VXLAN, flags [I] (0x08), vni ${vxlan.vni}: ${packetLine(vxlan.inner)}`;
}

const NOBODY = '00:00:00:00:00:00';

function icmpWords({
  type,
  code,
  id,
  sequence,
}: {
  type: number;
  code: number;
  id: number;
  sequence: number;
}) {
  switch (type) {
    case 0:
      return `echo reply, id ${id}, seq ${sequence}`;
    case 8:
      return `echo request, id ${id}, seq ${sequence}`;
    case 3:
      return `destination unreachable, code ${code}`;
    case 5:
      return `redirect, code ${code}`;
    case 11:
      return 'time exceeded';
    default:
      return `type ${type}, code ${code}`;
  }
}

function letters({ flags }: Tcp): string {
  return (
    FLAG_LETTERS.filter(([name]) => flags.has(name))
      .map(([, letter]) => letter)
      .join('') || 'none'
  );
}
