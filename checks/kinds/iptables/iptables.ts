/** Kind `iptables`: a chain, its policy, a rule in it, and what their counters say. */
import { z } from 'zod';
import { type CheckKind, fail, Inconclusive, need, pass } from '../../kind.ts';
import { called } from '../../network/state/called.ts';
import type {
  IptablesChain,
  IptablesRule,
  IptablesState,
  NetworkNamespace,
  NetworkState,
} from '../../network/state/network-state.ts';
import { entryFields } from '../../support/entry-fields.ts';
import { present } from '../../support/fields.ts';
import { evidence, inPlace, visit } from '../../support/look.ts';
import type { Judgement } from '../../verdict.ts';
import { elsewhere, findChain, matches, nearest, noChain } from './iptables-diagnosis.ts';
import { revertIptables } from './iptables-revert.ts';

const schema = z
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
  examples: [
    { table: 'nat', chain: 'POSTROUTING' },
    { table: 'nat', chain: 'POSTROUTING', present: false },
  ],
  depth: 'full',
  cost: 'state',
  dependsOn: (args) => (args.minPackets === undefined ? 'lasting' : 'all'),
  revert: { takes: 'rule', script: revertIptables },
  title: (args) => {
    const what = args.rule === undefined ? '' : `: ${args.rule}`;
    const policy = args.policy === undefined ? '' : `, policy ${args.policy}`;
    return `${args.table} ${args.chain}${policy}${what}${args.present ? '' : ' (must not be)'}${inPlace(args)}`;
  },
  judge: (args, { state }) =>
    visit(state, args, (netns) => {
      const ruleset = need(netns, 'iptables');
      if (ruleset.foreign?.includes(args.table)) {
        throw new Inconclusive(
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
