/** Questions about a device: its ifindex, its peer's, its MAC, its MTU, its address, how many ports it has. Pure. */
import { CouldNotLook, fail, hostState, need } from '../../kind.ts';
import type { Link, NetworkNamespace, NetworkState } from '../../state/network-state.ts';
import type { Judgement } from '../../verdict.ts';
import { splitPrefix } from '../ip.ts';
import { called, evidence, findLink, type Place, typed } from '../look.ts';
import { type Asked, wholeNumber } from './asked.ts';

type Fact = 'ifindex' | 'peer-ifindex' | 'mac' | 'mtu' | 'address' | 'bridge-port-count';

interface LinkArgs extends Place {
  readonly of: Fact;
  readonly link: string;
}

export function linkFact(args: LinkArgs, netns: NetworkNamespace, state: NetworkState): Asked | Judgement {
  const links = need(netns, 'links');
  const link = findLink(netns, args.link);
  if (!link) {
    return fail(`there is no device ${args.link} in ${called(netns)}, so the question has no answer yet`, [
      evidence(args, 'ip link', links.map(({ name }) => name).join(', '), args.link),
    ]);
  }
  const device = `${args.link} in ${called(netns)}`;
  return FACTS[args.of]({
    link,
    links,
    device,
    show: (command) => typed(args, command),
    others: devicesOfHost(args, state, link, netns),
  });
}

interface Looked {
  readonly link: Link;
  readonly links: readonly Link[];
  /** How to call it. */
  readonly device: string;
  /** A command as typed on the host. */
  show(command: string): string;
  /** Every other device of the host, with how to call it. */
  readonly others: readonly { readonly link: Link; readonly device: string }[];
}

const number = { form: 'a number', normalise: wholeNumber };

const FACTS: Readonly<Record<Fact, (looked: Looked) => Asked>> = {
  ifindex: ({ link, device, others, show }) => ({
    ...number,
    what: `the ifindex of ${device}`,
    right: [String(link.ifindex)],
    near: [
      ...(link.peerIfindex === undefined
        ? []
        : [{ value: String(link.peerIfindex), words: `the ifindex of ${link.name}'s other end` }]),
      ...others.map((one) => ({ value: String(one.link.ifindex), words: `the ifindex of ${one.device}` })),
    ],
    command: show(`ip link show ${link.name}`),
  }),
  'peer-ifindex': ({ link, device, others, show }) => {
    if (link.peerIfindex === undefined) throw new CouldNotLook(`${device} has no other end`);
    return {
      ...number,
      what: `the ifindex of the other end of ${device}`,
      right: [String(link.peerIfindex)],
      near: [
        { value: String(link.ifindex), words: `${link.name}'s own ifindex` },
        ...others.map((one) => ({ value: String(one.link.ifindex), words: `the ifindex of ${one.device}` })),
      ],
      command: show(`ip link show ${link.name}`),
    };
  },
  mac: ({ link, device, others, show }) => ({
    what: `the MAC of ${device}`,
    form: 'a MAC address such as 02:42:ac:12:00:03',
    right: [link.mac],
    near: others.map((one) => ({ value: one.link.mac, words: `the MAC of ${one.device}` })),
    command: show(`ip link show ${link.name}`),
    normalise: (text) => {
      const mac = text.trim().toLowerCase().replaceAll('-', ':');
      return /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(mac) ? mac : undefined;
    },
  }),
  mtu: ({ link, device, others, show }) => ({
    ...number,
    what: `the MTU of ${device}`,
    right: [String(link.mtu)],
    near: others.map((one) => ({ value: String(one.link.mtu), words: `the MTU of ${one.device}` })),
    command: show(`ip link show ${link.name}`),
  }),
  address: ({ link, device, others, show }) => ({
    what: `the IPv4 address of ${device}`,
    form: 'an IPv4 address such as 10.0.0.2',
    right: addresses(link),
    near: others.flatMap((one) =>
      addresses(one.link).map((value) => ({ value, words: `the address of ${one.device}` })),
    ),
    command: show(`ip addr show dev ${link.name}`),
    normalise: (text) => /^\s*(\d+(\.\d+){3})(\/\d+)?\s*$/.exec(text)?.[1],
  }),
  'bridge-port-count': ({ link, links, device, show }) => {
    const ports = links.filter(({ master }) => master === link.name);
    return {
      ...number,
      what: `how many ports ${device} has`,
      right: [String(ports.length)],
      near: [
        { value: String(ports.filter(({ up }) => up).length), words: 'how many of its ports are up' },
        { value: String(ports.length + 1), words: 'the ports and the bridge itself' },
        { value: String(links.length), words: 'how many devices the namespace has' },
      ],
      command: show(`ip link show master ${link.name}`),
    };
  },
};

function addresses(link: Link): string[] {
  return link.addresses
    .filter(({ family }) => family === 'inet')
    .map(({ address }) => splitPrefix(address).ip);
}

function devicesOfHost(
  args: LinkArgs,
  state: NetworkState,
  link: Link,
  netns: NetworkNamespace,
): Looked['others'] {
  const seen = new Set<number>();
  // Its own namespace first: the likelier mistake is the one that is named.
  const namespaces = [netns, ...hostState(state, args.host).namespaces];
  return namespaces.flatMap((one) => {
    if (seen.has(one.inode)) return [];
    seen.add(one.inode);
    return (one.links ?? [])
      .filter((other) => one.inode !== netns.inode || other.ifindex !== link.ifindex)
      .map((other) => ({ link: other, device: `${other.name} in ${called(one)}` }));
  });
}
