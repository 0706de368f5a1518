/** Nodes of a cluster as states for tests: each with a bridge, a pod on it, and a route to the range of each other node. */

import { address, chain, host, link, loopback, netns, route, veth } from '../../../testing/fixtures.ts';
import { networkOf, splitPrefix } from '../../addresses.ts';
import type { HostState, NetworkNamespace, Route } from '../../state/network-state.ts';

export interface NodeParts {
  /** Of the node itself; the pods' routes to the other nodes are what a test takes away or turns. */
  readonly routes?: readonly Route[];
  readonly podRoutes?: readonly Route[];
  readonly forwards?: boolean;
  readonly forwardPolicy?: 'ACCEPT' | 'DROP';
  /** Of the pod; default `10.244.N.2/24`. */
  readonly podAddress?: string;
  /** Of the bridge; default `10.244.N.1/24`. */
  readonly gateway?: string;
  readonly pod?: (built: NetworkNamespace) => NetworkNamespace;
}

/** Number N: the node 172.18.0.(N+2) with the pods' range 10.244.N.0/24. */
export function node(name: string, number: number, podName: string, parts: NodeParts = {}): HostState {
  const { forwards = true, forwardPolicy = 'ACCEPT', pod: change = (built) => built } = parts;
  const gateway = parts.gateway ?? `10.244.${number}.1/24`;
  const { ip: via, prefix } = splitPrefix(gateway);
  const range = `${networkOf(via, prefix)}/${prefix}`;
  const own = netns('', {
    links: [
      loopback(true),
      link('eth0', {
        ifindex: 2,
        peerIfindex: 77,
        peerNetnsid: 5,
        addresses: [address(`172.18.0.${number + 2}/16`)],
      }),
      link('br0', { ifindex: 3, kind: 'bridge', addresses: [address(gateway)] }),
    ],
    routes: [
      route('default', { gateway: '172.18.0.1', device: 'eth0' }),
      route('172.18.0.0/16', { device: 'eth0', protocol: 'kernel', scope: 'link' }),
      route(range, { device: 'br0', protocol: 'kernel', scope: 'link' }),
      ...(parts.routes ?? []),
    ],
    sysctls: { 'net.ipv4.ip_forward': forwards ? '1' : '0' },
    iptables: { tables: { filter: [chain('FORWARD', [], { policy: forwardPolicy })] } },
  });
  const pod = netns(podName, {
    routes: parts.podRoutes ?? [
      route('default', { gateway: via, device: 'eth0' }),
      route(range, { device: 'eth0', protocol: 'kernel', scope: 'link' }),
    ],
  });
  const [outside, inside] = veth([own, `veth-${podName}`], [pod, 'eth0'], {
    a: { master: 'br0' },
    b: { addresses: [address(parts.podAddress ?? `10.244.${number}.2/24`)] },
  });
  return host([outside, change(inside)], { name });
}

/** The same hosts as virtual machines: each kernel numbers its namespaces by itself, and they all begin alike. */
export function asMachines(hosts: readonly HostState[]): HostState[] {
  return hosts.map((one) => {
    const inodes = new Map(one.namespaces.map(({ inode }, index) => [inode, 4026531840 + index]));
    const renumbered = (inode: number) => inodes.get(inode) ?? inode;
    return {
      ...one,
      namespaces: one.namespaces.map(({ inode, links, ...netns }) => ({
        ...netns,
        inode: renumbered(inode),
        ...(links && {
          links: links.map(({ peerNamespace, ...end }) => ({
            ...end,
            ...(peerNamespace !== undefined && { peerNamespace: renumbered(peerNamespace) }),
          })),
        }),
      })),
    };
  });
}

/** `10.244.1.0/24 via 172.18.0.3` of the node with number 1 */
export function toNode(number: number): Route {
  return route(`10.244.${number}.0/24`, { gateway: `172.18.0.${number + 2}`, device: 'eth0' });
}
