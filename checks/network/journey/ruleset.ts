/** What rules are called: `nft -a list ruleset` and `iptables-save -c` -> the text of a rule by its handle. Pure. */
import { parseIptablesSave } from '../state/iptables-save.ts';
import type { IptablesRule } from '../state/network-state.ts';
import { understood } from '../state/unreadable.ts';

interface ListedRule {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** Its words without `-A CHAIN`, when iptables has it. */
  readonly words?: readonly string[];
  readonly counters?: { readonly packets: number; readonly bytes: number };
}

interface ListedChain {
  /** prerouting, input, forward, output, postrouting, ingress; of base chains only. */
  readonly hook?: string;
  readonly rules: ReadonlyMap<number, ListedRule>;
}

/** Chains by `family table chain`. */
export type Ruleset = ReadonlyMap<string, ListedChain>;

const TABLE = /^table (\S+) (\S+) \{/;
const CHAIN = /^\tchain (\S+) \{/;
const BASE = /^\t\ttype \S+ hook (\S+) /;
const RULE = /^\t\t(.*?) # handle (\d+)$/s;
const COUNTER = /\bcounter packets (\d+) bytes (\d+) ?/;

/** What cannot be read is left out: a rule without a text is still told by its chain and handle. */
export function readRuleset(nft: string, iptables: string | undefined): Ruleset {
  const chains = new Map<string, { hook?: string; rules: Map<number, ListedRule> }>();
  let table = '';
  let chain: { hook?: string; rules: Map<number, ListedRule> } | undefined;
  let open = '';
  for (const line of nft.split('\n')) {
    const [, family, name] = TABLE.exec(line) ?? [];
    if (family !== undefined) table = `${family} ${name}`;
    const [, chainName] = CHAIN.exec(line) ?? [];
    if (chainName !== undefined) {
      chain = { rules: new Map() };
      chains.set(`${table} ${chainName}`, chain);
      continue;
    }
    if (line === '\t}') chain = undefined;
    if (!chain) continue;
    const [, hook] = BASE.exec(line) ?? [];
    if (hook !== undefined) {
      chain.hook = hook;
      continue;
    }
    // A rule with a map goes over several lines; its handle ends it.
    open = open === '' ? line : `${open} ${line.trim()}`;
    const [, text, handle] = RULE.exec(open) ?? [];
    if (text === undefined) continue;
    chain.rules.set(Number(handle), listed(text, chain.rules.size + 1));
    open = '';
  }
  if (iptables === undefined) return chains;
  return understood(() => withWordsOfIptables(chains, iptables)) ?? chains;
}

function listed(text: string, number: number): ListedRule {
  const [, packets, bytes] = COUNTER.exec(text) ?? [];
  const counters =
    packets === undefined ? {} : { counters: { packets: Number(packets), bytes: Number(bytes) } };
  return { number, text: text.replace(COUNTER, ''), ...counters };
}

/** iptables lists the rules of a chain in the same order, in the words in which they were typed. */
function withWordsOfIptables(chains: Ruleset, iptables: string): Ruleset {
  const { tables } = parseIptablesSave(iptables);
  const named = Object.entries(tables).flatMap(([table, list]) =>
    list.map(({ name, rules }) => [`ip ${table} ${name}`, rules] as const),
  );
  const byChain = new Map<string, readonly IptablesRule[]>(named);
  return new Map(
    [...chains].map(([key, chain]) => {
      const rules = byChain.get(key);
      return [key, rules?.length === chain.rules.size ? { ...chain, rules: renamed(chain, rules) } : chain];
    }),
  );
}

function renamed({ rules }: ListedChain, names: readonly IptablesRule[]): ReadonlyMap<number, ListedRule> {
  return new Map(
    [...rules].map(([handle, { number }]) => {
      const { text, words, packets, bytes } = names[number - 1] as IptablesRule;
      return [handle, { number, text, words, counters: { packets, bytes } }];
    }),
  );
}
