/** Kind `iptables`: a chain, its policy, a rule in it, and what their counters say. */
import { z } from 'zod';
import { entryFields } from '../fields.ts';
import { type CheckKind, CouldNotLook, fail, need, pass } from '../kind.ts';
import type {
  IptablesChain,
  IptablesRule,
  IptablesState,
  NetworkNamespace,
  NetworkState,
} from '../state/network-state.ts';
import { splitWords } from '../state/words.ts';
import type { Judgement } from '../verdict.ts';
import { present } from './fields.ts';
import { called, closest, evidence, inPlace, otherNamespaces, visit } from './look.ts';
import { lacking, optionCount } from './rule-match.ts';

export const schema = z
  .strictObject({
    ...entryFields('iptables'),
    table: z.enum(['filter', 'nat', 'mangle', 'raw', 'security']),
    chain: z.string().regex(/^\S{1,28}$/, 'must be a chain name of at most 28 characters without spaces'),
    /** Words that one rule must contain, in this order, as iptables-save prints them. */
    rule: z.string().trim().min(1).optional(),
    policy: z.enum(['ACCEPT', 'DROP']).optional(),
    /** Packets that the rule (or, without one, the chain's policy) must have counted. */
    minPackets: z.int().min(1).optional(),
    /** How many rules there must be: those that match `rule`, or all of the chain. */
    count: z.int().min(0).optional(),
    present,
  })
  .refine(
    (args) =>
      args.present ||
      (args.policy === undefined && args.minPackets === undefined && args.count === undefined),
    {
      path: ['present'],
      error: 'false goes with chain and rule only: what is absent has no policy and no counter',
    },
  );
export type IptablesArgs = z.infer<typeof schema>;

export const iptables: CheckKind<IptablesArgs> = {
  kind: 'iptables',
  summary: 'a chain, its policy, a rule in it, and what their counters say',
  schema,
  depth: 'full',
  cost: 'state',
  title: (args) => {
    const what = args.rule === undefined ? '' : `: ${args.rule}`;
    const policy = args.policy === undefined ? '' : `, policy ${args.policy}`;
    return `${args.table} ${args.chain}${policy}${what}${args.present ? '' : ' (must not be)'}${inPlace(args)}`;
  },
  judge: (args, { state }) =>
    visit(state, args, (netns) => {
      const ruleset = need(netns, 'iptables');
      if (ruleset.foreign?.includes(args.table)) {
        throw new CouldNotLook(
          `table ${args.table} of ${called(netns)} was changed with nft in a way that iptables cannot show`,
        );
      }
      const chain = findChain(ruleset, args.table, args.chain);
      const shown = [seen(args, chain)];
      const matching = chain === undefined ? [] : matches(args, chain);
      if (!args.present) return absent(args, chain, matching, shown);
      const problem =
        chain === undefined
          ? noChain(args, ruleset, netns, state)
          : problemOf(args, chain, matching, ruleset, netns, state);
      return problem === undefined
        ? pass(`${args.table} ${args.chain} is as asked for`, shown)
        : fail(problem, shown);
    }),
};

function findChain(ruleset: IptablesState, table: string, chain: string): IptablesChain | undefined {
  return ruleset.tables[table]?.find(({ name }) => name === chain);
}

/** Quotes in `rule` are read as iptables-save writes them; one left open is taken as it stands. */
function wantedWords({ rule = '' }: Pick<IptablesArgs, 'rule'>): string[] {
  return splitWords(rule) ?? rule.split(/\s+/);
}

function matches(args: IptablesArgs, chain: IptablesChain): IptablesRule[] {
  return chain.rules.filter(({ words }) => lacking(words, wantedWords(args)).length === 0);
}

function absent(
  args: IptablesArgs,
  chain: IptablesChain | undefined,
  matching: readonly IptablesRule[],
  shown: Judgement['evidence'],
): Judgement {
  if (args.rule === undefined) {
    return chain
      ? fail(`chain ${args.chain} is still in table ${args.table}`, shown)
      : pass(`there is no chain ${args.chain}`, shown);
  }
  const [found] = matching;
  return found
    ? fail(`the rule is still in ${args.chain}: ${found.text}`, shown)
    : pass(`${args.chain} has no such rule`, shown);
}

function noChain(
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

function problemOf(
  args: IptablesArgs,
  chain: IptablesChain,
  matching: readonly IptablesRule[],
  ruleset: IptablesState,
  netns: NetworkNamespace,
  state: NetworkState,
): string | undefined {
  if (args.policy !== undefined && chain.policy !== args.policy) {
    return `the policy of ${args.chain} is ${chain.policy ?? 'none (it is no built-in chain)'}, not ${args.policy}`;
  }
  if (args.count !== undefined && matching.length !== args.count) {
    return `${args.chain} has ${matching.length} ${args.rule === undefined ? 'rules' : 'such rules'}, not ${args.count}`;
  }
  if (args.rule !== undefined && matching.length === 0 && args.count !== 0) {
    return elsewhere(args, ruleset, netns, state) ?? nearest(args, chain);
  }
  // A chain of one's own has no policy, and its counter stays 0: its busiest rule tells.
  const busiest = Math.max(0, ...chain.rules.map(({ packets }) => packets));
  const counted =
    args.rule !== undefined
      ? matching.reduce((total, { packets }) => total + packets, 0)
      : chain.policy === null
        ? busiest
        : chain.packets;
  if (args.minPackets !== undefined && counted < args.minPackets) {
    const what = args.rule === undefined ? args.chain : `the rule in ${args.chain}`;
    return `${what} has counted ${counted} packets, but must have counted ${args.minPackets}: traffic does not come by here`;
  }
  return undefined;
}

/** The rule in another chain, another table or another namespace. */
function elsewhere(
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

function nearest(args: IptablesArgs, chain: IptablesChain): string {
  const wanted = wantedWords(args);
  const [best] = chain.rules
    .map((rule) => ({ rule, missing: lacking(rule.words, wanted) }))
    .sort((a, b) => a.missing.length - b.missing.length);
  if (!best) return `${args.chain} has no rules`;
  if (best.missing.length === optionCount(wanted)) return `no rule of ${args.chain} has any of: ${args.rule}`;
  return `no rule of ${args.chain} fits; the nearest, ${best.rule.text}, lacks ${best.missing.map((unit) => `'${unit}'`).join(' and ')}`;
}

function seen(args: IptablesArgs, chain: IptablesChain | undefined) {
  const rules = chain?.rules.map(({ text, packets }) => `[${packets}] ${text}`) ?? [];
  const policy = chain?.policy ? `policy ${chain.policy} [${chain.packets}]` : undefined;
  const found = chain ? [policy, ...rules].filter(Boolean).join('\n') || 'no rules' : 'no such chain';
  const expected = args.rule ?? (args.policy === undefined ? args.chain : `policy ${args.policy}`);
  return evidence(
    args,
    `iptables -t ${args.table} -nvL ${args.chain}`,
    found,
    args.present ? expected : `no ${expected}`,
  );
}
