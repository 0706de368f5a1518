import { expect, it } from 'vitest';
import type { IptablesState } from '../../network/state/network-state.ts';
import { chain, host, netns, rule, without } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { iptables } from './iptables.ts';

const MASQUERADE = '-s 10.0.0.0/24 ! -d 10.0.0.0/24 -j MASQUERADE --random-fully';
const JUMP = '-d 10.96.0.10/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-WEB';
const ruleset: IptablesState = {
  tables: {
    nat: [
      chain('PREROUTING', [], { policy: 'ACCEPT', packets: 4 }),
      chain('OUTPUT', [rule(JUMP, 7)], { policy: 'ACCEPT' }),
      chain('POSTROUTING', [rule(MASQUERADE, 3)], { policy: 'ACCEPT' }),
      chain('KUBE-SVC-WEB', [rule('-j KUBE-SEP-A', 5), rule('-j KUBE-SEP-B', 2)]),
    ],
    filter: [chain('FORWARD', [], { policy: 'DROP', packets: 9 })],
  },
};
const own = (state: IptablesState) => [host([netns('', { iptables: state })])];
const hosts = own(ruleset);
const nat = (parts: Record<string, unknown>) => ({ table: 'nat', ...parts });
const masquerade = nat({ chain: 'POSTROUTING', rule: '-s 10.0.0.0/24 -j MASQUERADE' });

table(iptables, [
  { name: 'the rule is there', args: masquerade, hosts, verdict: 'pass' },
  {
    name: 'words in order',
    args: nat({ chain: 'OUTPUT', rule: '-d 10.96.0.10 --dport 80 -j KUBE-SVC-WEB' }),
    hosts,
    verdict: 'pass',
  },
  { name: 'the chain is there', args: nat({ chain: 'KUBE-SVC-WEB' }), hosts, verdict: 'pass' },
  {
    name: 'policy and its counter',
    args: { table: 'filter', chain: 'FORWARD', policy: 'DROP', minPackets: 9 },
    hosts,
    verdict: 'pass',
  },
  { name: 'counted', args: { ...masquerade, minPackets: 3 }, hosts, verdict: 'pass' },
  {
    name: 'as many rules',
    args: nat({ chain: 'KUBE-SVC-WEB', count: 2, minPackets: 5 }),
    hosts,
    verdict: 'pass',
  },
  {
    name: 'as many such rules',
    args: nat({ chain: 'KUBE-SVC-WEB', rule: '-j KUBE-SEP-A', count: 1 }),
    hosts,
    verdict: 'pass',
  },
  {
    name: 'no such rule, as it must be',
    args: nat({ chain: 'PREROUTING', rule: '-j KUBE-SVC-WEB', present: false }),
    hosts,
    verdict: 'pass',
  },
  {
    name: 'no such chain, as it must be',
    args: nat({ chain: 'KUBE-SVC-OLD', present: false }),
    hosts,
    verdict: 'pass',
  },
  {
    name: 'a table never touched holds no rule',
    args: { table: 'mangle', chain: 'FORWARD', rule: '-j DROP', present: false },
    hosts,
    verdict: 'pass',
  },

  {
    name: 'in another chain',
    args: nat({ chain: 'PREROUTING', rule: JUMP }),
    hosts,
    verdict: 'fail',
    says: 'the rule is in chain OUTPUT, not in PREROUTING',
  },
  {
    name: 'in another table',
    args: { table: 'filter', chain: 'POSTROUTING', rule: MASQUERADE },
    hosts,
    verdict: 'fail',
    says: 'in table nat (chain POSTROUTING), not in table filter',
  },
  {
    name: 'in another namespace',
    args: { ...masquerade, netns: 'pod' },
    hosts: [
      host([
        netns('', { iptables: ruleset }),
        netns('pod', { iptables: { tables: { nat: [chain('POSTROUTING', [])] } } }),
      ]),
    ],
    verdict: 'fail',
    says: "the rule is in the host's namespace, not in namespace pod",
  },
  {
    name: 'the nearest lacks something',
    args: nat({ chain: 'OUTPUT', rule: '-d 10.96.0.10/32 --dport 8080 -j KUBE-SVC-WEB' }),
    hosts,
    verdict: 'fail',
    says: "lacks '--dport 8080'",
  },
  {
    name: 'a negated option does not count',
    args: nat({ chain: 'POSTROUTING', rule: '-d 10.0.0.0/24 -j MASQUERADE' }),
    hosts,
    verdict: 'fail',
    says: "lacks '-d 10.0.0.0/24'",
  },
  {
    name: 'nothing in common',
    args: nat({ chain: 'OUTPUT', rule: '-j REDIRECT' }),
    hosts,
    verdict: 'fail',
    says: 'no rule of OUTPUT has any of',
  },
  {
    name: 'no rules',
    args: nat({ chain: 'PREROUTING', rule: '-j REDIRECT' }),
    hosts,
    verdict: 'fail',
    says: 'PREROUTING has no rules',
  },
  {
    name: 'never met',
    args: { ...masquerade, minPackets: 10 },
    hosts,
    verdict: 'fail',
    says: 'has counted 3 packets',
  },
  {
    name: 'another policy',
    args: { table: 'filter', chain: 'FORWARD', policy: 'ACCEPT' },
    hosts,
    verdict: 'fail',
    says: 'the policy of FORWARD is DROP, not ACCEPT',
  },
  {
    name: 'too few rules',
    args: nat({ chain: 'KUBE-SVC-WEB', count: 3 }),
    hosts,
    verdict: 'fail',
    says: 'has 2 rules, not 3',
  },
  {
    name: 'a slip of the finger',
    args: nat({ chain: 'KUBE-SVC-WEG' }),
    hosts,
    verdict: 'fail',
    says: 'one named KUBE-SVC-WEB',
  },
  {
    name: 'the chain is in another table',
    args: { table: 'filter', chain: 'KUBE-SVC-WEB' },
    hosts,
    verdict: 'fail',
    says: 'in table nat, not in table filter',
  },
  {
    name: 'nothing was ever put there',
    args: { table: 'mangle', chain: 'FORWARD' },
    hosts,
    verdict: 'fail',
    says: /table mangle .* is empty/,
  },
  {
    name: 'the rule is still there',
    args: { ...masquerade, present: false },
    hosts,
    verdict: 'fail',
    says: 'still in POSTROUTING',
  },
  {
    name: 'the chain is still there',
    args: nat({ chain: 'KUBE-SVC-WEB', present: false }),
    hosts,
    verdict: 'fail',
    says: 'still in table nat',
  },

  {
    name: 'a table that iptables cannot show',
    args: { ...masquerade, present: false },
    hosts: own({ ...ruleset, foreign: ['nat'] }),
    verdict: 'error',
    says: 'changed with nft',
  },
  {
    name: 'could not look',
    args: masquerade,
    hosts: [host([without(netns(''), 'iptables')])],
    verdict: 'error',
    says: 'not installed',
  },
  {
    name: 'could not look, turned round',
    args: { ...masquerade, present: false },
    hosts: [host([without(netns(''), 'iptables')])],
    verdict: 'error',
  },
]);

refuses(iptables, [
  [{ chain: 'INPUT' }, /table/],
  [{ table: 'nats', chain: 'INPUT' }, /table/],
  [{ table: 'nat', chain: 'A B' }, /chain name/],
  [{ table: 'nat', chain: 'INPUT', present: false, policy: 'DROP' }, /no policy and no counter/],
]);

reverts(iptables, [
  [{ table: 'nat', chain: 'OUTPUT', rule: '-j X' }, /^iptables -t 'nat' -F 'OUTPUT'$/],
  [{ table: 'filter', chain: 'FORWARD', policy: 'DROP' }, /^iptables -t 'filter' -P 'FORWARD' ACCEPT$/],
  [{ table: 'nat', chain: 'X', rule: '-j Y', present: false }, undefined],
]);

it.each([
  [{ rule: '-j X' }, 'lasting'],
  [{ minPackets: 3 }, 'all'],
])('%j depends on what is %s', (own, depends) => {
  const args = iptables.schema.parse({ host: 'worker', table: 'nat', chain: 'OUTPUT', ...own });
  expect(iptables.dependsOn(args)).toBe(depends);
});
