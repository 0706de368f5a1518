/** The rules that rewrite addresses, out of what iptables-save and `nft -j` print, in one form. Judges nothing. */
import { z } from 'zod';
import type { IptablesState } from '../../network/state/network-state.ts';

export interface Rewrite {
  readonly which: 'source' | 'destination';
  /** `10.0.0.2:80` of a DNAT, or `10.0.0.2` when it leaves the port alone. */
  readonly to?: string;
  /** New connections that came by; absent when the rule has no counter. */
  readonly packets?: number;
  /** The rule as its tool prints it. */
  readonly text: string;
}

const TARGETS: Readonly<Record<string, Rewrite['which']>> = {
  MASQUERADE: 'source',
  SNAT: 'source',
  DNAT: 'destination',
  REDIRECT: 'destination',
};

export function rewrites(iptables: IptablesState, nft: readonly unknown[]): Rewrite[] {
  return [...ofIptables(iptables), ...nft.flatMap(ofNft)];
}

function ofIptables({ tables }: IptablesState): Rewrite[] {
  return (tables.nat ?? []).flatMap(({ name, rules }) =>
    rules.flatMap(({ target, words, packets, text }): Rewrite[] => {
      const which = TARGETS[target ?? ''];
      if (which === undefined) return [];
      const to = words[words.indexOf('--to-destination') + 1];
      return [
        { which, packets, text: `${name} ${text}`, ...(words.includes('--to-destination') && to && { to }) },
      ];
    }),
  );
}

/** Statements of libnftables-json(5); the rules that iptables put there have `xt` instead. */
const STATEMENTS: Readonly<Record<string, Rewrite['which']>> = {
  masquerade: 'source',
  snat: 'source',
  dnat: 'destination',
  redirect: 'destination',
};
const nftRule = z.object({
  rule: z.object({
    family: z.string(),
    table: z.string(),
    chain: z.string(),
    expr: z.array(z.record(z.string(), z.unknown())),
  }),
});
const counter = z.object({ packets: z.int() });
const target = z.object({ addr: z.string(), port: z.int().optional() });

function ofNft(object: unknown): Rewrite[] {
  const parsed = nftRule.safeParse(object);
  if (!parsed.success) return [];
  const { family, table, chain, expr } = parsed.data.rule;
  const counted = expr.flatMap((one) => counter.safeParse(one.counter).data ?? [])[0];
  return expr.flatMap((one): Rewrite[] => {
    const [statement = ''] = Object.keys(one);
    const which = STATEMENTS[statement];
    if (which === undefined) return [];
    const to = target.safeParse(one[statement]).data;
    return [
      {
        which,
        text: `${family} ${table} ${chain} ${statement}`,
        ...(counted && { packets: counted.packets }),
        ...(to && { to: to.port === undefined ? to.addr : `${to.addr}:${to.port}` }),
      },
    ];
  });
}
