/** Kind `neighbour`: the neighbour table (ARP, NDP) of the namespace holds an entry for an address, or does not. */
import { z } from 'zod';
import { type CheckKind, fail, need, pass } from '../../kind.ts';
import { sameAddress } from '../../network/addresses.ts';
import { called } from '../../network/state/called.ts';
import type { Neighbour, NetworkNamespace, NetworkState } from '../../network/state/network-state.ts';
import { entryFields } from '../../support/entry-fields.ts';
import { deviceName, deviceReference, ipAddress, macAddress, present } from '../../support/fields.ts';
import {
  evidence,
  inPlace,
  isJudgement,
  otherNamespaces,
  referencedLink,
  visit,
} from '../../support/look.ts';
import { macOwner } from '../../support/mac.ts';
import { revertNeighbour } from './neighbour-revert.ts';

const STATES = [
  'PERMANENT',
  'NOARP',
  'REACHABLE',
  'STALE',
  'DELAY',
  'PROBE',
  'INCOMPLETE',
  'FAILED',
] as const;

const schema = z
  .strictObject({
    ...entryFields('neighbour'),
    address: ipAddress,
    dev: deviceName.optional(),
    state: z.enum(STATES).optional(),
    mac: macAddress.optional(),
    /** The entry must hold this device's MAC. */
    macOf: deviceReference.optional(),
    present,
  })
  .refine((args) => args.mac === undefined || args.macOf === undefined, {
    path: ['macOf'],
    error: 'cannot stand beside mac: say one of the two',
  });
export type NeighbourArgs = z.infer<typeof schema>;

export const neighbour: CheckKind<NeighbourArgs> = {
  kind: 'neighbour',
  summary: 'the neighbour table (ARP, NDP) holds an entry for an address',
  schema,
  examples: [{ address: '10.0.0.2' }, { address: '10.0.0.2', present: false }],
  depth: 'light',
  cost: 'state',
  dependsOn: () => 'all',
  revert: { takes: 'neighbour-entry', script: revertNeighbour },
  title: (args) =>
    `${args.present ? '' : 'no '}${args.state === undefined ? '' : `${args.state} `}neighbour entry for ${args.address}${inPlace(args)}`,
  judge: (args, { state }) =>
    visit(state, args, (netns) => {
      const entries = need(netns, 'neighbours').filter((entry) => sameAddress(entry.address, args.address));
      const reference = args.macOf && referencedLink(state, args.macOf, args.host);
      if (reference && isJudgement(reference)) return reference;
      const mac = args.mac ?? reference?.mac;
      const shown = [seen(args, entries, mac)];
      const exact = entries.find((entry) => problemOf(args, entry, mac, state) === undefined);
      if (!args.present) {
        return exact
          ? fail(`the entry for ${args.address} is still there: ${words(exact)}`, shown)
          : pass(`there is no such entry for ${args.address}`, shown);
      }
      if (exact)
        return pass(`${args.address} is at ${exact.mac ?? 'no MAC'} (${exact.states.join(', ')})`, shown);
      const near = entries.find(({ device }) => device === args.dev) ?? entries[0];
      return fail(near ? (problemOf(args, near, mac, state) ?? '') : whyMissing(args, netns, state), shown);
    }),
};

function problemOf(
  args: NeighbourArgs,
  entry: Neighbour,
  mac: string | undefined,
  state: NetworkState,
): string | undefined {
  const { address, dev } = args;
  if (dev !== undefined && entry.device !== dev)
    return `the entry for ${address} is on ${entry.device}, not on ${dev}`;
  if (entry.mac === undefined && args.state !== 'FAILED' && args.state !== 'INCOMPLETE') {
    return `ARP asked who has ${address}, and no answer came: the entry is ${entry.states.join(', ')}, without a MAC`;
  }
  if (mac !== undefined && entry.mac !== mac) {
    const owner = macOwner(state, entry.mac ?? '');
    return `the entry for ${address} holds ${entry.mac}${owner === undefined ? ', which no device has' : `, the MAC of ${owner}`}; it must hold ${mac}`;
  }
  if (args.state !== undefined && !entry.states.includes(args.state)) {
    const why = args.state === 'PERMANENT' ? ': it was learned and will age' : '';
    return `the entry for ${address} is ${entry.states.join(', ')}, not ${args.state}${why}`;
  }
  return undefined;
}

function whyMissing({ host, address }: NeighbourArgs, netns: NetworkNamespace, state: NetworkState): string {
  const other = otherNamespaces(state, host, netns).find((one) =>
    one.neighbours?.some((entry) => sameAddress(entry.address, address) && entry.mac !== undefined),
  );
  if (other) {
    return `the entry for ${address} is in ${called(other)}, not in ${called(netns)}: each namespace has a neighbour table of its own`;
  }
  return `${called(netns)} has no neighbour entry for ${address}: nothing was sent there yet, or the entry has aged away`;
}

function words({ address, device, mac, states }: Neighbour): string {
  return `${address} dev ${device} ${mac === undefined ? '' : `lladdr ${mac} `}${states.join(',')}`;
}

function seen(args: NeighbourArgs, entries: readonly Neighbour[], mac: string | undefined) {
  const wanted = [
    mac === undefined ? [] : [`lladdr ${mac}`],
    args.state === undefined ? [] : [args.state],
  ].flat();
  return evidence(
    args,
    `ip neigh show ${args.address}`,
    entries.map(words).join('; ') || 'no entry',
    args.present ? wanted.join(' ') || 'an entry' : 'no such entry',
  );
}
