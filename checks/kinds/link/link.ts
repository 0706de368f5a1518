/** Kind `link`: a device, its state, its master and where its other end is. */
import { z } from 'zod';
import { type CheckKind, fail, findNamespace, hostState, Inconclusive, need, pass } from '../../kind.ts';
import { called } from '../../network/state/called.ts';
import type { Link, NetworkNamespace, NetworkState } from '../../network/state/network-state.ts';
import { findPeer } from '../../network/state/peer.ts';
import { entryFields } from '../../support/entry-fields.ts';
import { deviceName, netnsName, present } from '../../support/fields.ts';
import {
  calledPlace,
  closest,
  evidence,
  findLink,
  inPlace,
  missingDevice,
  noNamespace,
  otherNamespaces,
  stillIn,
  visit,
} from '../../support/look.ts';
import type { Judgement } from '../../verdict.ts';
import { revertLink } from './link-revert.ts';
import { problemOf } from './problem.ts';

const schema = z.strictObject({
  ...entryFields('link'),
  name: deviceName,
  present,
  up: z.boolean().optional(),
  /** As in `ip link add ... type veth`; `loopback` for lo. */
  type: z.string().min(1).optional(),
  /** The bridge it must be a port of; null: it must have no master. */
  master: deviceName.nullable().optional(),
  mtu: z.int().min(68).max(65536).optional(),
  carrier: z.boolean().optional(),
  /** Where the other end of a veth pair must be. Absent host: the check's; absent netns: the host's own. */
  peer: z
    .strictObject({
      host: z.string().min(1).optional(),
      netns: netnsName.optional(),
      name: deviceName.optional(),
    })
    .optional(),
});
export type LinkArgs = z.infer<typeof schema>;

export const link: CheckKind<LinkArgs> = {
  kind: 'link',
  summary: 'a device, its state, its master and where its other end is',
  schema,
  examples: [{ name: 'eth0' }, { name: 'eth0', present: false }],
  depth: 'light',
  cost: 'state',
  dependsOn: () => 'lasting',
  revert: { takes: 'interface', script: revertLink },
  title: (args) => `${args.name}${inPlace(args)} ${wanted(args)}`,
  judge: (args, { state }) =>
    visit(state, args, (netns) => {
      need(netns, 'links');
      const found = findLink(netns, args.name);
      if (!args.present) {
        return found
          ? fail(`${args.name} is still in ${called(netns)}`, [seen(args, found)])
          : pass(`${called(netns)} has no device ${args.name}`, [names(args, netns)]);
      }
      if (!found) {
        const missing = missingDevice(args, netns, args.name);
        return { ...whyMissing(args, netns, state), ...(missing !== undefined && { missing }) };
      }
      const problem = problemOf(args, found, netns) ?? peerProblem(args, found, netns, state);
      return problem === undefined
        ? pass(`${args.name} ${wanted(args)}`, [seen(args, found)])
        : fail(problem, [seen(args, found)]);
    }),
};

function wanted(args: LinkArgs): string {
  if (!args.present) return 'is gone';
  const words = [
    args.type === undefined ? [] : [`is a ${args.type}`],
    args.up === undefined ? [] : [args.up ? 'is up' : 'is down'],
    args.master === undefined ? [] : [args.master === null ? 'has no master' : `is a port of ${args.master}`],
    args.mtu === undefined ? [] : [`has MTU ${args.mtu}`],
    args.carrier === undefined ? [] : [args.carrier ? 'has carrier' : 'has no carrier'],
    args.peer === undefined ? [] : [`has its other end in ${calledPlace(args.peer)}`],
  ].flat();
  return words.join(', ') || 'exists';
}

function whyMissing(args: LinkArgs, netns: NetworkNamespace, state: NetworkState): Judgement {
  const here = [names(args, netns)];
  for (const other of otherNamespaces(state, args.host, netns)) {
    const found = findLink(other, args.name);
    // lo and eth0 are in every namespace: that another one has its own says nothing.
    if (!found || found.kind === 'loopback' || (args.name === 'eth0' && other.name === '')) continue;
    return fail(
      `${args.name} is ${found.up ? 'up' : 'there'}, but it is ${stillIn(other)}, not in ${called(netns)}`,
      here,
    );
  }
  const similar = closest(
    args.name,
    need(netns, 'links').map(({ name }) => name),
  );
  const hint = similar === undefined ? '' : `; there is one named ${similar}`;
  return fail(`there is no device ${args.name} in ${called(netns)}${hint}`, here);
}

function peerProblem(
  args: LinkArgs,
  found: Link,
  netns: NetworkNamespace,
  state: NetworkState,
): string | undefined {
  if (args.peer === undefined) return undefined;
  const place = { host: args.peer.host ?? args.host, netns: args.peer.netns };
  if (found.kind !== 'veth')
    return `${args.name} is a ${found.kind || 'physical device'}, not one end of a veth pair`;
  const target = findNamespace(state, place.host, place.netns);
  if (!target) return noNamespace(hostState(state, place.host), place.netns ?? '').diagnosis;
  const host = hostState(state, args.host);
  const end = findPeer(host, netns, found);
  if (!end) {
    const unread = host.namespaces.find((other) => !other.links);
    if (unread)
      throw new Inconclusive(`links of ${called(unread)}: ${unread.missing.links ?? 'not collected'}`);
    return `the other end of ${args.name} (ifindex ${found.peerIfindex ?? 'unknown'}) is not in ${called(target)}`;
  }
  if (end.netns.inode !== target.inode) {
    return `the other end of ${args.name}, ${end.link.name}, is ${stillIn(end.netns)}, not in ${called(target)}`;
  }
  if (args.peer.name !== undefined && end.link.name !== args.peer.name) {
    return `the other end of ${args.name} is ${end.link.name}, not ${args.peer.name}`;
  }
  return undefined;
}

function seen(args: LinkArgs, found: Link) {
  const parts = [
    found.kind,
    found.up ? 'UP' : 'DOWN',
    `mtu ${found.mtu}`,
    ...(found.master === undefined ? [] : [`master ${found.master}`]),
    ...(found.peerIfindex === undefined ? [] : [`other end is ifindex ${found.peerIfindex}`]),
  ];
  return evidence(args, `ip -d link show ${args.name}`, parts.filter(Boolean).join(', '), wanted(args));
}

function names(args: LinkArgs, netns: NetworkNamespace) {
  return evidence(
    args,
    'ip link',
    need(netns, 'links')
      .map(({ name }) => name)
      .join(', '),
    wanted(args),
  );
}
