import { describe, expect, it } from 'vitest';
import { Inconclusive } from '../../kind.ts';
import { DEFAULT_TOPOLOGY } from '../../network/default-topology.ts';
import { KUBE, natTable } from '../../network/netfilter/testing/table.ts';
import type { NetworkState } from '../../network/state/network-state.ts';
import type { ProbeResult } from '../../probe.ts';
import type { LoadProbe, LoadResult } from '../../probes/load.ts';
import { chainShares } from '../../statistics/mistakes.ts';
import { multinomial, random } from '../../statistics/testing/draw.ts';
import { distribution, schema } from './distribution.ts';

const PODS = ['pod-a', 'pod-b', 'pod-c', 'pod-d', 'pod-e'];
const endpoints = PODS.map((answer, i) => ({ address: `10.244.1.${i + 2}:8080`, answer }));
const entry = {
  id: 'balance',
  kind: 'distribution',
  host: 'worker',
  service: '10.96.0.10:80',
  endpoints,
  take: 3,
};
const parse = (args: Record<string, unknown>) => schema.parse({ ...entry, ...args });

const empty: NetworkState = { depth: 'full', takenAt: 0, hosts: {} };
const withTable = (text: string): NetworkState => ({
  ...empty,
  hosts: {
    worker: {
      name: 'worker',
      processes: [],
      namespaces: [
        { inode: 1, name: '', pids: [], missing: {}, iptables: { tables: { nat: natTable(text) } } },
      ],
    },
  },
});
const judge = (args: Record<string, unknown>, result: ProbeResult, state = empty) =>
  distribution.judge(parse(args), { topology: DEFAULT_TOPOLOGY, state, probes: [result] });

/** A run in which each answer was sent by its own DNAT rule; `more` changes what differs. */
function run(answered: readonly number[], more: Partial<LoadResult> = {}): LoadResult {
  const lost = Object.values(more.lost ?? {}).reduce((sum, times) => sum + times, 0);
  return {
    probe: 'load',
    attempted: answered.reduce((sum, times) => sum + times, lost),
    answers: Object.fromEntries(
      answered.map((times, i) => [PODS[i] ?? '', times]).filter(([, times]) => times !== 0),
    ),
    lost: {},
    dnat: answered.map((packets, i) => ({ chain: `KUBE-SEP-${i}`, to: `10.244.1.${i + 2}:8080`, packets })),
    ms: 400,
    ...more,
  };
}
/** Counts as they fall for rules with these probabilities, the endpoints in another order than the rules when `order` says so. */
function drawn(probabilities: readonly number[], order = probabilities.map((_, i) => i)): LoadResult {
  const { shares, lost } = chainShares(probabilities);
  const counts = multinomial(random(15), 3000, [...shares, lost]);
  const none = counts.pop() ?? 0;
  return run(
    order.map((i) => counts[i] ?? 0),
    none > 0 ? { lost: { timeout: none } } : {},
  );
}

describe('passes', () => {
  it.each([
    ['three', {}, drawn([1 / 3, 1 / 2, 1])],
    ['four', { take: 4 }, drawn([1 / 4, 1 / 3, 1 / 2, 1])],
    ['five', { take: 5 }, drawn([1 / 5, 1 / 4, 1 / 3, 1 / 2, 1])],
    ['declared 0.33 / 0.335 / 0.335', { shares: [0.33, 0.335, 0.335] }, drawn([0.33, 0.5, 1])],
    ['declared 50/25/25', { shares: [0.5, 0.25, 0.25] }, drawn([0.5, 0.5, 1])],
    [
      'a DNAT rule without a port',
      { service: '10.96.0.10:8080' },
      run([1000, 1000, 1000], {
        dnat: [2, 3, 4].map((i) => ({ chain: 'SVC', to: `10.244.1.${i}`, packets: 1000 })),
      }),
    ],
    [
      'rules of other services, unused',
      {},
      {
        ...run([1000, 1000, 1000]),
        dnat: [...run([1000, 1000, 1000]).dnat, { chain: 'DNS', to: '10.244.0.2:53', packets: 0 }],
      },
    ],
  ])('%s', (_, args, result) => {
    expect(judge(args, result)).toMatchObject({ verdict: 'pass' });
  });
  it('shows counts, expected counts, statistic, degrees of freedom, p-value, N and bars', () => {
    const { evidence } = judge({}, run([1001, 961, 1038]));
    expect(evidence.map(({ found }) => found).join('\n')).toBe(
      [
        'endpoint         answer  expected  by DNAT  answered',
        '10.244.1.2:8080  pod-a     1000.0     1001      1001  ███████████████▍',
        '10.244.1.3:8080  pod-b     1000.0      961       961  ██████████████▉',
        '10.244.1.4:8080  pod-c     1000.0     1038      1038  ████████████████',
        '3000 connections, 3000 answered, 0 lost in 0.40 s',
        'chi-square 2.97, 2 degrees of freedom, p 0.227, N 3000',
        'the test rejects below p 5.0e-7; N catches 12 of 12 named mistakes with a power above 0.999 (the hardest of them needs 954)',
      ].join('\n'),
    );
    expect(evidence[1]?.expected).toBe(
      'chi-square below 29.02 (a right solution reaches that less than once in a million runs)',
    );
  });
});

describe('fails, each mistake with its own words', () => {
  it.each<[string, Record<string, unknown>, LoadResult, string]>([
    [
      'equal probability on every rule',
      {},
      drawn([1 / 3, 1 / 3, 1 / 3]),
      'equal probability on every rule: probabilities are conditional, a rule sees only what the rules before it let pass',
    ],
    [
      'the same, rules in another order',
      {},
      drawn([1 / 3, 1 / 3, 1 / 3], [2, 0, 1]),
      'equal probability on every rule: ',
    ],
    [
      'the same with four',
      { take: 4 },
      drawn([1 / 4, 1 / 4, 1 / 4, 1 / 4]),
      'equal probability on every rule: ',
    ],
    [
      'the same with five',
      { take: 5 },
      drawn([1 / 5, 1 / 5, 1 / 5, 1 / 5, 1 / 5]),
      'equal probability on every rule: ',
    ],
    [
      'equal probability, last rule without',
      {},
      drawn([1 / 3, 1 / 3, 1]),
      'equal probability on every rule but the last',
    ],
    ['50/25/25', {}, drawn([1 / 2, 1 / 2, 1]), 'a probability of 0.5 on every rule but the last'],
    ['reversed', {}, drawn([1 / 2, 1 / 3, 1]), 'the probabilities stand in the wrong order'],
    ['last rule missing', {}, drawn([1 / 3, 1 / 2, 0]), 'the last rule is missing'],
    ['last rule with 0.5', {}, drawn([1 / 3, 1 / 2, 1 / 2]), 'the last rule still has a probability'],
    ['one never hit', {}, drawn([1 / 2, 0, 1]), 'pod-b is never reached'],
    ['only one hit', {}, run([0, 0, 3000]), 'every connection goes to pod-c'],
    [
      'declared 0.33, but equal mistakes',
      { shares: [0.33, 0.335, 0.335] },
      drawn([0.33, 0.335, 0.335]),
      'the shares themselves as probabilities on the rules',
    ],
    [
      'even, where 10/45/45 is asked',
      { shares: [0.1, 0.45, 0.45] },
      drawn([1 / 3, 1 / 2, 1]),
      'spread evenly, but the shares asked for are 0.1, 0.45 and 0.45',
    ],
    [
      'uneven in no known way',
      {},
      run([1200, 900, 900]),
      'pod-a got 1200 of 3000 connections, expected were about 1000',
    ],
    [
      'lost in no known way',
      {},
      run([1400, 1400, 100], { lost: { timeout: 100 } }),
      '100 of 3000 connections matched no DNAT rule and were lost (timeout)',
    ],
    [
      'wrong port in one DNAT rule',
      {},
      run([1000, 0, 1000], {
        lost: { refused: 1000 },
        dnat: [
          { chain: 'S', to: '10.244.1.2:8080', packets: 1000 },
          { chain: 'S', to: '10.244.1.3:80', packets: 1000 },
          { chain: 'S', to: '10.244.1.4:8080', packets: 1000 },
        ],
      }),
      'wrong port: the DNAT rule in S sends to port 80 of 10.244.1.3, the endpoint is 10.244.1.3:8080; 1000 connections were lost there (refused)',
    ],
    [
      'DNAT into the void',
      {},
      run([1000, 1000, 0], {
        lost: { timeout: 1000 },
        dnat: [
          { chain: 'S', to: '10.244.1.2:8080', packets: 1000 },
          { chain: 'S', to: '10.244.1.3:8080', packets: 1000 },
          { chain: 'S', to: '10.9.9.9:8080', packets: 1000 },
        ],
      }),
      'sends to 10.9.9.9:8080, which is not among the endpoints',
    ],
    [
      'a pod that does not listen',
      {},
      run([1000, 0, 1000], { lost: { refused: 1000 }, dnat: run([1000, 1000, 1000]).dnat }),
      'pod-b answered only 0 of the 1000 connections that its DNAT rule sent to 10.244.1.3:8080 (refused: no process listens',
    ],
    [
      'a single lost connection',
      {},
      run([1000, 999, 1000], { lost: { timeout: 1 }, dnat: run([1000, 1000, 1000]).dnat }),
      'the server is too slow',
    ],
    [
      'a stranger',
      {},
      run([1000, 1000, 0], { attempted: 3000, answers: { 'pod-a': 1000, 'pod-b': 1000, nginx: 1000 } }),
      'another server answered: "nginx"',
    ],
    [
      'nothing at all',
      {},
      run([0, 0, 0], { lost: { timeout: 600 } }),
      'no DNAT rule took any of 600 connections, and nothing answered (timeout)',
    ],
    [
      'answers without counters',
      {},
      run([1000, 1000, 1000], { dnat: [] }),
      'something else than the iptables rules of this host spreads the connections',
    ],
    [
      'two pods swapped',
      {},
      run([900, 1100, 1000], { dnat: run([1100, 900, 1000]).dnat }),
      'the two counts disagree',
    ],
    [
      'one count off by one',
      {},
      run([1000, 1000, 1000], { dnat: run([999, 1000, 1000]).dnat }),
      'the two counts disagree',
    ],
  ])('%s', (_, args, result, words) => {
    const judgement = judge(args, result);
    expect(judgement.verdict).toBe('fail');
    expect(judgement.diagnosis).toContain(words);
  });
  it('names the hook that the packets pass when the rules hang at the other', () => {
    const silent = run([0, 0, 0], { lost: { timeout: 600 } });
    expect(judge({}, silent, withTable(KUBE.replace(/.*-A OUTPUT.*/, ''))).diagnosis).toContain(
      'PREROUTING without OUTPUT',
    );
    expect(
      judge({ netns: 'client' }, silent, withTable(KUBE.replace(/.*-A PREROUTING.*/, ''))).diagnosis,
    ).toContain('OUTPUT without PREROUTING');
    expect(judge({}, silent, withTable('')).diagnosis).toContain('no DNAT rule took any');
  });
  it("fails when the learner's namespace is not there", () => {
    const failed = { probe: 'failed', reason: 'no network namespace client', originMissing: true } as const;
    expect(judge({ netns: 'client' }, failed)).toMatchObject({ verdict: 'fail' });
  });
});

it('tells a mistake in the rules from a few connections that were lost behind them', () => {
  const counted = drawn([1 / 3, 1 / 3, 1 / 3]);
  const dnat = counted.dnat.map((rule, i) => (i === 0 ? { ...rule, packets: rule.packets + 2 } : rule));
  expect(judge({}, { ...counted, dnat }).diagnosis).toContain('equal probability on every rule: ');
});
it('does not take a SYN that was sent and counted again for the traffic of others', () => {
  const dnat = [
    ...run([1000, 0, 1000]).dnat.filter(({ packets }) => packets > 0),
    { chain: 'S', to: '10.9.9.9:8080', packets: 1400 },
  ];
  const judgement = judge({}, run([1000, 0, 1000], { lost: { timeout: 1000 }, dnat }));
  expect(judgement.diagnosis).toContain(
    'sends to 10.9.9.9:8080, which is not among the endpoints; 1000 connections were lost there',
  );
});

describe('could not look', () => {
  it.each<[string, ProbeResult, RegExp]>([
    [
      'no generator',
      { probe: 'failed', reason: 'python3: not found', originMissing: false },
      /python3: not found/,
    ],
    ['no connection', run([0, 0, 0]), /no connection was made/],
    [
      'other traffic meanwhile',
      run([1000, 1000, 1000], { dnat: run([1500, 1000, 1000]).dnat }),
      /counted 3500 new flows where the check made 3000/,
    ],
    ['out of time', run([500, 500, 500]), /only 1500 of 3000 connections/],
    ['another probe', { probe: 'ping', outcome: 'answered', detail: '' }, /ping probe/],
  ])('%s', (_, result, words) => {
    expect(() => judge({}, result)).toThrow(Inconclusive);
    expect(() => judge({}, result)).toThrow(words);
  });
});

describe('probes', () => {
  it('asks for one run with the computed number of connections', () => {
    const [probe] = (distribution.probes?.(parse({ netns: 'client' })) ?? []) as LoadProbe[];
    expect(probe).toMatchObject({
      probe: 'load',
      from: { host: 'worker', netns: 'client' },
      address: '10.96.0.10',
      port: 80,
      connections: 3000,
      countersOn: [{ host: 'worker' }],
    });
    const [skewed] = (distribution.probes?.(parse({ take: 2, shares: [0.1, 0.9] })) ?? []) as LoadProbe[];
    expect(skewed?.connections).toBe(4000);
  });
});

describe('schema', () => {
  it.each([
    [{ service: '10.96.0.10' }],
    [{ endpoints: endpoints.slice(0, 1), take: undefined }],
    [{ endpoints: [endpoints[0], endpoints[1], endpoints[0]] }],
    [{ endpoints: [endpoints[0], { address: '10.0.0.1:1', answer: 'pod-a' }], take: 2 }],
    [{ take: 1 }],
    [{ take: 6 }],
    [{ shares: [0.5, 0.5] }],
    [{ shares: [0.33, 0.33, 0.33] }],
    [{ shares: [0.01, 0.49, 0.5] }],
    [{ shares: 'fair' }],
    [{ countersOn: [] }],
    [{ connections: 10 }],
  ])('refuses %j', (args) => {
    expect(schema.safeParse({ ...entry, ...args }).success).toBe(false);
  });
});
