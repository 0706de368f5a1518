/** A captured frame -> the packet that it carries, and the packet around that one. Pure. */
import { parseFrame } from '../packets/frame.ts';
import type { Packet } from '../packets/packet.ts';
import type { PacketView } from './journey.ts';
import type { Frame } from './observed.ts';

const ETHERNET = 14;
const IPIP = 4;

interface ReadFrame {
  /** What the frame carries first, and what that carries in turn; the same when it carries no packet. */
  readonly outer: Packet;
  readonly inner: Packet;
  readonly bytes: Uint8Array;
}

export function readFrame({ bytes: hex, length }: Frame): ReadFrame {
  const bytes = new Uint8Array(Buffer.from(hex, 'hex'));
  const outer = parseFrame(bytes, 0, length);
  if (outer.protocol === 'udp' && outer.vxlan) return { outer, inner: outer.vxlan.inner, bytes };
  if (outer.protocol === 'ip' && outer.number === IPIP) {
    const header = ((bytes[ETHERNET] ?? 0) & 15) * 4;
    const inside = Buffer.concat([bytes.subarray(0, ETHERNET), bytes.subarray(ETHERNET + header)]);
    return { outer, inner: parseFrame(inside, 0, length - header), bytes };
  }
  return { outer, inner: outer, bytes };
}

/** Of an error of `fragmentation needed` bytes 6 and 7 of the ICMP header. */
export function mtuIn({ bytes }: Frame): number {
  const data = Buffer.from(bytes, 'hex');
  return data.readUInt16BE(ETHERNET + ((data[ETHERNET] ?? 0) & 15) * 4 + 6);
}

export function viewOf(outer: Packet, inner: Packet): PacketView | undefined {
  if (inner.protocol !== 'tcp' && inner.protocol !== 'udp' && inner.protocol !== 'icmp') return undefined;
  const { source, destination, ttl, length, sourceMac, destinationMac } = inner;
  const ports =
    inner.protocol === 'icmp'
      ? { icmp: { type: inner.type, code: inner.code, id: inner.id } }
      : { sourcePort: inner.sourcePort, destinationPort: inner.destinationPort };
  const flags = inner.protocol === 'tcp' ? { flags: [...inner.flags].join(' ') } : {};
  const around = outer === inner ? {} : { encapsulation: encapsulation(outer) };
  return {
    protocol: inner.protocol,
    source,
    destination,
    ttl,
    length,
    sourceMac,
    destinationMac,
    ...ports,
    ...flags,
    ...around,
  } as PacketView;
}

function encapsulation(outer: Packet): PacketView['encapsulation'] {
  if (outer.protocol !== 'udp' && outer.protocol !== 'ip') return undefined;
  const { source, destination, ttl, sourceMac, destinationMac } = outer;
  const common = { source, destination, ttl, sourceMac, destinationMac };
  if (outer.protocol === 'ip') return { kind: 'ipip', ...common };
  const { sourcePort, destinationPort, vxlan } = outer;
  return { kind: 'vxlan', ...(vxlan && { vni: vxlan.vni }), ...common, sourcePort, destinationPort };
}
