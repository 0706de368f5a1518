/** `iptables-save -c` (iptables-nft or -legacy) -> tables, chains and rules with their counters. */
import type { IptablesChain, IptablesRule, IptablesState } from './network-state.ts';
import { splitWords } from './split-words.ts';
import { excerpt, UnreadableOutput } from './unreadable.ts';

const TOOL = 'iptables-save';
const CHAIN = /^:(\S+) (\S+) \[(\d+):(\d+)\]$/;
const RULE = /^\[(\d+):(\d+)\] -A (\S+)(?: (.*))?$/;
/** iptables-nft says so of a table that nft made in a way that iptables cannot print. */
const FOREIGN = /^# Table `(\S+)' (?:is incompatible|contains incompatible base-chains), use 'nft' tool/;

type OpenChain = Omit<IptablesChain, 'rules'> & { rules: IptablesRule[] };

/** Nothing printed is the empty ruleset. @throws UnreadableOutput for a line that is not understood and for a table without COMMIT. */
export function parseIptablesSave(text: string): IptablesState {
  const read = new Map<string, readonly IptablesChain[]>();
  const foreign: string[] = [];
  let open: { table: string; chains: Map<string, OpenChain> } | undefined;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    if (line.startsWith('#')) {
      const [, table] = FOREIGN.exec(line) ?? [];
      if (table !== undefined) foreign.push(table);
    } else if (!open && line.startsWith('*')) {
      open = { table: line.slice(1), chains: new Map() };
    } else if (open && line === 'COMMIT') {
      read.set(open.table, [...open.chains.values()]);
      open = undefined;
    } else if (open && line.startsWith(':')) {
      const chain = readChain(line);
      open.chains.set(chain.name, chain);
    } else if (open) {
      const { chain, rule } = readRule(line);
      const target = open.chains.get(chain);
      if (!target)
        throw new UnreadableOutput(TOOL, `rule of a chain that was not declared: ${excerpt(line)}`);
      target.rules.push(rule);
    } else {
      throw new UnreadableOutput(TOOL, excerpt(line));
    }
  }
  if (open)
    throw new UnreadableOutput(TOOL, `table ${excerpt(open.table)} has no COMMIT: the output was cut short`);
  // A table may have any name, `__proto__` too.
  const tables = Object.fromEntries(read);
  return foreign.length === 0 ? { tables } : { tables, foreign };
}

function readChain(line: string): OpenChain {
  const [, name, policy, packets, bytes] = CHAIN.exec(line) ?? [];
  if (name === undefined || policy === undefined) throw new UnreadableOutput(TOOL, excerpt(line));
  return {
    name,
    policy: policy === '-' ? null : policy,
    packets: Number(packets),
    bytes: Number(bytes),
    rules: [],
  };
}

function readRule(line: string): { chain: string; rule: IptablesRule } {
  const [, packets, bytes, chain, text = ''] = RULE.exec(line) ?? [];
  const words = chain === undefined ? undefined : splitWords(text);
  if (chain === undefined || words === undefined) throw new UnreadableOutput(TOOL, excerpt(line));
  const jump = words.findIndex((word) => word === '-j' || word === '-g');
  const target = jump === -1 ? null : (words[jump + 1] ?? null);
  return { chain, rule: { text, words, target, packets: Number(packets), bytes: Number(bytes) } };
}
