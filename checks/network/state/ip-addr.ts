/** `ip -j -d addr` (iproute2) -> links with their addresses. */
import { z } from 'zod';
import type { Address, Link } from './network-state.ts';
import { parseJson } from './unreadable.ts';

const address = z.looseObject({
  family: z.string(),
  local: z.string().optional(),
  /** The far end of a point-to-point address; alone when there is no `local` (anycast). */
  address: z.string().optional(),
  prefixlen: z.int(),
  scope: z.string(),
  broadcast: z.string().optional(),
});

const schema = z.array(
  z.looseObject({
    ifindex: z.int(),
    ifname: z.string(),
    flags: z.array(z.string()),
    mtu: z.int(),
    operstate: z.string(),
    link_type: z.string(),
    /** Absent for devices without a link-layer address. */
    address: z.string().optional(),
    master: z.string().optional(),
    /** Name of the other end when it is in this namespace, too; null for a tunnel bound to no device. */
    link: z.string().nullable().optional(),
    /** Its ifindex when it is in another namespace. */
    link_index: z.int().optional(),
    link_netnsid: z.int().optional(),
    linkinfo: z
      .looseObject({
        info_kind: z.string().optional(),
        info_data: z.record(z.string(), z.unknown()).optional(),
        info_slave_kind: z.string().optional(),
        info_slave_data: z.looseObject({ state: z.string().optional() }).optional(),
      })
      .optional(),
    addr_info: z.array(address),
  }),
);
type RawLink = z.infer<typeof schema>[number];

/** @throws UnreadableOutput */
export function parseIpAddr(text: string): Link[] {
  const raw = parseJson('ip -j -d addr', text, schema);
  const indexes = new Map(raw.map((link) => [link.ifname, link.ifindex]));
  return raw.map((link) => toLink(link, indexes));
}

function toLink(raw: RawLink, indexes: ReadonlyMap<string, number>): Link {
  const peerIfindex = raw.link_index || (raw.link ? indexes.get(raw.link) : undefined);
  const info = raw.linkinfo;
  const portState = info?.info_slave_kind === 'bridge' ? info.info_slave_data?.state : undefined;
  return {
    ifindex: raw.ifindex,
    name: raw.ifname,
    kind: info?.info_kind ?? (raw.link_type === 'loopback' ? 'loopback' : ''),
    mac: raw.address ?? '',
    mtu: raw.mtu,
    flags: raw.flags,
    up: raw.flags.includes('UP'),
    operstate: raw.operstate,
    addresses: raw.addr_info.flatMap(toAddress),
    info: info?.info_data ?? {},
    ...(peerIfindex === undefined ? {} : { peerIfindex }),
    ...(raw.link_netnsid === undefined ? {} : { peerNetnsid: raw.link_netnsid }),
    ...(raw.master === undefined ? {} : { master: raw.master }),
    ...(portState === undefined ? {} : { portState }),
  };
}

/** IPv4 and IPv6 only: other families (MPLS, AX.25) have no place in a lab. */
function toAddress(raw: z.infer<typeof address>): Address[] {
  const local = raw.local ?? raw.address;
  if (local === undefined || (raw.family !== 'inet' && raw.family !== 'inet6')) return [];
  const { family, prefixlen: prefix, scope, broadcast } = raw;
  return [{ family, address: local, prefix, scope, ...(broadcast === undefined ? {} : { broadcast }) }];
}
