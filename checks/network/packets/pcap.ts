/** `tcpdump -w` output -> packets (pcap-savefile(5)). Knows of no tool and no network; what is no such file is refused. */
import { parseFrame } from './frame.ts';
import type { Packet } from './packet.ts';

/** Bytes that are no capture of Ethernet frames. */
export class UnreadablePcap extends Error {}

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
/** LINKTYPE_ETHERNET, https://www.tcpdump.org/linktypes.html */
const ETHERNET = 1;

/** Magic number -> what the two parts of a time stamp are, and in which order bytes stand. */
const MAGIC: ReadonlyMap<number, { readonly little: boolean; readonly fraction: number }> = new Map([
  [0xa1b2c3d4, { little: false, fraction: 1e-6 }],
  [0xd4c3b2a1, { little: true, fraction: 1e-6 }],
  [0xa1b23c4d, { little: false, fraction: 1e-9 }],
  [0x4d3cb2a1, { little: true, fraction: 1e-9 }],
]);

/** In the order of the capture. @throws UnreadablePcap */
export function parsePcap(bytes: Uint8Array): Packet[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < FILE_HEADER) throw new UnreadablePcap(`${bytes.length} bytes are too few for a capture`);
  const form = MAGIC.get(view.getUint32(0));
  if (!form) throw new UnreadablePcap(`a capture does not begin with ${hex(view.getUint32(0))}`);
  const { little, fraction } = form;
  const linkType = view.getUint32(20, little) & 0x0fffffff;
  if (linkType !== ETHERNET)
    throw new UnreadablePcap(`link type ${linkType} is not Ethernet: capture on one device, not on "any"`);
  const packets: Packet[] = [];
  let at = FILE_HEADER;
  while (at < bytes.length) {
    if (at + RECORD_HEADER > bytes.length)
      throw new UnreadablePcap(`the header of packet ${packets.length + 1} is cut off`);
    const time = view.getUint32(at, little) + view.getUint32(at + 4, little) * fraction;
    const captured = view.getUint32(at + 8, little);
    const original = view.getUint32(at + 12, little);
    at += RECORD_HEADER;
    if (at + captured > bytes.length) throw new UnreadablePcap(`packet ${packets.length + 1} is cut off`);
    packets.push(parseFrame(bytes.subarray(at, at + captured), time, original));
    at += captured;
  }
  return packets;
}

function hex(number: number): string {
  return `0x${number.toString(16).padStart(8, '0')}`;
}
