/**
 * Kind `no-nat`: between each two of the listed pods, both ways, packets keep the addresses that they set out with: on every
 * device in between, by captures, and with the receiver, by its own word. Judges results; captures and sends nothing itself.
 */
import { z } from 'zod';
import { type CheckKind, type Findings, fail, Inconclusive, pass } from '../../kind.ts';
import { parsePcap, UnreadablePcap } from '../../network/packets/pcap.ts';
import type { NetworkState } from '../../network/state/network-state.ts';
import type { HopsProbe, HopsResult } from '../../probes/hops.ts';
import type { HttpResult } from '../../probes/http.ts';
import { entryFields, port } from '../../support/entry-fields.ts';
import { hops, isMesh, NO_MESH, named, type Pair, pairs, placed, pod, urlOf } from '../../support/pods.ts';
import { madeProbe, typed } from '../../support/probed.ts';
import { firstPair, quoted } from '../../support/revert-scripts.ts';
import type { Judgement } from '../../verdict.ts';
import { owner, said, seenBy } from '../client-address/client-address.ts';
import { whyNoAnswer } from '../http/http.ts';
import { type Hop, place, type Routed, rewritten, wayOf } from './hops.ts';

/** More than the fetches of any list of pods make; a capture that reaches it is not judged to lack anything. */
const MOST_PACKETS = 1000;

const schema = z
  .strictObject({
    ...entryFields('no-nat'),
    /** On `port`, each answers with its client's address: the first IPv4 address of the body. */
    pods: z.array(pod.extend({ hops: hops.optional() })).refine(isMesh, NO_MESH),
    /** For pods that do not list their own. */
    hops: hops.optional(),
    port: port.default(80),
    /** For each pair, in seconds. */
    timeout: z.number().min(0.1).max(10).default(1),
  })
  .refine((args) => args.hops !== undefined || args.pods.every((one) => one.hops !== undefined), {
    path: ['hops'],
    error: 'must say which devices packets pass on the way out: here, or for each pod',
  });
export type NoNatArgs = z.infer<typeof schema>;

export const noNat: CheckKind<NoNatArgs> = {
  kind: 'no-nat',
  summary: 'packets between pods keep their addresses on every hop, and the receiver sees the sender',
  schema,
  examples: [
    {
      pods: [
        { netns: 'a', address: '10.0.0.2' },
        { host: 'node-b', netns: 'b', address: '10.0.0.3' },
      ],
      hops: ['br0'],
    },
  ],
  depth: 'light',
  cost: 'probe',
  dependsOn: () => 'all',
  revert: {
    takes: 'pair-path',
    script: (args) =>
      firstPair(args, (_, to) => `iptables -t nat -I POSTROUTING -d ${quoted(to)} -j MASQUERADE`),
  },
  title: ({ pods }) => `${pods.length} pods see each other's own addresses, and so does every hop`,
  probes: (args) => [request(args)],
  judge(args, findings) {
    const result = captured(args, findings);
    if ('verdict' in result) return result;
    const look: Look = { args, state: findings.state, hops: hopsOf(args, result), all: pairsOf(args) };
    for (const [index, pair] of look.all.entries()) {
      const problem = problemOf(look, pair, result.stimuli[index]);
      if (problem) return problem;
    }
    const devices = look.hops.map(({ point }) => place(point)).join(', ');
    return pass(`no address was rewritten: not between the pods, nor on ${devices}`);
  },
};

interface Look {
  readonly args: NoNatArgs;
  readonly state: NetworkState;
  readonly hops: readonly Hop[];
  readonly all: readonly Pair<Routed>[];
}

function pairsOf(args: NoNatArgs): Pair<Routed>[] {
  return pairs(args.pods.map((one) => ({ ...placed(args, one), hops: one.hops ?? args.hops ?? [] })));
}

function request(args: NoNatArgs): HopsProbe {
  const all = pairsOf(args);
  const points = new Map(all.flatMap(wayOf).map((point) => [place(point), point]));
  return {
    probe: 'hops',
    points: [...points.values()],
    filter: `tcp port ${args.port}`,
    packets: MOST_PACKETS,
    stimuli: all.map(({ from, to }) => ({
      probe: 'http',
      from: from.at,
      url: urlOf(to, args.port),
      timeoutMs: args.timeout * 1000,
    })),
  };
}

function captured(args: NoNatArgs, findings: Findings): HopsResult | Judgement {
  const [result] = findings.probes;
  if (result?.probe === 'failed' && result.originMissing)
    return fail(`it cannot be seen what passes: ${result.reason}`, [
      { host: args.host, command: 'ip -br link', found: result.reason },
    ]);
  return madeProbe(args, findings, 'hops');
}

function hopsOf(args: NoNatArgs, { captures }: HopsResult): Hop[] {
  return request(args).points.map((point, index) => {
    const capture = captures[index];
    if (!capture) throw new Inconclusive(`nothing was captured on ${place(point)}`);
    try {
      return { point, capture, packets: parsePcap(capture.pcap) };
    } catch (thrown) {
      if (!(thrown instanceof UnreadablePcap)) throw thrown;
      throw new Inconclusive(`the capture on ${place(point)} cannot be read: ${thrown.message}`);
    }
  });
}

function problemOf(
  look: Look,
  pair: Pair<Routed>,
  result: HopsResult['stimuli'][number] | undefined,
): Judgement | undefined {
  const { args, state } = look;
  const { from, to } = pair;
  const answer = answerOf(look, pair, result);
  if ('verdict' in answer) return answer;
  const way = wayOf(pair);
  for (const [there, points] of [
    [true, way],
    [false, way.toReversed()],
  ] as const) {
    const sent = there ? pair : { from: to, to: from };
    for (const point of points) {
      const problem = rewritten(look, sent, hopAt(look, point), there);
      if (problem) return problem;
    }
  }
  const seen = seenBy(answer);
  if (seen === undefined) throw new Inconclusive(`${named(to)} does not say whom it sees: "${said(answer)}"`);
  if (seen === from.address) return undefined;
  return fail(
    `${named(to)} sees ${seen}${owner(state, seen, to.at.host)} instead of ${named(from)}: every hop carries the right address, so it is rewritten in the receiver's own namespace, or by a proxy there`,
    [
      {
        ...from.at,
        command: typed(from.at, `curl -m ${args.timeout} ${urlOf(to, args.port)}`),
        expected: `an answer that names ${from.address}`,
        found: said(answer),
      },
    ],
  );
}

function hopAt({ hops: all }: Look, point: Hop['point']): Hop {
  const hop = all.find((one) => place(one.point) === place(point));
  if (!hop) throw new Inconclusive(`nothing was captured on ${place(point)}`);
  return hop;
}

function answerOf(
  { args }: Look,
  { from, to }: Pair<Routed>,
  result: HopsResult['stimuli'][number] | undefined,
): HttpResult | Judgement {
  if (!result) throw new Inconclusive('not every pair was tried');
  if (result.probe === 'failed' && !result.originMissing)
    throw new Inconclusive(`nothing could be sent while capturing: ${result.reason}`);
  const asked = { ...from.at, url: urlOf(to, args.port), timeout: args.timeout };
  const command = typed(from.at, `curl -m ${args.timeout} ${asked.url}`);
  if (result.probe === 'failed')
    return fail(`nothing can be sent from ${from.name} on ${from.at.host}: ${result.reason}`, [
      { host: from.at.host, command: 'ip netns list', found: result.reason },
    ]);
  if (result.outcome === 'answered') return result;
  return fail(
    `whom ${named(to)} sees cannot be told, as ${named(from)} gets no answer: ${whyNoAnswer(asked, result)}`,
    [{ ...from.at, command, expected: 'an answer', found: `${result.outcome}: ${result.detail}` }],
  );
}
