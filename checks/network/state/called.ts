/** How a network namespace is called in sentences. */
import type { NetworkNamespace } from './network-state.ts';

/** `namespace server`, `the host's namespace`, or `a namespace without a name (4026532286)`. */
export function called(netns: Pick<NetworkNamespace, 'name' | 'inode'>): string {
  if (netns.name === '') return "the host's namespace";
  return netns.name === null
    ? `a namespace without a name (inode ${netns.inode})`
    : `namespace ${netns.name}`;
}
