import { describe, expect, it } from 'vitest';
import { Inconclusive } from '../../kind.ts';
import { DEFAULT_TOPOLOGY } from '../../network/default-topology.ts';
import { KUBE, natTable } from '../../network/netfilter/testing/table.ts';
import type { NetworkNamespace, NetworkState } from '../../network/state/network-state.ts';
import { reverts } from '../../testing/table.ts';
import { schema, service } from './service.ts';

const ENDPOINTS = [
  '10.244.1.2:8080',
  '10.244.1.3:8080',
  '10.244.2.2:8080',
  '10.244.2.3:8080',
  '10.244.1.4:8080',
];
const entry = {
  id: 'rules',
  kind: 'service',
  host: 'worker',
  address: '10.96.0.10',
  port: 80,
  endpoints: ENDPOINTS,
  take: 3,
};

function state(netns: Partial<NetworkNamespace>): NetworkState {
  const own: NetworkNamespace = { inode: 1, name: '', pids: [], missing: {}, links: [], ...netns };
  return {
    depth: 'full',
    takenAt: 0,
    hosts: { worker: { name: 'worker', processes: [], namespaces: [own] } },
  };
}
const judge = (table: string, args: Record<string, unknown> = {}) =>
  service.judge(schema.parse({ ...entry, ...args }), {
    topology: DEFAULT_TOPOLOGY,
    state: state({ iptables: { tables: { nat: natTable(table) } } }),
    probes: [],
  });

/** Rules by hand, as a learner writes them: both hooks, and one chain with the rules given. */
const byHand = (...rules: string[]) =>
  [
    '-A PREROUTING -j KUBE-SERVICES',
    '-A OUTPUT -j KUBE-SERVICES',
    '-A KUBE-SERVICES -d 10.96.0.10/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-WEB',
    ...rules.map((rule) => `-A KUBE-SVC-WEB ${rule}`),
  ].join('\n');
const dnat = (to: string, probability?: string) =>
  `${probability === undefined ? '' : `-m statistic --mode random --probability ${probability} `}-p tcp -j DNAT --to-destination ${to}`;
const [A = '', B = '', C = '', D = '', E = ''] = ENDPOINTS;

describe('passes', () => {
  it.each([
    ['what kube-proxy writes', KUBE, {}],
    [
      'DNAT in the service chain itself',
      byHand(dnat(A, '0.33333333349'), dnat(B, '0.50000000000'), dnat(C)),
      {},
    ],
    [
      'rules in another order of endpoints',
      byHand(dnat(C, '0.33333333349'), dnat(A, '0.50000000000'), dnat(B)),
      {},
    ],
    [
      'four endpoints',
      byHand(dnat(A, '0.25'), dnat(B, '0.33333333349'), dnat(C, '0.5'), dnat(D)),
      { take: 4 },
    ],
    [
      'five endpoints',
      byHand(dnat(A, '0.2'), dnat(B, '0.25'), dnat(C, '0.33333333349'), dnat(D, '0.5'), dnat(E)),
      { take: 5 },
    ],
    ['one endpoint', byHand(dnat(A)), { take: 1 }],
    [
      'declared 0.33 / 0.335 / 0.335',
      byHand(dnat(A, '0.33'), dnat(B, '0.5'), dnat(C)),
      { shares: [0.33, 0.335, 0.335] },
    ],
    ['declared 50/25/25', byHand(dnat(A, '0.5'), dnat(B, '0.5'), dnat(C)), { shares: [0.5, 0.25, 0.25] }],
    [
      'nth instead of random',
      byHand(
        `-m statistic --mode nth --every 3 --packet 0 ${dnat(A)}`,
        `-m statistic --mode nth --every 2 --packet 0 ${dnat(B)}`,
        dnat(C),
      ),
      {},
    ],
    [
      'an endpoint in two rules that add up',
      byHand(dnat(A, '0.16666666651'), dnat(A, '0.2'), dnat(B, '0.5'), dnat(C)),
      {},
    ],
    ['one hook only, where only that is asked', KUBE.replace(/.*-A OUTPUT.*/, ''), { hook: 'PREROUTING' }],
  ])('%s', (_, table, args) => {
    expect(judge(table, args)).toMatchObject({ verdict: 'pass' });
  });
});

describe('fails, each mistake with its own words', () => {
  it.each([
    ['an empty table', '', 'no rule of the nat table is about 10.96.0.10'],
    [
      'equal probability on every rule',
      byHand(dnat(A, '0.33333333349'), dnat(B, '0.33333333349'), dnat(C, '0.33333333349')),
      'equal probability on every rule: probabilities are conditional, a rule sees only what the rules before it let pass, so the shares are 0.333, 0.222 and 0.148, and 0.296 of the connections match no rule; the probabilities must be 0.333, 0.5 and none',
    ],
    [
      'equal probability, last rule without',
      byHand(dnat(A, '0.33333333349'), dnat(B, '0.33333333349'), dnat(C)),
      'equal probability on every rule but the last',
    ],
    [
      'halves',
      byHand(dnat(A, '0.5'), dnat(B, '0.5'), dnat(C)),
      'a probability of 0.5 on every rule but the last',
    ],
    [
      'reversed',
      byHand(dnat(A, '0.5'), dnat(B, '0.33333333349'), dnat(C)),
      'the probabilities stand in the wrong order',
    ],
    ['last rule missing', byHand(dnat(A, '0.33333333349'), dnat(B, '0.5')), 'the last rule is missing'],
    [
      'last rule with 0.5',
      byHand(dnat(A, '0.33333333349'), dnat(B, '0.5'), dnat(C, '0.5')),
      'the last rule still has a probability',
    ],
    [
      'last rule with 0.9',
      byHand(dnat(A, '0.33333333349'), dnat(B, '0.5'), dnat(C, '0.9')),
      'the last rule still has a probability',
    ],
    ['rounded', byHand(dnat(A, '0.33'), dnat(B, '0.5'), dnat(C)), 'rounded too far'],
    [
      'wrong port in DNAT',
      byHand(dnat('10.244.1.2:80', '0.33333333349'), dnat(B, '0.5'), dnat(C)),
      'wrong port: a DNAT rule in KUBE-SVC-WEB sends to 10.244.1.2:80, the endpoint is 10.244.1.2:8080',
    ],
    [
      'no port in DNAT',
      byHand(dnat('10.244.1.2', '0.33333333349'), dnat(B, '0.5'), dnat(C)),
      'sends to 10.244.1.2:80, the endpoint is 10.244.1.2:8080',
    ],
    [
      'wrong port in --dport',
      byHand(dnat(A)).replace('--dport 80', '--dport 8080'),
      "wrong port: the rule for 10.96.0.10 in KUBE-SERVICES matches port 8080, the service's is 80",
    ],
    [
      'wrong protocol',
      byHand(dnat(A)).replace('-p tcp -m tcp', '-p udp -m udp'),
      'wrong protocol: the rule for 10.96.0.10 in KUBE-SERVICES matches udp',
    ],
    [
      'not hooked',
      KUBE.replace(/.*-A (PREROUTING|OUTPUT).*/g, ''),
      'KUBE-SERVICES and KUBE-SVC-WEB have the rules for 10.96.0.10, but nothing leads there from PREROUTING',
    ],
    [
      'PREROUTING without OUTPUT',
      KUBE.replace(/.*-A OUTPUT.*/, ''),
      "PREROUTING without OUTPUT: the host's own packets pass OUTPUT, never PREROUTING",
    ],
    [
      'OUTPUT without PREROUTING',
      KUBE.replace(/.*-A PREROUTING.*/, ''),
      'OUTPUT without PREROUTING: packets that arrive',
    ],
    [
      'service chain empty',
      `${byHand()}\n:KUBE-SVC-WEB - [0:0]`,
      'packets for 10.96.0.10:80 match a rule in KUBE-SERVICES, but no DNAT rule comes after it',
    ],
    [
      'endpoint missing',
      byHand(dnat(A, '0.5'), dnat(B)),
      'endpoint missing: no rule that packets reach sends to 10.244.2.2:8080',
    ],
    [
      'endpoint twice',
      byHand(dnat(A, '0.33333333349'), dnat(A, '0.5'), dnat(C)),
      '10.244.1.2:8080 stands in 2 rules and 10.244.1.3:8080 in none',
    ],
    [
      'unconditional rule first',
      byHand(dnat(C), dnat(A, '0.33333333349'), dnat(B, '0.5')),
      'wrong order: rule 1 of KUBE-SVC-WEB takes every connection',
    ],
    [
      'unconditional rule second',
      byHand(dnat(A, '0.33333333349'), dnat(B), dnat(C, '0.5')),
      'wrong order: rule 2 of KUBE-SVC-WEB takes every connection',
    ],
    [
      'a stranger',
      byHand(dnat(A, '0.33333333349'), dnat(B, '0.5'), dnat('10.9.9.9:8080')),
      'sends to 10.9.9.9:8080, which is not among the endpoints',
    ],
    [
      'REDIRECT',
      byHand('-p tcp -j REDIRECT --to-ports 8080'),
      'a REDIRECT rule in KUBE-SVC-WEB sends to the host itself',
    ],
    [
      'uneven in no known way',
      byHand(dnat(A, '0.6'), dnat(B, '0.5'), dnat(C)),
      '10.244.1.2:8080 gets 0.6 of the connections instead of 0.333',
    ],
  ])('%s', (_, table, words) => {
    const judgement = judge(table);
    expect(judgement.verdict).toBe('fail');
    expect(judgement.diagnosis).toContain(words);
  });
  it('names the hook where only one of them is wrong', () => {
    const table = `${KUBE.replace(/.*-A OUTPUT.*/, '')}\n-A OUTPUT -d 10.96.0.10/32 -p tcp ${dnat(A)}`;
    expect(judge(table).diagnosis).toMatch(
      /^OUTPUT: endpoint missing|^OUTPUT: every connection goes to 10\.244\.1\.2/,
    );
  });
  it('declared shares as probabilities', () => {
    const table = byHand(dnat(A, '0.5'), dnat(B, '0.3'), dnat(C, '0.2'));
    expect(judge(table, { shares: [0.5, 0.3, 0.2] }).diagnosis).toContain(
      'the shares themselves as probabilities on the rules',
    );
  });
  it('shows what was found at each hook', () => {
    const [first, second] = judge(KUBE.replace(/.*-A OUTPUT.*/, '')).evidence;
    expect(first?.found).toBe(
      'PREROUTING: 10.244.1.2:8080 0.333, 10.244.1.3:8080 0.333, 10.244.2.2:8080 0.333',
    );
    expect(second?.found).toBe('OUTPUT: no rule 1');
    expect(first?.command).toBe('iptables -t nat -S');
  });
});

describe('could not look', () => {
  it('names the rule that it cannot follow', () => {
    const table = byHand(`-m recent --rcheck --name A --rsource ${dnat(A)}`, dnat(B));
    expect(() => judge(table)).toThrow(Inconclusive);
    expect(() => judge(table)).toThrow(/could not follow rule 1 of KUBE-SVC-WEB \(-m recent/);
  });
  it('says when the table was not collected', () => {
    const table = state({ missing: { iptables: 'iptables-save: not found' } });
    const findings = { topology: DEFAULT_TOPOLOGY, state: table, probes: [] };
    expect(() => service.judge(schema.parse(entry), findings)).toThrow(/iptables-save: not found/);
    expect(() => service.judge(schema.parse({ ...entry, host: 'worker2' }), findings)).toThrow(Inconclusive);
  });
  it("fails, and does not err, when the learner's namespace is not there", () => {
    const findings = { topology: DEFAULT_TOPOLOGY, state: state({}), probes: [] };
    expect(service.judge(schema.parse({ ...entry, netns: 'pod-a' }), findings)).toMatchObject({
      verdict: 'fail',
    });
  });
});

describe('schema', () => {
  it.each([
    [{ address: '10.96.0' }],
    [{ port: 0 }],
    [{ endpoints: [] }],
    [{ endpoints: ['10.244.1.2'] }],
    [{ endpoints: ['10.244.1.2:99999'] }],
    [{ endpoints: [A, B, A] }],
    [{ take: 9 }],
    [{ shares: [0.5, 0.5] }],
    [{ shares: [0.33, 0.33, 0.33] }],
    [{ shares: 'even' }],
    [{ hook: 'INPUT' }],
    [{ colour: 'red' }],
  ])('refuses %j', (args) => {
    expect(schema.safeParse({ ...entry, ...args }).success).toBe(false);
  });
  it('accepts a third written as the author likes, if it sums to 1', () => {
    expect(schema.safeParse({ ...entry, shares: [0.33, 0.33, 0.34] }).success).toBe(true);
    expect(schema.safeParse({ ...entry, shares: [0.3333333, 0.3333333, 0.3333333] }).success).toBe(true);
  });
});

reverts(service, [[{ address: '10.96.0.1', port: 80, endpoints: ['10.0.0.2:80'] }, /'-d 10.96.0.1\/32 '/]]);
