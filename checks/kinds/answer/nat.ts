/** Questions about the nat table: how often a DNAT rule was met, with which probability a rule is taken. Pure. */
import { z } from 'zod';
import { fail, Inconclusive, need } from '../../kind.ts';
import { called } from '../../network/state/called.ts';
import type { IptablesChain, IptablesRule, NetworkNamespace } from '../../network/state/network-state.ts';
import { endpoint } from '../../support/entry-fields.ts';
import { evidence, type Place, typed } from '../../support/look.ts';
import type { Judgement } from '../../verdict.ts';
import { type Asked, answerKind, wholeNumber } from './asked.ts';

function natChains(netns: NetworkNamespace): readonly IptablesChain[] {
  const { tables, foreign } = need(netns, 'iptables');
  if (foreign?.includes('nat'))
    throw new Inconclusive(
      `table nat of ${called(netns)} was changed with nft in a way that iptables cannot show`,
    );
  return tables.nat ?? [];
}

function after(rule: IptablesRule, option: string): string | undefined {
  const at = rule.words.indexOf(option);
  return at === -1 ? undefined : rule.words[at + 1];
}

/** Packets counted by the nat rules with `--to-destination to`. */
export const dnatPackets = answerKind(
  'dnat-packets',
  { to: endpoint },
  { example: { to: '10.244.1.2:80' }, dependsOn: 'all', lookUp: lookUpPackets },
);

function lookUpPackets(args: Place & { readonly to: string }, netns: NetworkNamespace): Asked | Judgement {
  const packets = new Map<string, number>();
  for (const { rules } of natChains(netns)) {
    for (const rule of rules) {
      const to = after(rule, '--to-destination');
      if (to !== undefined) packets.set(to, (packets.get(to) ?? 0) + rule.packets);
    }
  }
  const right = packets.get(args.to);
  const total = [...packets.values()].reduce((sum, count) => sum + count, 0);
  if (right === undefined) {
    return fail(`no nat rule of ${called(netns)} leads to ${args.to}, so the question has no answer yet`, [
      evidence(args, 'iptables -t nat -nvxL', [...packets.keys()].join(', ') || 'no DNAT rules', args.to),
    ]);
  }
  return {
    what: `how many packets were sent to ${args.to}`,
    form: 'a number of packets',
    right: [String(right)],
    near: [
      ...[...packets].map(([to, count]) => ({
        value: String(count),
        words: `how many packets were sent to ${to}`,
      })),
      { value: String(total), words: 'how many packets were sent to all endpoints together' },
    ],
    command: typed(args, 'iptables -t nat -nvxL'),
    normalise: wholeNumber,
  };
}

/** Answers are typed with few digits: 0.333 for 0.33333333349. */
const TOLERANCE = 0.005;

/** Probability on the rule of `chain` that leads to the endpoint, by itself or through the chain it jumps to. */
export const dnatProbability = answerKind(
  'dnat-probability',
  { chain: z.string().min(1), to: endpoint },
  {
    example: { chain: 'KUBE-SVC-WEB', to: '10.244.1.2:80' },
    dependsOn: 'lasting',
    lookUp: lookUpProbability,
  },
);

function lookUpProbability(
  args: Place & { readonly chain: string; readonly to: string },
  netns: NetworkNamespace,
): Asked | Judgement {
  const chains = natChains(netns);
  const rules = chains.find(({ name }) => name === args.chain)?.rules ?? [];
  const index = rules.findIndex((rule) => leadsTo(rule, args.to, chains));
  const found = rules[index];
  if (!found) {
    return fail(
      `no rule of chain ${args.chain} in ${called(netns)} leads to ${args.to}, so the question has no answer yet`,
      [
        evidence(
          args,
          `iptables -t nat -nvL ${args.chain}`,
          rules.map(({ text }) => text).join('; ') || 'no rules',
          args.to,
        ),
      ],
    );
  }
  const earlier = rules.slice(0, index).reduce((rest, rule) => rest * (1 - probability(rule)), 1);
  return {
    what: `the probability on the rule that leads to ${args.to}`,
    form: 'a number between 0 and 1, such as 0.25',
    right: [String(probability(found))],
    near: [
      {
        value: String(earlier * probability(found)),
        words: `the share of all connections that ${args.to} gets`,
      },
      ...rules
        .filter((rule) => rule !== found)
        .map((rule) => ({
          value: String(probability(rule)),
          words: 'the probability on another rule of the chain',
        })),
    ],
    command: typed(args, `iptables -t nat -S ${args.chain}`),
    normalise: fraction,
    same: (a, b) => Math.abs(Number(a) - Number(b)) <= TOLERANCE,
  };
}

/** A rule without the statistic match is always taken. */
function probability(rule: IptablesRule): number {
  return Number(after(rule, '--probability') ?? 1);
}

/** Chains may jump into chains; a ring of them cannot be made (the kernel refuses), so this ends. */
function leadsTo(rule: IptablesRule, to: string, chains: readonly IptablesChain[]): boolean {
  if (after(rule, '--to-destination') === to) return true;
  const next = chains.find(({ name }) => name === rule.target);
  return next?.rules.some((inner) => leadsTo(inner, to, chains)) ?? false;
}

/** `0.5`, `0,5`, `50%`, `1/2` -> `0.5` */
function fraction(answer: string): string | undefined {
  const text = answer.trim().replace(',', '.');
  const [, top, bottom] = /^(\d+)\s*\/\s*(\d+)$/.exec(text) ?? [];
  if (top !== undefined && bottom !== undefined && Number(bottom) !== 0)
    return String(Number(top) / Number(bottom));
  const [, digits, percent] = /^(\d*\.?\d+)\s*(%?)$/.exec(text) ?? [];
  return digits === undefined ? undefined : String(Number(digits) / (percent ? 100 : 1));
}
