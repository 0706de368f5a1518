/** Finds the other end of a veth pair. Pure. */
import type { HostState, Link, NetworkNamespace } from './network-state.ts';

export interface PlacedLink {
  readonly netns: NetworkNamespace;
  readonly link: Link;
}

/**
 * The other end on the same host, or undefined when it is not there or cannot be told for sure. Ifindexes repeat
 * between namespaces, so both ends must point at each other, and known namespaces of the ends must agree.
 */
export function findPeer(host: HostState, netns: NetworkNamespace, link: Link): PlacedLink | undefined {
  if (link.kind !== 'veth' || link.peerIfindex === undefined) return undefined;
  const seen = new Set<number>();
  const found: PlacedLink[] = [];
  for (const other of host.namespaces) {
    if (seen.has(other.inode) || !mayHold(netns, link, other)) continue;
    seen.add(other.inode);
    for (const end of other.links ?? []) {
      const mutual = end.ifindex === link.peerIfindex && end.peerIfindex === link.ifindex;
      if (mutual && end.kind === 'veth' && mayHold(other, end, netns))
        found.push({ netns: other, link: end });
    }
  }
  const certain = found.filter(({ link: end }) => end.peerNamespace === netns.inode);
  if (certain.length === 1) return certain[0];
  return found.length === 1 ? found[0] : undefined;
}

/** Whether `link` of `netns` may have its other end in `other`, by what the link says of its peer's namespace. */
function mayHold(netns: NetworkNamespace, link: Link, other: NetworkNamespace): boolean {
  if (link.peerNetnsid === undefined) return other.inode === netns.inode;
  if (link.peerNamespace !== undefined) return other.inode === link.peerNamespace;
  return other.inode !== netns.inode;
}
