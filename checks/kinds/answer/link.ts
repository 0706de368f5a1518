/** Questions about a device: its ifindex, its peer's, its MAC, its MTU, its address, how many ports it has. Pure. */
import { type Dependence, fail, hostState, Inconclusive, need } from '../../kind.ts';
import { addressPlus, broadcastOf, familyOf, networkOf, splitPrefix } from '../../network/addresses.ts';
import { called } from '../../network/state/called.ts';
import type { Link, NetworkNamespace, NetworkState } from '../../network/state/network-state.ts';
import { findPeer } from '../../network/state/peer.ts';
import { deviceName } from '../../support/fields.ts';
import { evidence, findLink, type Place, typed } from '../../support/look.ts';
import type { Judgement } from '../../verdict.ts';
import { type AnswerKind, type Asked, answerKind, wholeNumber } from './asked.ts';

interface LinkArgs extends Place {
  readonly link: string;
}

function lookUp(
  question: (looked: Looked) => Asked,
  args: LinkArgs,
  netns: NetworkNamespace,
  state: NetworkState,
): Asked | Judgement {
  const links = need(netns, 'links');
  const link = findLink(netns, args.link);
  if (!link) {
    return fail(`there is no device ${args.link} in ${called(netns)}, so the question has no answer yet`, [
      evidence(args, 'ip link', links.map(({ name }) => name).join(', '), args.link),
    ]);
  }
  const device = `${args.link} in ${called(netns)}`;
  return question({
    link,
    peer: findPeer(hostState(state, args.host), netns, link)?.link,
    links,
    device,
    show: (command) => typed(args, command),
    others: devicesOfHost(args, state, link, netns),
  });
}

interface Looked {
  readonly link: Link;
  /** Its other end, where that is on the same host and known for sure. */
  readonly peer: Link | undefined;
  readonly links: readonly Link[];
  /** How to call it. */
  readonly device: string;
  /** A command as typed on the host. */
  show(command: string): string;
  /** Every other device of the host, with how to call it. */
  readonly others: readonly { readonly link: Link; readonly device: string }[];
}

const number = { form: 'a number', normalise: wholeNumber };

function fact(of: string, dependsOn: Dependence, question: (looked: Looked) => Asked): AnswerKind {
  return answerKind(
    of,
    { link: deviceName },
    {
      example: { link: 'eth0' },
      dependsOn,
      lookUp: (args, netns, state) => lookUp(question, args, netns, state),
    },
  );
}

export const linkFacts: readonly AnswerKind[] = [
  fact('ifindex', 'lasting', ({ link, device, others, show }) => ({
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
  })),
  fact('peer-ifindex', 'lasting', ({ link, device, others, show }) => {
    if (link.peerIfindex === undefined) throw new Inconclusive(`${device} has no other end`);
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
  }),
  /** Of the other end of `link`, in whichever namespace of the host it is. */
  fact('peer-name', 'all', ({ link, peer, device, others, show }) => {
    if (!peer) throw new Inconclusive(`the other end of ${device} cannot be found on this host`);
    return {
      what: `the name of the other end of ${device}`,
      form: 'the name of a device',
      right: [peer.name],
      near: [
        { value: link.name, words: "the device's own name" },
        ...others
          .filter((one) => one.link.name !== peer.name)
          .map((one) => ({ value: one.link.name, words: `another device: ${one.device}` })),
      ],
      command: show(`ip link show ${link.name}`),
      // As `ip link` prints it: `veth1234@if2:`
      normalise: (text) => /^\s*([^\s/@:]{1,15})(?:@\S*)?:?\s*$/.exec(text)?.[1],
    };
  }),
  fact('mac', 'lasting', ({ link, device, others, show }) => ({
    what: `the MAC of ${device}`,
    form: 'a MAC address such as 02:42:ac:12:00:03',
    right: [link.mac],
    near: others.map((one) => ({ value: one.link.mac, words: `the MAC of ${one.device}` })),
    command: show(`ip link show ${link.name}`),
    normalise: (text) => {
      const mac = text.trim().toLowerCase().replaceAll('-', ':');
      return /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(mac) ? mac : undefined;
    },
  })),
  fact('mtu', 'all', ({ link, device, others, show }) => ({
    ...number,
    what: `the MTU of ${device}`,
    right: [String(link.mtu)],
    near: others.map((one) => ({ value: String(one.link.mtu), words: `the MTU of ${one.device}` })),
    command: show(`ip link show ${link.name}`),
  })),
  /** An IPv4 address of the device; with or without its prefix length. */
  fact('address', 'all', ({ link, device, others, show }) => ({
    what: `the IPv4 address of ${device}`,
    form: 'an IPv4 address such as 10.0.0.2',
    right: addresses(link),
    near: others.flatMap((one) =>
      addresses(one.link).map((value) => ({ value, words: `the address of ${one.device}` })),
    ),
    command: show(`ip addr show dev ${link.name}`),
    normalise: ipv4,
  })),
  /** The last address of the network that the device's first IPv4 address is in. */
  fact('broadcast', 'all', ({ link, device, show }) => {
    const own = link.addresses.find(({ family }) => family === 'inet');
    if (!own) throw new Inconclusive(`${device} has no IPv4 address`);
    const right = broadcastOf(own.address, own.prefix);
    return {
      what: `the broadcast address of the network that ${device} is in`,
      form: 'an IPv4 address such as 10.0.0.255',
      right: [right],
      near: [
        { value: own.address, words: `the address of ${device} itself` },
        {
          value: networkOf(own.address, own.prefix),
          words: 'the first address, all of whose host bits are 0',
        },
        { value: addressPlus(right, -1) ?? '', words: 'the last address that a machine can have' },
        ...[8, 16, 24]
          .filter((prefix) => prefix !== own.prefix)
          .map((prefix) => ({
            value: broadcastOf(own.address, prefix),
            words: `the last address of a /${prefix}, where the mask ends at a dot`,
          })),
        { value: '255.255.255.255', words: 'the broadcast address of whatever network one is in' },
      ].filter(({ value }) => value !== right),
      command: show('ip route show table local'),
      normalise: ipv4,
    };
  }),
  /** How many ports the bridge `link` has. */
  fact('bridge-port-count', 'lasting', ({ link, links, device, show }) => {
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
  }),
];

/** Without a prefix length, if one was typed. */
function ipv4(text: string): string | undefined {
  const { ip, prefix } = splitPrefix(text.trim());
  return familyOf(ip) === 'inet' && !Number.isNaN(prefix) ? ip : undefined;
}

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
