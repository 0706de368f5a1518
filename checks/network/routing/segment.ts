/** Which devices share a wire: the two ends of a veth pair, the ports of a bridge with all behind them, the underlay. Pure. */

import type { Link, NetworkNamespace, NetworkState } from '../state/network-state.ts';
import { findPeer } from '../state/peer.ts';

interface Placed {
  readonly host: string;
  readonly netns: NetworkNamespace;
  readonly link: Link;
}

/** Of two devices whose wires are not known (tunnels, say) it is taken for granted that they meet. */
export function sameSegment(state: NetworkState, a: Placed, b: Placed): boolean {
  const [one, other] = [segmentOf(state, a), segmentOf(state, b)];
  return one === undefined || other === undefined || one === other;
}

function segmentOf(state: NetworkState, { host, netns, link }: Placed): string | undefined {
  const bridge = (of: NetworkNamespace, name: string) => `bridge ${host} ${of.inode} ${name}`;
  if (link.kind === 'bridge') return bridge(netns, link.name);
  if (link.master !== undefined) return bridge(netns, link.master);
  if (link.kind === 'loopback') return `lo ${host} ${netns.inode}`;
  if (link.kind !== 'veth') return undefined;
  const known = state.hosts[host];
  const peer = known && findPeer(known, netns, link);
  // The other end of a host's own cable is outside of every host.
  if (!peer) return netns.name === '' ? 'underlay' : undefined;
  if (peer.link.master !== undefined) return bridge(peer.netns, peer.link.master);
  const ends = [`${netns.inode}:${link.ifindex}`, `${peer.netns.inode}:${peer.link.ifindex}`].sort();
  return `pair ${host} ${ends.join(' ')}`;
}
