/** `ip -j -d neigh` (iproute2) -> neighbour entries, IPv4 (ARP) and IPv6 (NDP). */
import { z } from 'zod';
import type { Neighbour } from './network-state.ts';
import { parseJson } from './unreadable.ts';

const schema = z.array(
  z.looseObject({
    dst: z.string(),
    dev: z.string(),
    /** Absent while nobody has answered: INCOMPLETE, FAILED. */
    lladdr: z.string().optional(),
    state: z.array(z.string()),
  }),
);

/** @throws UnreadableOutput */
export function parseIpNeigh(text: string): Neighbour[] {
  return parseJson('ip -j -d neigh', text, schema).map((entry) => ({
    address: entry.dst,
    device: entry.dev,
    states: entry.state,
    ...(entry.lladdr === undefined ? {} : { mac: entry.lladdr }),
  }));
}
