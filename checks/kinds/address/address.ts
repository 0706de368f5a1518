/** Kind `address`: an address with its prefix length is on a device of the namespace, or is not. */
import { z } from 'zod';
import { type CheckKind, fail, need, pass } from '../../kind.ts';
import { sameAddress, splitPrefix } from '../../network/addresses.ts';
import { called } from '../../network/state/called.ts';
import type { Address, Link, NetworkNamespace, NetworkState } from '../../network/state/network-state.ts';
import { entryFields } from '../../support/entry-fields.ts';
import { deviceName, prefixedAddress, present } from '../../support/fields.ts';
import {
  evidence,
  findLink,
  inPlace,
  missingDevice,
  otherNamespaces,
  stillIn,
  visit,
} from '../../support/look.ts';
import type { Judgement } from '../../verdict.ts';
import { revertAddress } from './address-revert.ts';

const schema = z.strictObject({
  ...entryFields('address'),
  address: prefixedAddress,
  link: deviceName.optional(),
  present,
});
export type AddressArgs = z.infer<typeof schema>;

export const address: CheckKind<AddressArgs> = {
  kind: 'address',
  summary: 'an address with its prefix length is on a device',
  schema,
  examples: [{ address: '10.0.0.2/24' }, { address: '10.0.0.2/24', present: false }],
  depth: 'light',
  cost: 'state',
  dependsOn: () => 'lasting',
  revert: { takes: 'interface-address', script: revertAddress },
  title: (args) =>
    `${args.address} is ${args.present ? '' : 'not '}on ${args.link ?? 'a device'}${inPlace(args)}`,
  judge: (args, { state }) =>
    visit(state, args, (netns) => {
      const held = holders(args.address, need(netns, 'links'));
      const exact = held.find((holder) => isExact(args, holder));
      if (!args.present) {
        return exact
          ? fail(`${args.address} is still on ${exact.link.name} in ${called(netns)}`, [seen(args, netns)])
          : pass(`${args.address} is not there`, [seen(args, netns)]);
      }
      if (exact)
        return pass(`${args.address} is on ${exact.link.name} in ${called(netns)}`, [seen(args, netns)]);
      const why = whyMissing(args, netns, state, held);
      return fail(why, [seen(args, netns)], missingDevice(args, netns, args.link));
    }),
};

interface Holder {
  readonly link: Link;
  readonly address: Address;
}

/** Devices that carry the address, whatever its prefix length. */
function holders(wanted: string, links: readonly Link[]): Holder[] {
  const { ip } = splitPrefix(wanted);
  return links.flatMap((link) =>
    link.addresses.filter(({ address }) => sameAddress(address, ip)).map((address) => ({ link, address })),
  );
}

function isExact(args: AddressArgs, { link, address }: Holder): boolean {
  return (
    (args.link === undefined || args.link === link.name) &&
    address.prefix === splitPrefix(args.address).prefix
  );
}

function whyMissing(
  args: AddressArgs,
  netns: NetworkNamespace,
  state: NetworkState,
  held: readonly Holder[],
): string {
  const { ip, prefix } = splitPrefix(args.address);
  const near = held.find(({ link }) => link.name === args.link) ?? held[0];
  if (near) {
    if (args.link !== undefined && near.link.name !== args.link)
      return `${ip} is on ${near.link.name}, not on ${args.link}`;
    const full = near.address.family === 'inet' ? 32 : 128;
    return near.address.prefix === full
      ? `${ip} is there with /${full}, so nothing is on-link: it must be /${prefix}`
      : `${ip} is on ${near.link.name} with /${near.address.prefix}, not /${prefix}: another range would be on-link`;
  }
  for (const other of otherNamespaces(state, args.host, netns)) {
    const [elsewhere] = holders(args.address, other.links ?? []);
    if (elsewhere)
      return `${ip} is on ${elsewhere.link.name}, but ${stillIn(other)}, not in ${called(netns)}`;
  }
  const link = args.link === undefined ? undefined : findLink(netns, args.link);
  if (args.link !== undefined && !link)
    return `there is no device ${args.link} in ${called(netns)} to carry ${args.address}`;
  const family = ip.includes(':') ? 'inet6' : 'inet';
  const others = link?.addresses.filter((one) => one.family === family && one.scope !== 'link') ?? [];
  if (link && others.length > 0) {
    return `${link.name} has ${others.map((one) => `${one.address}/${one.prefix}`).join(', ')}, not ${args.address}`;
  }
  return link
    ? `${link.name} has no ${family === 'inet' ? 'IPv4' : 'IPv6'} address yet`
    : `no device in ${called(netns)} has ${args.address}`;
}

function seen(args: AddressArgs, netns: NetworkNamespace): Judgement['evidence'][number] {
  const links = need(netns, 'links').filter(({ name }) => args.link === undefined || name === args.link);
  const found = links.flatMap((link) =>
    link.addresses.map((one) => `${link.name} ${one.address}/${one.prefix}`),
  );
  const command = args.link === undefined ? 'ip -brief addr' : `ip addr show dev ${args.link}`;
  return evidence(
    args,
    command,
    found.join(', ') || 'no addresses',
    args.present ? args.address : `no ${args.address}`,
  );
}
