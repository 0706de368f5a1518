/** Kind `distribution`: thousands of connections through a service, counted twice, judged by Pearson's chi-square test. */
import { z } from 'zod';
import { type CheckKind, fail, Inconclusive, pass } from '../../kind.ts';
import { evaluateNat } from '../../network/netfilter/evaluate-nat.ts';
import { hookWords } from '../../network/netfilter/service-rules.ts';
import type { NetworkState } from '../../network/state/network-state.ts';
import { chiSquareStatistic, chiSquareTail } from '../../statistics/chi-square.ts';
import { likelyMistakes } from '../../statistics/mistakes.ts';
import {
  LEVEL,
  MOST_CONNECTIONS,
  POWER,
  planSample,
  type SamplePlan,
  SMALLEST_SHARE,
} from '../../statistics/plan.ts';
import {
  balanceProblem,
  declared,
  distinct,
  endpoint,
  entryFields,
  shares,
} from '../../support/entry-fields.ts';
import { madeProbe, origin, place } from '../../support/probed.ts';
import type { Evidence } from '../../verdict.ts';
import { count, total, type WantedDistribution } from './counts.ts';
import { mistakeInCounts } from './mistake.ts';
import { countsTable, pValue } from './table.ts';

/** For one connection, milliseconds: long enough for one SYN to be lost and sent again (RFC 6298: after 1 s). */
const CONNECTION_TIMEOUT = 2000;

export const schema = z
  .strictObject({
    ...entryFields('distribution'),
    service: endpoint,
    endpoints: z
      .array(
        z.strictObject({
          address: endpoint,
          /** First line of what this endpoint answers. */
          answer: z.string().min(1),
        }),
      )
      .min(2)
      .max(1 / SMALLEST_SHARE)
      .refine((list) => distinct(list.map(({ address }) => address)), 'must name each address once')
      .refine(
        (list) => distinct(list.map(({ answer }) => answer)),
        'must tell the endpoints apart by their answers',
      ),
    /** Only the first n endpoints count. */
    take: z.int().min(2).optional(),
    shares: shares.default('equal'),
    /** Hosts whose nat counters are read; absent: `host`. */
    countersOn: z.array(z.string().min(1)).min(1).optional(),
  })
  .superRefine((args, context) => {
    const problem = balanceProblem(args);
    if (problem) context.addIssue({ code: 'custom', path: [problem.path], message: problem.message });
    if (args.shares !== 'equal' && args.shares.some((share) => share < SMALLEST_SHARE)) {
      const message = `a share below ${SMALLEST_SHARE} would need more than ${MOST_CONNECTIONS} connections`;
      context.addIssue({ code: 'custom', path: ['shares'], message });
    }
  });
export type DistributionArgs = z.infer<typeof schema>;

export const distribution: CheckKind<DistributionArgs> = {
  kind: 'distribution',
  summary:
    'thousands of connections through a service: who answers how often, by the counters and by the answers',
  schema,
  examples: [
    {
      service: '10.96.0.10:80',
      endpoints: [
        { address: '10.244.1.2:8080', answer: 'a' },
        { address: '10.244.1.3:8080', answer: 'b' },
      ],
    },
  ],
  depth: 'full',
  cost: 'load',
  dependsOn: () => 'lasting',
  title: (args) => {
    const n = declared(args).endpoints.length;
    return `Connections to ${args.service} spread over ${n} endpoints ${args.shares === 'equal' ? 'evenly' : 'as asked'}`;
  },
  probes: (args) => {
    const [address = '', port = ''] = args.service.split(':');
    const countersOn = (args.countersOn ?? [args.host]).map((host) => ({ host }));
    const { connections } = plan(args);
    return [
      {
        probe: 'load',
        from: origin(args),
        address,
        port: Number(port),
        connections,
        timeoutMs: CONNECTION_TIMEOUT,
        countersOn,
      },
    ];
  },
  judge(args, findings) {
    const result = madeProbe(args, findings, 'load');
    if ('verdict' in result) return result;
    if (result.attempted === 0) throw new Inconclusive('no connection was made');
    const sample = plan(args);
    const counts = count(result, wanted(args));
    const evidence: Evidence[] = [
      {
        ...origin(args),
        command: 'iptables -t nat -nvL',
        expected: `shares ${wanted(args)
          .endpoints.map(({ answer, share }) => `${answer} ${Number(share.toFixed(4))}`)
          .join(', ')}`,
        found: `${countsTable(counts)} in ${(result.ms / 1000).toFixed(2)} s`,
      },
    ];
    if (counts.answered === 0 && counts.sent === 0) {
      const hook = unhooked(args, findings.state);
      if (hook !== undefined) return fail(hook, evidence);
    }
    const lost = total([...counts.lost.values()]);
    // A SYN that is sent again after it was lost may be counted again.
    if (lost === 0 && counts.sent > counts.attempted) {
      throw new Inconclusive(
        `the DNAT rules counted ${counts.sent} new flows where the check made ${counts.attempted}: something else used the services at the same time; run it again`,
      );
    }
    const mistake = mistakeInCounts(counts, sample.critical);
    const complete = lost === 0 && counts.strangers.size === 0 && counts.answered === counts.attempted;
    if (complete) evidence.push(test(args, counts, sample));
    if (mistake !== undefined) return fail(mistake, evidence);
    if (counts.attempted < sample.connections) {
      throw new Inconclusive(
        `only ${counts.attempted} of ${sample.connections} connections were made in time`,
      );
    }
    return pass(
      `${counts.attempted} connections came out as ${counts.endpoints.map(({ answered }) => answered).join(' / ')}, counted twice`,
      evidence,
    );
  },
};

function wanted(args: DistributionArgs): WantedDistribution {
  const { endpoints, shares: own } = declared(args);
  return { service: args.service, endpoints: endpoints.map((one, i) => ({ ...one, share: own[i] ?? 0 })) };
}

function plan(args: DistributionArgs): SamplePlan {
  const { shares: own } = declared(args);
  return planSample(own, likelyMistakes(own));
}

/** The chi-square test, and what its sample size promises. */
function test(args: DistributionArgs, counts: ReturnType<typeof count>, sample: SamplePlan): Evidence {
  const statistic = chiSquareStatistic(
    counts.endpoints.map(({ answered }) => answered),
    counts.endpoints.map(({ share }) => share),
  );
  const df = sample.degreesOfFreedom;
  const caught = sample.perAlternative.filter(({ power }) => power >= POWER);
  const hardest = Math.max(...caught.map(({ needs }) => needs));
  return {
    ...origin(args),
    expected: `chi-square below ${sample.critical.toFixed(2)} (a right solution reaches that less than once in a million runs)`,
    found: [
      `chi-square ${statistic.toFixed(2)}, ${df} ${df === 1 ? 'degree' : 'degrees'} of freedom, p ${pValue(chiSquareTail(statistic, df))}, N ${counts.attempted}`,
      `the test rejects below p ${pValue(LEVEL)}; N catches ${caught.length} of ${sample.perAlternative.length} named mistakes with a power above ${POWER} (the hardest of them needs ${hardest})`,
    ].join('\n'),
  };
}

/** Nothing was sent on: do the rules exist, only not where these packets pass? */
function unhooked(args: DistributionArgs, state: NetworkState): string | undefined {
  const own = state.hosts[args.host]?.namespaces.find(({ name }) => name === '');
  const chains = own?.iptables?.tables.nat;
  if (!chains) return undefined;
  const [destination = '', port = ''] = args.service.split(':');
  const lands = (hook: 'PREROUTING' | 'OUTPUT') =>
    evaluateNat(chains, { hook, protocol: 'tcp', destination, port: Number(port) }).landings.length > 0;
  const [passed, other] =
    args.netns === undefined ? (['OUTPUT', 'PREROUTING'] as const) : (['PREROUTING', 'OUTPUT'] as const);
  if (lands(passed) || !lands(other)) return undefined;
  return `${other} without ${passed}: ${hookWords(passed)}, and from there nothing leads to the rules; none of the connections ${place(args)} was sent on`;
}
