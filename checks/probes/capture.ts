/** What passes a device while something is sent: listening begins before, and ends when all of it was written down. */
import { z } from 'zod';
import { probeFailed } from './failed.ts';
import { httpProbe, httpResult } from './http.ts';
import { origin } from './origin.ts';
import { pingProbe, pingResult } from './ping.ts';

export const captureProbe = z.strictObject({
  probe: z.literal('capture'),
  at: origin,
  device: z.string(),
  /** pcap-filter(7) */
  filter: z.string(),
  /** The capture ends when it has so many. */
  packets: z.int(),
  stimulus: z.discriminatedUnion('probe', [httpProbe, pingProbe]),
});
export type CaptureProbe = z.infer<typeof captureProbe>;

export const captured = z.strictObject({
  /** A capture file (pcap-savefile(5)), frames cut after 256 bytes. */
  pcap: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes'),
  /** It has as many packets as were asked for: later ones, if any, are not in it. */
  filled: z.boolean(),
  /** Packets that the kernel could not keep. */
  dropped: z.int(),
});
export type Captured = z.infer<typeof captured>;

export const captureResult = captured.extend({
  probe: z.literal('capture'),
  stimulus: z.discriminatedUnion('probe', [httpResult, pingResult, probeFailed]),
});
export type CaptureResult = z.infer<typeof captureResult>;
