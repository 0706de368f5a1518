/** How a check of kind `fdb` is made false again: all that is known behind the port is forgotten. */
import { ipIn, quoted } from '../../support/revert-scripts.ts';
import type { FdbArgs } from './fdb.ts';

export function revertFdb(args: FdbArgs): string | undefined {
  if (!args.present) return undefined;
  const bridge = ipIn(args, 'bridge');
  const port = quoted(args.port);
  return `${bridge} fdb show dev ${port} | while read -r mac rest; do
  case $rest in *self*) side=self ;; *) side=master ;; esac
  ${bridge} fdb del "$mac" dev ${port} $side $(grep -oE 'dst [^ ]+' <<<"$rest") 2>/dev/null
done
true`;
}
