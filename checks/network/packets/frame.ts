/** One Ethernet frame -> Packet. Never throws: what makes no sense is `unknown`, for anybody may send anything. */
import { fromBytes } from '../addresses.ts';
import type { Arp, Icmp, IpHeader, OtherIp, Packet, Tcp, Udp, Vxlan } from './packet.ts';

const MAC_HEADER = 14;
const ARP_TYPE = 0x0806;
const IPV4_TYPE = 0x0800;
const ARP_BODY = 28;
/** Ethernet, IPv4, six bytes of MAC, four of address: the only ARP there is here. */
const ARP_FORM = [0, 1, 8, 0, 6, 4];
const IP_HEADER = 20;
const TCP_HEADER = 20;
const UDP_HEADER = 8;
const ICMP_HEADER = 8;
const VXLAN_HEADER = 8;
/** The only flag there is, "the VNI is valid", and reserved bits, which a sender sets to zero (RFC 7348, section 5). */
const VXLAN_FORM = 0x08000000;
/** An overlay in an overlay is two. Whoever sends a frame says how many there are, so somewhere it must end. */
const MOST_WRAPPINGS = 8;
const TCP_FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'] as const;

/**
 * @param wire bytes that it had on the wire; fewer may have been captured
 * @param around how many frames it is inside of
 */
export function parseFrame(bytes: Uint8Array, time: number, wire: number, around = 0): Packet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < MAC_HEADER)
    return { time, sourceMac: '', destinationMac: '', protocol: 'unknown', etherType: 0 };
  const etherType = view.getUint16(12);
  const body = from(view, MAC_HEADER);
  const inside =
    etherType === ARP_TYPE ? arp(body, wire - MAC_HEADER) : etherType === IPV4_TYPE ? ipv4(body) : undefined;
  const vxlan =
    inside?.protocol === 'udp' && around < MOST_WRAPPINGS
      ? wrapped(body, inside, time, around + 1)
      : undefined;
  return {
    time,
    sourceMac: mac(view, 6),
    destinationMac: mac(view, 0),
    ...(inside ?? { protocol: 'unknown', etherType }),
    ...(vxlan && { vxlan }),
  };
}

/**
 * By its form alone: the port is whatever the two ends agree on.
 * @param view an IPv4 packet that was read as UDP
 */
function wrapped(view: DataView, { payload }: Udp, time: number, around: number): Vxlan | undefined {
  const header = from(view, (view.getUint8(0) & 15) * 4 + UDP_HEADER);
  if (header.byteLength < VXLAN_HEADER + MAC_HEADER) return undefined;
  if (header.getUint32(0) !== VXLAN_FORM || header.getUint8(7) !== 0) return undefined;
  const { buffer, byteOffset, byteLength } = from(header, VXLAN_HEADER);
  const frame = new Uint8Array(buffer, byteOffset, byteLength);
  return { vni: header.getUint32(4) >>> 8, inner: parseFrame(frame, time, payload - VXLAN_HEADER, around) };
}

function arp(view: DataView, length: number): Arp | undefined {
  if (view.byteLength < ARP_BODY || ARP_FORM.some((byte, at) => view.getUint8(at) !== byte)) return undefined;
  return {
    protocol: 'arp',
    operation: view.getUint16(6),
    senderMac: mac(view, 8),
    sender: address(view, 14),
    targetMac: mac(view, 18),
    target: address(view, 24),
    length,
  };
}

function ipv4(view: DataView): Icmp | Tcp | Udp | OtherIp | undefined {
  if (view.byteLength < IP_HEADER || view.getUint8(0) >> 4 !== 4) return undefined;
  const header = (view.getUint8(0) & 15) * 4;
  const total = view.getUint16(2);
  if (header < IP_HEADER || total < header || view.byteLength < header) return undefined;
  const ip: IpHeader = {
    source: address(view, 12),
    destination: address(view, 16),
    ttl: view.getUint8(8),
    length: total - header,
  };
  const number = view.getUint8(9);
  const fragmentOffset = view.getUint16(6) & 0x1fff;
  const transport = fragmentOffset === 0 ? TRANSPORTS[number]?.(from(view, header), ip) : undefined;
  return transport ?? { ...ip, protocol: 'ip', number };
}

/** By the protocol numbers of IPv4's header; undefined: too short to be one. */
const TRANSPORTS: Readonly<Record<number, (view: DataView, ip: IpHeader) => Icmp | Tcp | Udp | undefined>> = {
  1: (view, ip) =>
    view.byteLength < ICMP_HEADER
      ? undefined
      : {
          ...ip,
          protocol: 'icmp',
          type: view.getUint8(0),
          code: view.getUint8(1),
          id: view.getUint16(4),
          sequence: view.getUint16(6),
        },
  6: (view, ip) =>
    view.byteLength < TCP_HEADER
      ? undefined
      : {
          ...ip,
          protocol: 'tcp',
          sourcePort: view.getUint16(0),
          destinationPort: view.getUint16(2),
          sequence: view.getUint32(4),
          acknowledgement: view.getUint32(8),
          flags: new Set(TCP_FLAGS.filter((_, bit) => view.getUint8(13) & (1 << bit))),
          payload: ip.length - (view.getUint8(12) >> 4) * 4,
        },
  17: (view, ip) =>
    view.byteLength < UDP_HEADER
      ? undefined
      : {
          ...ip,
          protocol: 'udp',
          sourcePort: view.getUint16(0),
          destinationPort: view.getUint16(2),
          payload: view.getUint16(4) - UDP_HEADER,
        },
};

function from(view: DataView, offset: number): DataView {
  return new DataView(view.buffer, view.byteOffset + offset, view.byteLength - offset);
}

function mac(view: DataView, at: number): string {
  return Array.from({ length: 6 }, (_, i) =>
    view
      .getUint8(at + i)
      .toString(16)
      .padStart(2, '0'),
  ).join(':');
}

function address(view: DataView, at: number): string {
  return fromBytes(new Uint8Array(view.buffer, view.byteOffset + at, 4));
}
