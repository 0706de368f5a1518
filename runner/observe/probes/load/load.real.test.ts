import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeCheck } from '../../../../checks/judge.ts';
import { distribution, schema } from '../../../../checks/kinds/distribution/distribution.ts';
import { DEFAULT_TOPOLOGY } from '../../../../checks/network/default-topology.ts';
import type { LoadProbe, LoadResult } from '../../../../checks/probes/load.ts';
import type { Judgement } from '../../../../checks/verdict.ts';
import type { Sandbox } from '../../../sandbox/driver.ts';
import { namespacesDriver } from '../../../sandbox/namespaces/driver.ts';
import { startCollector } from '../../collect/collector.ts';
import { runProbes } from '../run.ts';
import { buildPods, PODS, podAddress, type Rule, run, SERVICE, writeRules } from '../testing/service-host.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await namespacesDriver().up({ hosts: ['worker'] });
  await buildPods(sandbox, 'worker', 5);
});
afterAll(() => sandbox?.down());

const endpoints = PODS.map((answer, i) => ({ address: podAddress(i), answer }));
const parse = (args: Record<string, unknown>) =>
  schema.parse({ host: 'worker', netns: 'client', service: SERVICE, endpoints, take: 3, ...args });

/** Makes the connections and judges them as a lab does. */
async function judge(fields: Record<string, unknown> = {}): Promise<Judgement> {
  const args = parse(fields);
  const collector = startCollector(sandbox);
  try {
    const state = await collector.collect('full');
    const probes = await runProbes(sandbox, distribution.probes?.(args) ?? []);
    return judgeCheck(distribution, args, { topology: DEFAULT_TOPOLOGY, state, probes });
  } finally {
    collector.close();
  }
}
const rules = (...probabilities: (number | undefined)[]): Rule[] =>
  probabilities.map((probability, i) => ({
    to: podAddress(i),
    ...(probability !== undefined && { probability }),
  }));

describe('a right service passes', () => {
  it.each([3, 4, 5])('with %d endpoints', async (n) => {
    await writeRules(
      sandbox,
      'worker',
      rules(...Array.from({ length: n }, (_, i) => (i === n - 1 ? undefined : 1 / (n - i)))),
    );
    const judgement = await judge({ take: n });
    expect(judgement, JSON.stringify(judgement, null, 1)).toMatchObject({ verdict: 'pass' });
  });
  it('from the host itself, through OUTPUT', async () => {
    await writeRules(sandbox, 'worker', rules(1 / 3, 1 / 2, undefined));
    expect(await judge({ netns: undefined })).toMatchObject({ verdict: 'pass' });
  });
  it('with 0.33 / 0.335 / 0.335 where those are declared', async () => {
    await writeRules(sandbox, 'worker', rules(0.33, 0.5, undefined));
    expect(await judge({ shares: [0.33, 0.335, 0.335] })).toMatchObject({ verdict: 'pass' });
  });
  it('shows the table', async () => {
    const { evidence } = await judge();
    expect(evidence[0]?.found).toMatch(/pod-a +1000\.0 +\d+ +\d+ +█/);
    expect(evidence[1]?.found).toMatch(/chi-square [\d.]+, 2 degrees of freedom, p [\d.]+, N 3000/);
  });
});

describe('a wrong service fails with its own diagnosis', () => {
  it.each<[string, Rule[], string]>([
    ['equal probability on every rule', rules(1 / 3, 1 / 3, 1 / 3), 'equal probability on every rule: '],
    [
      'equal probability, last rule without',
      rules(1 / 3, 1 / 3, undefined),
      'equal probability on every rule but the last',
    ],
    ['50/25/25', rules(1 / 2, 1 / 2, undefined), 'a probability of 0.5 on every rule but the last'],
    ['last rule missing', rules(1 / 3, 1 / 2), 'the last rule is missing'],
    ['last rule with a probability', rules(1 / 3, 1 / 2, 1 / 2), 'the last rule still has a probability'],
    [
      'an endpoint that is never hit',
      [{ to: podAddress(0), probability: 1 / 2 }, { to: podAddress(2) }],
      'pod-b is never reached',
    ],
    [
      'the unconditional rule first',
      [{ to: podAddress(2) }, ...rules(1 / 3, 1 / 2)],
      'every connection goes to pod-c',
    ],
    [
      'a wrong port',
      [{ to: '10.244.1.2:8081', probability: 1 / 3 }, ...rules(1, 1 / 2, undefined).slice(1)],
      'wrong port: the DNAT rule in KUBE-SEP-0 sends to port 8081',
    ],
    [
      'a pod of another service',
      [{ to: podAddress(3), probability: 1 / 3 }, ...rules(1, 1 / 2, undefined).slice(1)],
      'another server answered: "pod-d"',
    ],
    [
      'an address where nobody is',
      [{ to: '10.244.1.77:8080', probability: 1 / 3 }, ...rules(1, 1 / 2, undefined).slice(1)],
      'sends to 10.244.1.77:8080, which is not among the endpoints',
    ],
    [
      'two rules swapped about',
      [
        { to: podAddress(0), probability: 1 / 2 },
        { to: podAddress(1), probability: 1 / 3 },
        { to: podAddress(2) },
      ],
      'the probabilities stand in the wrong order',
    ],
  ])('%s', async (_, wrong, words) => {
    await writeRules(sandbox, 'worker', wrong);
    const judgement = await judge();
    expect(judgement.verdict, JSON.stringify(judgement, null, 1)).toBe('fail');
    expect(judgement.diagnosis).toContain(words);
  });
  it('PREROUTING without OUTPUT, from the host', async () => {
    await writeRules(sandbox, 'worker', rules(1 / 3, 1 / 2, undefined), ['PREROUTING']);
    expect(await judge({ netns: undefined })).toMatchObject({
      verdict: 'fail',
      diagnosis: expect.stringContaining('PREROUTING without OUTPUT'),
    });
  });
  it('a pod that is gone', async () => {
    await writeRules(sandbox, 'worker', [
      { to: podAddress(0), probability: 1 / 3 },
      { to: podAddress(1), probability: 1 / 2 },
      { to: podAddress(2) },
    ]);
    await run(sandbox, 'worker', 'ip netns exec pod-b ip link set eth0 down');
    const judgement = await judge();
    await run(
      sandbox,
      'worker',
      'ip netns exec pod-b ip link set eth0 up; ip -n pod-b route add default via 10.244.1.1',
    );
    expect(judgement.diagnosis).toContain('pod-b answered only 0 of the');
  });
  it('an origin that does not exist', async () => {
    expect(await judge({ netns: 'nowhere' })).toMatchObject({
      verdict: 'fail',
      diagnosis: expect.stringContaining('worker has no network namespace named nowhere'),
    });
  });
});

describe('the generator', () => {
  const probe = (more: Partial<LoadProbe> = {}): LoadProbe => ({
    probe: 'load',
    from: { host: 'worker', netns: 'client' },
    address: '10.96.0.10',
    port: 80,
    connections: 3000,
    timeoutMs: 2000,
    countersOn: [{ host: 'worker' }],
    ...more,
  });
  it('uses each source port once, also over several runs, and leaves no process', async () => {
    await writeRules(sandbox, 'worker', rules(1 / 3, 1 / 2, undefined));
    await run(sandbox, 'worker', 'conntrack -F 2>/dev/null');
    const results = (await runProbes(sandbox, [probe(), probe()])) as LoadResult[];
    for (const { answers, lost, dnat, attempted } of results) {
      expect(lost).toEqual({});
      expect(attempted).toBe(3000);
      const answered = PODS.slice(0, 3).map((name) => answers[name] ?? 0);
      expect(dnat.map(({ packets }) => packets)).toEqual(answered);
      expect(answered.reduce((sum, times) => sum + times, 0)).toBe(3000);
    }
    const flows = await run(
      sandbox,
      'worker',
      "conntrack -L -d 10.96.0.10 2>/dev/null | grep -o 'sport=[0-9]* dport=80 ' | sort",
    );
    // Of the first run's some may be forgotten by now: after 10 s (nf_conntrack_tcp_timeout_close).
    const ports = flows.trim().split('\n');
    expect(ports.length).toBeGreaterThan(1000);
    expect(new Set(ports).size).toBe(ports.length);
    expect(await run(sandbox, 'worker', 'ps -eo args | grep -c "^python3 -I" || true')).toBe('0\n');
  });
  it('passes at once after a wrong attempt whose lost flows conntrack still remembers, with few ports to choose from', async () => {
    await writeRules(sandbox, 'worker', rules(1 / 3, 1 / 2));
    await run(sandbox, 'worker', 'ip netns exec client sysctl -qw net.ipv4.ip_local_port_range="4500 65535"');
    const [wrong] = (await runProbes(sandbox, [probe({ timeoutMs: 500 })])) as LoadResult[];
    await writeRules(sandbox, 'worker', rules(1 / 3, 1 / 2, undefined));
    const [right] = (await runProbes(sandbox, [probe()])) as LoadResult[];
    await run(
      sandbox,
      'worker',
      'ip netns exec client sysctl -qw net.ipv4.ip_local_port_range="32768 60999"',
    );
    expect(wrong?.lost.timeout).toBeGreaterThan(400);
    expect(right?.lost).toEqual({});
    expect(right?.dnat.map(({ packets }) => packets)).toEqual(
      PODS.slice(0, 3).map((name) => right?.answers[name]),
    );
  });
  it('counts right after many connections to the same pods through another service', async () => {
    await writeRules(sandbox, 'worker', rules(1 / 3, 1 / 2, undefined));
    await run(
      sandbox,
      'worker',
      `iptables -t nat -A PREROUTING -d 10.96.0.11 -p tcp --dport 80 -j KUBE-SVC-WEB
ip netns exec client curl -s -o /dev/null 'http://10.96.0.11/?[1-6000]'`,
    );
    const [result] = (await runProbes(sandbox, [probe()])) as LoadResult[];
    expect(result?.lost).toEqual({});
    expect(result?.dnat.map(({ packets }) => packets)).toEqual(
      PODS.slice(0, 3).map((name) => result?.answers[name]),
    );
  });
  it('ends early when everything is lost, and says why', async () => {
    await run(sandbox, 'worker', 'iptables -A FORWARD -d 10.96.0.10 -j DROP; iptables -t nat -F');
    const [result] = (await runProbes(sandbox, [probe({ timeoutMs: 500 })])) as LoadResult[];
    await run(sandbox, 'worker', 'iptables -F');
    expect(result?.lost).toEqual({ timeout: result?.attempted });
    expect(result?.attempted).toBeLessThan(3000);
  });
});
