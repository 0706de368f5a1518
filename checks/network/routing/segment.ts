/** Which devices share a wire: the two ends of a veth pair, the ports of a bridge with all behind them, a lab's segment. Pure. */
import type { Link, NetworkNamespace, NetworkState } from '../state/network-state.ts';
import { findPeer } from '../state/peer.ts';
import { hostOf, type Topology } from '../topology.ts';

/** What was built, and what is there now. */
export interface Network {
  readonly topology: Topology;
  readonly state: NetworkState;
}

interface Placed {
  readonly host: string;
  readonly netns: NetworkNamespace;
  readonly link: Link;
}

/** Of two devices whose wires are not known (tunnels, say) it is taken for granted that they meet. */
export function sameSegment(network: Network, a: Placed, b: Placed): boolean {
  const [one, other] = [segmentOf(network, a), segmentOf(network, b)];
  return one === undefined || other === undefined || one === other;
}

/** The topology's name of the segment that a host's own interface is on. */
export function labSegment(topology: Topology, { host, netns, link }: Placed): string | undefined {
  if (netns.name !== '' || link.kind !== 'veth') return undefined;
  // They are eth0, eth1, ... in the topology's order.
  return hostOf(topology, host)?.interfaces.find((_, index) => link.name === `eth${index}`)?.segment;
}

function segmentOf({ topology, state }: Network, { host, netns, link }: Placed): string | undefined {
  const bridge = (of: NetworkNamespace, name: string) => `bridge ${host} ${of.inode} ${name}`;
  if (link.kind === 'bridge') return bridge(netns, link.name);
  if (link.master !== undefined) return bridge(netns, link.master);
  if (link.kind === 'loopback') return `lo ${host} ${netns.inode}`;
  if (link.kind !== 'veth') return undefined;
  const known = state.hosts[host];
  const peer = known && findPeer(known, netns, link);
  if (!peer) {
    // The other end of a host's own cable is outside of every host.
    const segment = labSegment(topology, { host, netns, link });
    return segment === undefined ? undefined : `segment ${segment}`;
  }
  if (peer.link.master !== undefined) return bridge(peer.netns, peer.link.master);
  const ends = [`${netns.inode}:${link.ifindex}`, `${peer.netns.inode}:${peer.link.ifindex}`].sort();
  return `pair ${host} ${ends.join(' ')}`;
}
