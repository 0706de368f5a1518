/** Where a rule that is missed may be instead, for kind `iptables`: near misses in one sentence. Pure. */

import { called } from '../../network/state/called.ts';
import type {
  IptablesChain,
  IptablesRule,
  IptablesState,
  NetworkNamespace,
  NetworkState,
} from '../../network/state/network-state.ts';
import { splitWords } from '../../network/state/split-words.ts';
import { closest, otherNamespaces } from '../../support/look.ts';
import type { IptablesArgs } from './iptables.ts';
import { lacking, optionCount } from './rule-match.ts';

export function findChain(ruleset: IptablesState, table: string, chain: string): IptablesChain | undefined {
  return ruleset.tables[table]?.find(({ name }) => name === chain);
}

/** Quotes in `rule` are read as iptables-save writes them; one left open is taken as it stands. */
function wantedWords({ rule = '' }: Pick<IptablesArgs, 'rule'>): string[] {
  return splitWords(rule) ?? rule.split(/\s+/);
}

export function matches(args: IptablesArgs, chain: IptablesChain): IptablesRule[] {
  return chain.rules.filter(({ words }) => lacking(words, wantedWords(args)).length === 0);
}

export function noChain(
  args: IptablesArgs,
  ruleset: IptablesState,
  netns: NetworkNamespace,
  state: NetworkState,
): string {
  for (const [table, chains] of Object.entries(ruleset.tables)) {
    if (
      table !== args.table &&
      args.rule === undefined &&
      chains.some(({ name, policy }) => name === args.chain && policy === null)
    ) {
      return `chain ${args.chain} is in table ${table}, not in table ${args.table}`;
    }
  }
  if (args.rule !== undefined) {
    const misplaced = elsewhere(args, ruleset, netns, state);
    if (misplaced) return misplaced;
  }
  const names = (ruleset.tables[args.table] ?? []).map(({ name }) => name);
  const similar = closest(args.chain, names);
  const hint = similar === undefined ? '' : `; there is one named ${similar}`;
  return names.length === 0
    ? `table ${args.table} of ${called(netns)} is empty: no rule was ever put there`
    : `table ${args.table} of ${called(netns)} has no chain ${args.chain}${hint}`;
}

/** The rule in another chain, another table or another namespace. */
export function elsewhere(
  args: IptablesArgs,
  ruleset: IptablesState,
  netns: NetworkNamespace,
  state: NetworkState,
): string | undefined {
  const at = (tables: IptablesState['tables']) => {
    for (const [table, chains] of Object.entries(tables)) {
      for (const chain of chains) {
        const same = table === args.table && chain.name === args.chain;
        if (!same && matches(args, chain).length > 0) return { table, chain: chain.name };
      }
    }
    return undefined;
  };
  const here = at(ruleset.tables);
  if (here) {
    return here.table === args.table
      ? `the rule is in chain ${here.chain}, not in ${args.chain}`
      : `the rule is in table ${here.table} (chain ${here.chain}), not in table ${args.table}`;
  }
  for (const other of otherNamespaces(state, args.host, netns)) {
    const chain = other.iptables && findChain(other.iptables, args.table, args.chain);
    if (chain && matches(args, chain).length > 0)
      return `the rule is in ${called(other)}, not in ${called(netns)}`;
  }
  return undefined;
}

export function nearest(args: IptablesArgs, chain: IptablesChain): string {
  const wanted = wantedWords(args);
  const [best] = chain.rules
    .map((rule) => ({ rule, missing: lacking(rule.words, wanted) }))
    .sort((a, b) => a.missing.length - b.missing.length);
  if (!best) return `${args.chain} has no rules`;
  if (best.missing.length === optionCount(wanted)) return `no rule of ${args.chain} has any of: ${args.rule}`;
  return `no rule of ${args.chain} fits; the nearest, ${best.rule.text}, lacks ${best.missing.map((unit) => `'${unit}'`).join(' and ')}`;
}
