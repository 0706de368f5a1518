/** Where addresses are rewritten, from iptables and nft; and Services, where chains of kube-proxy's names show them. Pure. */
import { z } from 'zod';
import { evaluateNat } from '../../../checks/network/netfilter/evaluate-nat.ts';
import { takeApart } from '../../../checks/network/netfilter/rule.ts';
import { sharesByDestination } from '../../../checks/network/netfilter/service-rules.ts';
import type { IptablesChain, NetworkNamespace } from '../../../checks/network/state/network-state.ts';
import { byName } from './order.ts';
import type { Nat, Service } from './scene-model.ts';

/** Target of iptables(8) -> the word that people use. */
const WORDS: Readonly<Record<string, string>> = {
  MASQUERADE: 'masquerade',
  SNAT: 'SNAT',
  DNAT: 'DNAT',
  REDIRECT: 'redirect',
};

/** @returns undefined when neither was read */
export function natOf({ iptables, nft }: NetworkNamespace): Nat[] | undefined {
  if (!iptables && !nft) return undefined;
  const found = new Map<string, Set<string>>();
  const add = (what: string, rule: string) => found.set(what, (found.get(what) ?? new Set()).add(rule));
  for (const { name, rules } of iptables?.tables.nat ?? [])
    for (const { target, text } of rules) {
      const what = WORDS[target ?? ''];
      if (what !== undefined) add(what, `${name} ${text}`);
    }
  for (const [what, rule] of nftRules(nft ?? [])) if (!found.has(what)) add(what, rule);
  return [...found]
    .map(([what, rules]) => ({ what, rules: [...rules] }))
    .sort((a, b) => byName(a.what, b.what));
}

const nftEntry = z.object({
  rule: z.object({
    family: z.string(),
    table: z.string(),
    chain: z.string(),
    expr: z.array(z.record(z.string(), z.unknown())),
  }),
});

/** Statement of nft(8) -> the same word. iptables-nft writes the same statements: its rules are told by iptables already. */
const STATEMENTS: Readonly<Record<string, string>> = {
  masquerade: 'masquerade',
  snat: 'SNAT',
  dnat: 'DNAT',
  redirect: 'redirect',
};

function nftRules(nft: readonly unknown[]): [what: string, rule: string][] {
  return nft.flatMap((entry) => {
    const { success, data } = nftEntry.safeParse(entry);
    if (!success) return [];
    const { family, table, chain, expr } = data.rule;
    return expr
      .flatMap((statement) => Object.keys(statement))
      .flatMap((key): [string, string][] => {
        const what = Object.hasOwn(STATEMENTS, key) ? STATEMENTS[key] : undefined;
        return what === undefined ? [] : [[what, `nft ${family} ${table} ${chain}`]];
      });
  });
}

/** @returns undefined when iptables was not read */
export function servicesOf({ iptables }: NetworkNamespace): Service[] | undefined {
  if (!iptables) return undefined;
  const chains = iptables.tables.nat ?? [];
  const found = new Map<string, Service>();
  for (const { rules } of chains.filter(({ name }) => name === 'KUBE-SERVICES'))
    for (const { words } of rules) {
      const service = serviceOf(chains, words);
      if (service && !found.has(service.address)) found.set(service.address, service);
    }
  return [...found.values()].sort((a, b) => byName(a.address, b.address));
}

/** @param words of a rule in KUBE-SERVICES, the chain in which kube-proxy has one rule for each cluster IP and port */
function serviceOf(chains: readonly IptablesChain[], words: readonly string[]): Service | undefined {
  const { conditions } = takeApart(words);
  const value = (wanted: string) =>
    conditions.find(({ option, negated }) => option === wanted && !negated)?.values[0];
  const [destination, protocol, port] = [value('-d'), value('-p') ?? 'tcp', Number(value('--dport'))];
  if (destination?.endsWith('/32') !== true || !Number.isInteger(port)) return undefined;
  if (protocol !== 'tcp' && protocol !== 'udp') return undefined;
  const address = destination.slice(0, -'/32'.length);
  const evaluation = evaluateNat(chains, { hook: 'PREROUTING', protocol, destination: address, port });
  const endpoints = [...sharesByDestination(evaluation.landings)].map(([to, share]) => ({ to, share }));
  return { address: `${address}:${port}`, endpoints };
}
