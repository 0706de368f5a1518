/** How a check of kind `service` is made false again: every nat rule for its address is deleted. */
import { quoted } from '../../support/revert-scripts.ts';
import type { ServiceArgs } from './service.ts';

export function revertService({ address }: ServiceArgs): string {
  return `iptables-save -t nat | grep -F -- ${quoted(`-d ${address}/32 `)} | sed 's/^-A/-D/' | while IFS= read -r rule; do
  eval "iptables -t nat $rule"
done`;
}
