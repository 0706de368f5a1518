/** Kind `route`: a route to exactly that destination is in a table of the namespace, or is not. */
import { z } from 'zod';
import { type CheckKind, fail, need, pass } from '../../kind.ts';
import { canonicalDestination, inRange, sameAddress, splitPrefix } from '../../network/addresses.ts';
import { called } from '../../network/state/called.ts';
import type { NetworkNamespace, NetworkState, Route } from '../../network/state/network-state.ts';
import { entryFields } from '../../support/entry-fields.ts';
import { destination, deviceName, ipAddress, present } from '../../support/fields.ts';
import { evidence, findLink, inPlace, missingDevice, otherNamespaces, visit } from '../../support/look.ts';
import { revertRoute } from './route-revert.ts';

const schema = z.strictObject({
  ...entryFields('route'),
  destination,
  via: ipAddress.optional(),
  dev: deviceName.optional(),
  /** Name or number. */
  table: z.union([z.string().min(1), z.int().transform(String)]).default('main'),
  /** As `ip route` prints it: kernel, boot, static, bird... */
  protocol: z.string().min(1).optional(),
  scope: z.enum(['global', 'link', 'host']).optional(),
  /** No route to a part of the destination may be beside it: the longer prefix would win. */
  alone: z.boolean().default(false),
  present,
});
export type RouteArgs = z.infer<typeof schema>;

export const route: CheckKind<RouteArgs> = {
  kind: 'route',
  summary: 'a route to exactly that destination is in a table',
  schema,
  examples: [{ destination: 'default' }, { destination: 'default', present: false }],
  depth: 'light',
  cost: 'state',
  dependsOn: () => 'lasting',
  revert: { takes: 'route-entry', script: revertRoute },
  title: (args) =>
    args.present ? `route ${wanted(args)}${inPlace(args)}` : `no route ${wanted(args)}${inPlace(args)}`,
  judge: (args, { state }) =>
    visit(state, args, (netns) => {
      const candidates = toDestination(args, need(netns, 'routes')).filter(
        ({ table }) => table === args.table,
      );
      const exact = candidates.find((candidate) => problemOf(args, candidate) === undefined);
      const shown = [seen(args, netns)];
      if (!args.present) {
        return exact
          ? fail(`the route ${words(exact)} is still there`, shown)
          : pass(`there is no route ${wanted(args)}`, shown);
      }
      const part = args.alone ? partOf(args, need(netns, 'routes')) : undefined;
      if (part)
        return fail(
          `${exact ? 'besides the route' : 'instead of one route'} to ${args.destination} there is one to a part of it: ${words(part)}`,
          shown,
        );
      if (exact) return pass(`${words(exact)}`, shown);
      const [near] = candidates;
      if (near) return fail(problemOf(args, near) ?? '', shown);
      return fail(whyMissing(args, netns, state), shown, missingDevice(args, netns, args.dev));
    }),
};

function toDestination(args: RouteArgs, routes: readonly Route[]): Route[] {
  const wantedDestination = canonicalDestination(args.destination);
  const v6 = args.destination.includes(':') || (args.via?.includes(':') ?? false);
  return routes.filter(
    (candidate) =>
      canonicalDestination(candidate.destination) === wantedDestination &&
      // The default routes of both families have the same name.
      (wantedDestination !== 'default' || v6 === (candidate.family === 'inet6')),
  );
}

/** A route of the same table to less than the destination. IPv4. */
function partOf(args: RouteArgs, routes: readonly Route[]): Route | undefined {
  const whole = splitPrefix(canonicalDestination(args.destination)).prefix;
  return routes.find(
    ({ family, table, destination: own }) =>
      family === 'inet' &&
      table === args.table &&
      own !== 'default' &&
      splitPrefix(own).prefix > whole &&
      inRange(splitPrefix(own).ip, args.destination),
  );
}

/** What keeps this route to the right destination from being the one that is asked for. */
function problemOf(args: RouteArgs, found: Route): string | undefined {
  if (found.type !== 'unicast') {
    return `the route to ${args.destination} is a ${found.type}: it drops what it matches`;
  }
  const hops = found.nexthops ?? [found];
  const { via, dev } = args;
  const viaMatches = (hop: { gateway?: string }) =>
    via === undefined || (hop.gateway !== undefined && sameAddress(hop.gateway, via));
  if (!hops.some(viaMatches)) {
    const gateways = hops.flatMap(({ gateway }) => (gateway === undefined ? [] : [gateway]));
    return gateways.length === 0
      ? `the route to ${args.destination} has no gateway: it takes ${args.destination} for on-link, instead of going via ${via}`
      : `the route to ${args.destination} goes via ${gateways.join(' and ')}, not via ${via}`;
  }
  if (dev !== undefined && !hops.some((hop) => viaMatches(hop) && hop.device === dev)) {
    return `the route to ${args.destination} leaves by ${hops.map(({ device }) => device).join(' and ')}, not by ${dev}`;
  }
  if (args.protocol !== undefined && found.protocol !== args.protocol) {
    return `the route to ${args.destination} is there, but from ${found.protocol}, not from ${args.protocol}`;
  }
  if (args.scope !== undefined && found.scope !== args.scope) {
    return `the route to ${args.destination} has scope ${found.scope}, not ${args.scope}`;
  }
  if (found.flags.includes('dead'))
    return `the route to ${args.destination} is dead: its device has no carrier`;
  return undefined;
}

function whyMissing(args: RouteArgs, netns: NetworkNamespace, state: NetworkState): string {
  const routes = need(netns, 'routes');
  const [elsewhere] = toDestination(args, routes);
  if (elsewhere)
    return `the route to ${args.destination} is in table ${elsewhere.table}, not in table ${args.table}`;
  const device = args.dev === undefined ? undefined : findLink(netns, args.dev);
  if (args.dev !== undefined && netns.links && !device) {
    return `there is no device ${args.dev} in ${called(netns)} for a route to ${args.destination}`;
  }
  if (device && !device.up) {
    return `there is no route to ${args.destination}, and ${args.dev} is DOWN: the kernel drops the routes of a device that goes down`;
  }
  const ip = splitPrefix(args.destination).ip;
  const near = routes.find(
    (one) =>
      one.table === args.table && one.destination !== 'default' && splitPrefix(one.destination).ip === ip,
  );
  if (near) return `there is a route to ${near.destination}, not to ${args.destination}`;
  if (args.destination !== 'default') {
    for (const other of otherNamespaces(state, args.host, netns)) {
      if (toDestination(args, other.routes ?? []).some(({ protocol }) => protocol !== 'kernel')) {
        return `there is a route to ${args.destination}, but in ${called(other)}, not in ${called(netns)}`;
      }
    }
  }
  const otherwise = routes.some((one) => one.table === args.table && one.destination === 'default');
  const what = args.destination === 'default' ? 'no default route' : `no route to ${args.destination}`;
  return `${called(netns)} has ${what}${args.destination !== 'default' && otherwise ? ': packets follow the default route' : ''}`;
}

function words(found: Route): string {
  const hops = found.nexthops ?? [found];
  return [
    found.destination,
    ...hops.flatMap(({ gateway, device }) => [
      ...(gateway === undefined ? [] : [`via ${gateway}`]),
      ...(device === undefined ? [] : [`dev ${device}`]),
    ]),
  ].join(' ');
}

function wanted(args: RouteArgs): string {
  return [
    args.destination === 'default' ? 'default' : `to ${args.destination}`,
    ...(args.via === undefined ? [] : [`via ${args.via}`]),
    ...(args.dev === undefined ? [] : [`dev ${args.dev}`]),
    ...(args.table === 'main' ? [] : [`in table ${args.table}`]),
  ].join(' ');
}

function seen(args: RouteArgs, netns: NetworkNamespace) {
  const v6 = args.destination.includes(':');
  const routes = need(netns, 'routes').filter(
    (one) => one.table === args.table && (one.family === 'inet6') === v6,
  );
  const command = `ip ${v6 ? '-6 ' : ''}route${args.table === 'main' ? '' : ` show table ${args.table}`}`;
  return evidence(args, command, routes.map(words).join('; ') || 'no routes', wanted(args));
}
