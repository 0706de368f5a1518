/** How a check of kind `neighbour` is made false again: the entry is deleted; one that must be absent cannot be learned at will. */
import { ipIn, quoted } from '../../support/revert-scripts.ts';
import type { NeighbourArgs } from './neighbour.ts';

export function revertNeighbour(args: NeighbourArgs): string | undefined {
  if (!args.present) return undefined;
  const ip = ipIn(args);
  const address = quoted(args.address);
  return `${ip} neigh show to ${address} | while read -r _ _ dev _; do
  ${ip} neigh del ${address} dev "$dev"
done`;
}
