/** `bridge -j fdb` (iproute2) -> forwarding entries of bridges, VXLAN devices and the devices' own filters. */
import { z } from 'zod';
import type { FdbEntry } from './network-state.ts';
import { parseJson } from './unreadable.ts';

const schema = z.array(
  z.looseObject({
    mac: z.string(),
    ifname: z.string(),
    master: z.string().optional(),
    dst: z.string().optional(),
    state: z.string(),
    flags: z.array(z.string()),
  }),
);

/** @throws UnreadableOutput */
export function parseBridgeFdb(text: string): FdbEntry[] {
  return parseJson('bridge -j fdb', text, schema).map((entry) => ({
    mac: entry.mac,
    device: entry.ifname,
    state: entry.state,
    flags: entry.flags,
    ...(entry.master === undefined ? {} : { master: entry.master }),
    ...(entry.dst === undefined ? {} : { destination: entry.dst }),
  }));
}
