/** Kind `fdb`: the forwarding table of a bridge or VXLAN device holds a MAC on a port, or does not. */
import { z } from 'zod';
import { type CheckKind, fail, need, pass } from '../../kind.ts';
import { sameAddress } from '../../network/addresses.ts';
import { called } from '../../network/state/called.ts';
import type { FdbEntry, NetworkNamespace, NetworkState } from '../../network/state/network-state.ts';
import { entryFields } from '../../support/entry-fields.ts';
import { deviceName, deviceReference, ipAddress, macAddress, present } from '../../support/fields.ts';
import {
  evidence,
  findLink,
  inPlace,
  isJudgement,
  missingDevice,
  otherNamespaces,
  referencedLink,
  visit,
} from '../../support/look.ts';
import { macOwner } from '../../support/mac.ts';
import { revertFdb } from './fdb-revert.ts';

const schema = z
  .strictObject({
    ...entryFields('fdb'),
    /** A bridge port or a VXLAN device. */
    port: deviceName,
    mac: macAddress.optional(),
    macOf: deviceReference.optional(),
    state: z.enum(['static', 'permanent', 'learned']).optional(),
    /** The remote VTEP, for a VXLAN device. */
    destination: ipAddress.optional(),
    present,
  })
  .refine((args) => (args.mac === undefined) !== (args.macOf === undefined), {
    path: ['mac'],
    error: 'say exactly one of mac and macOf',
  });
export type FdbArgs = z.infer<typeof schema>;

export const fdb: CheckKind<FdbArgs> = {
  kind: 'fdb',
  summary: 'a forwarding table holds a MAC on a port or VXLAN device',
  schema,
  examples: [
    { port: 'veth-a', mac: '02:00:00:00:00:01' },
    { port: 'veth-a', mac: '02:00:00:00:00:01', present: false },
  ],
  depth: 'light',
  cost: 'state',
  dependsOn: () => 'all',
  revert: { takes: 'bridge-entry', script: revertFdb },
  title: (args) => {
    const owner = args.macOf ? `the MAC of ${args.macOf.link}${inPlace(args.macOf)}` : args.mac;
    return `forwarding table${inPlace(args)}: ${owner} ${args.present ? 'is' : 'is not'} behind ${args.port}`;
  },
  judge: (args, { state }) =>
    visit(state, args, (netns) => {
      const entries = need(netns, 'fdb');
      const reference = args.macOf && referencedLink(state, args.macOf, args.host);
      if (reference && isJudgement(reference)) return reference;
      const mac = args.mac ?? reference?.mac ?? '';
      const here = entries.filter((entry) => entry.mac === mac && entry.device === args.port);
      const shown = [seen(args, entries, mac)];
      const exact = here.find((entry) => problemOf(args, entry, netns) === undefined);
      if (!args.present) {
        return exact
          ? fail(`${mac} is still behind ${args.port}`, shown)
          : pass(`${mac} is not behind ${args.port}`, shown);
      }
      if (exact) return pass(`${mac} is behind ${args.port}`, shown);
      const [near] = here;
      if (near) return fail(problemOf(args, near, netns) ?? '', shown);
      return fail(whyMissing(args, mac, netns, state), shown, missingDevice(args, netns, args.port));
    }),
};

const stateName = (entry: FdbEntry) => (entry.state === '' ? 'learned' : entry.state);

function problemOf(args: FdbArgs, entry: FdbEntry, netns: NetworkNamespace): string | undefined {
  const port = findLink(netns, args.port);
  if (port?.master !== undefined && entry.master === undefined) {
    return `${entry.mac} is in ${args.port}'s own filter (self), not in the forwarding table of the bridge (master)`;
  }
  if (args.state !== undefined && stateName(entry) !== args.state) {
    return `the entry of ${entry.mac} on ${args.port} is ${stateName(entry)}, not ${args.state}`;
  }
  if (
    args.destination !== undefined &&
    (entry.destination === undefined || !sameAddress(entry.destination, args.destination))
  ) {
    return `the entry of ${entry.mac} on ${args.port} sends to ${entry.destination ?? 'no remote VTEP'}, not to ${args.destination}`;
  }
  return undefined;
}

function whyMissing(args: FdbArgs, mac: string, netns: NetworkNamespace, state: NetworkState): string {
  const port = findLink(netns, args.port);
  if (netns.links && !port) return `there is no device ${args.port} in ${called(netns)}`;
  const behind = need(netns, 'fdb').find((entry) => entry.mac === mac && entry.device !== args.port);
  if (behind) return `${mac} is behind ${behind.device}, not behind ${args.port}`;
  if (port && port.master === undefined && port.kind !== 'vxlan' && port.kind !== 'bridge') {
    return `${args.port} is no port of a bridge, so no forwarding table speaks of it`;
  }
  const other = otherNamespaces(state, args.host, netns).find((one) =>
    one.fdb?.some((entry) => entry.mac === mac),
  );
  if (other) return `${mac} is in a forwarding table in ${called(other)}, not in ${called(netns)}`;
  const owner = macOwner(state, mac);
  const of = owner === undefined ? '' : ` (${owner})`;
  return `the forwarding table does not know ${mac}${of}: no frame from it came in by ${args.port} lately, or the entry has aged away`;
}

function seen(args: FdbArgs, entries: readonly FdbEntry[], mac: string) {
  const port = entries.filter(
    ({ device, master, mac: entry }) => device === args.port && (master !== undefined || entry === mac),
  );
  const found = port.map((entry) =>
    [entry.mac, stateName(entry), entry.destination].filter(Boolean).join(' '),
  );
  return evidence(
    args,
    `bridge fdb show dev ${args.port}`,
    found.join('; ') || 'no entries',
    `${args.present ? '' : 'no '}${mac}`,
  );
}
