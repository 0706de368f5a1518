/** `ip -j -d route show table all` (iproute2) -> routes of every table but `local`, IPv4 and IPv6. */
import { z } from 'zod';
import type { Route } from './network-state.ts';
import { parseJson } from './unreadable.ts';

const hop = {
  gateway: z.string().optional(),
  /** A gateway of the other address family. */
  via: z.looseObject({ host: z.string() }).optional(),
  dev: z.string().optional(),
};

const schema = z.array(
  z.looseObject({
    ...hop,
    type: z.string().default('unicast'),
    dst: z.string(),
    table: z.string().default('main'),
    protocol: z.string().default('boot'),
    scope: z.string().default('global'),
    prefsrc: z.string().optional(),
    metric: z.int().optional(),
    flags: z.array(z.string()).default([]),
    nexthops: z.array(z.looseObject(hop)).optional(),
  }),
);
type RawRoute = z.infer<typeof schema>[number];

/** @throws UnreadableOutput */
export function parseIpRoute(text: string): Route[] {
  return parseJson('ip -j -d route show table all', text, schema)
    .filter((route) => route.table !== 'local')
    .map(toRoute);
}

function toRoute(raw: RawRoute): Route {
  return {
    destination: raw.dst,
    family: family(raw),
    table: raw.table,
    protocol: raw.protocol,
    scope: raw.scope,
    type: raw.type,
    flags: raw.flags,
    ...toHop(raw),
    ...(raw.prefsrc === undefined ? {} : { source: raw.prefsrc }),
    ...(raw.metric === undefined ? {} : { metric: raw.metric }),
    ...(raw.nexthops === undefined ? {} : { nexthops: raw.nexthops.map(toHop) }),
  };
}

function toHop(raw: {
  gateway?: string | undefined;
  via?: { host: string } | undefined;
  dev?: string | undefined;
}) {
  const gateway = raw.gateway ?? raw.via?.host;
  return {
    ...(gateway === undefined ? {} : { gateway }),
    ...(raw.dev === undefined ? {} : { device: raw.dev }),
  };
}

/** ip does not print the family; `default` without a gateway carries an IPv6 mark only in `pref` (RFC 4191), which IPv4 lacks. */
function family(raw: RawRoute): Route['family'] {
  const tell = raw.dst === 'default' ? (raw.gateway ?? raw.nexthops?.[0]?.gateway ?? '') : raw.dst;
  return tell.includes(':') || 'pref' in raw ? 'inet6' : 'inet';
}
