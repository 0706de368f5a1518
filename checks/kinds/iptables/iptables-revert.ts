/** How a check of kind `iptables` is made false again: its chain is flushed, or has another policy. */
import { inside, quoted } from '../../support/revert-scripts.ts';
import type { IptablesArgs } from './iptables.ts';

export function revertIptables(args: IptablesArgs): string | undefined {
  const { table, rule, policy, minPackets, count = 0, present } = args;
  if (!present) return undefined;
  const iptables = `${inside(args)}iptables -t ${quoted(table)}`;
  const chain = quoted(args.chain);
  if (rule !== undefined || minPackets !== undefined || count > 0) return `${iptables} -F ${chain}`;
  if (policy === undefined) return undefined;
  return `${iptables} -P ${chain} ${policy === 'DROP' ? 'ACCEPT' : 'DROP'}`;
}
