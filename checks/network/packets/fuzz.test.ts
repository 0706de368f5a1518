/** Captures that no tcpdump wrote, and frames that anybody may send: taken apart as far as they make sense, or refused in words. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { changedBytes, expectPlain, fuzz } from '../../testing/fuzz.ts';
import { parseFrame } from './frame.ts';
import { packetLine } from './packet-line.ts';
import { parsePcap, UnreadablePcap } from './pcap.ts';

const folder = new URL('fixtures/', import.meta.url);
const captures = readdirSync(folder)
  .filter((name) => name.endsWith('.pcap'))
  .map((name) => new Uint8Array(readFileSync(new URL(name, folder))));

/** Of a capture in the byte order of this test's fixtures. */
function framesOf(capture: Uint8Array): Uint8Array[] {
  const view = new DataView(capture.buffer, capture.byteOffset, capture.byteLength);
  const frames: Uint8Array[] = [];
  for (let at = 24; at < capture.length; ) {
    const length = view.getUint32(at + 8, true);
    frames.push(capture.subarray(at + 16, at + 16 + length));
    at += 16 + length;
  }
  return frames;
}
const frames = captures.flatMap(framesOf);

test('captures', async () => {
  expect(captures.length).toBeGreaterThan(5);
  await fuzz(
    1500,
    (draw) => changedBytes(draw, draw.pick(captures)),
    (bytes) => {
      try {
        const packets = parsePcap(bytes);
        expectPlain(packets);
        packets.map(packetLine);
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadablePcap);
      }
    },
  );
});

test('frames', async () => {
  expect(frames.length).toBeGreaterThan(30);
  await fuzz(
    6000,
    (draw) => changedBytes(draw, draw.pick(frames)),
    (bytes) => {
      const packet = parseFrame(bytes, 1, bytes.length);
      expectPlain(packet);
      packetLine(packet);
    },
  );
});

test('a frame in a frame in a frame, as often as fit into a capture', () => {
  const wrapped = frames.find((frame) => {
    const packet = parseFrame(frame, 1, frame.length);
    return packet.protocol === 'udp' && packet.vxlan !== undefined;
  });
  if (!wrapped) throw new Error('no fixture has VXLAN');
  const head = wrapped.subarray(0, 14 + 20 + 8 + 8);
  const nested = Buffer.concat([...Array.from({ length: 20_000 }, () => head), wrapped]);
  const packet = parseFrame(nested, 1, nested.length);
  expectPlain(packet);
  expect(packetLine(packet)).toContain('VXLAN');
});
