/**
 * Kind `mesh`: each of the listed pods reaches each other one. For the first pair that does not, the tables that were
 * collected say which way is broken, and where. Judges results; sends nothing itself.
 */
import { z } from 'zod';
import { type CheckKind, type Findings, fail, Inconclusive, pass } from '../../kind.ts';
import { entryFields, port } from '../../support/entry-fields.ts';
import { isMesh, NO_MESH, named, type Pair, pairs, placed, pod, urlOf } from '../../support/pods.ts';
import { cutOff, firstPair } from '../../support/revert-scripts.ts';
import type { Evidence } from '../../verdict.ts';
import { diagnose, misplaced, outcome, type Tried } from './mesh-diagnosis.ts';

const schema = z.strictObject({
  ...entryFields('mesh'),
  pods: z.array(pod).refine(isMesh, NO_MESH),
  by: z.enum(['ping', 'http']).default('ping'),
  /** With `by: http`: where each pod serves. */
  port: port.default(80),
  /** For each pair, in seconds. */
  timeout: z.number().min(0.1).max(10).default(1),
});
export type MeshArgs = z.infer<typeof schema>;

export const mesh: CheckKind<MeshArgs> = {
  kind: 'mesh',
  summary: 'each of several pods reaches each other one',
  schema,
  examples: [
    {
      pods: [
        { netns: 'a', address: '10.0.0.2' },
        { netns: 'b', address: '10.0.0.3' },
      ],
    },
  ],
  depth: 'full',
  cost: 'probe',
  dependsOn: () => 'all',
  revert: { takes: 'pair-path', script: (args) => firstPair(args, cutOff) },
  title: ({ pods }) => `${pods.length} pods reach each other, all pairs, both ways`,
  probes: (args) =>
    pairsOf(args).map(({ from, to }) => {
      const sending = { from: from.at, timeoutMs: args.timeout * 1000 };
      return args.by === 'ping'
        ? { probe: 'ping', ...sending, to: to.address }
        : { probe: 'http', ...sending, url: urlOf(to, args.port) };
    }),
  judge(args, findings) {
    const tried = pairsOf(args).map((pair, index) => ({ pair, result: made(args, findings, index) }));
    const broken = tried.filter(({ result }) => result.probe === 'failed' || result.outcome !== 'answered');
    const table: Evidence = {
      host: args.host,
      expected: `${tried.length} answers`,
      found: tried
        .map(({ pair, result }) => `${named(pair.from)} to ${named(pair.to)}: ${outcome(result)}`)
        .join('\n'),
    };
    const [first] = broken;
    if (!first) {
      const impostor = args.pods
        .map((one) => misplaced(placed(args, one), findings.state))
        .find((found) => found !== undefined);
      return impostor
        ? fail(impostor.words, [...impostor.evidence, table])
        : pass(`all ${tried.length} pairs answer`, [table]);
    }
    const { words, evidence } = diagnose(args, first, findings);
    const more = broken.length === 1 ? '' : ` (${broken.length} of ${tried.length} pairs are broken)`;
    return fail(`${named(first.pair.from)} does not reach ${named(first.pair.to)}: ${words}${more}`, [
      ...evidence,
      table,
    ]);
  },
};

function pairsOf(args: MeshArgs): Pair[] {
  return pairs(args.pods.map((one) => placed(args, one)));
}

/** Throws Inconclusive when the pair was not tried, and that is not the learner's doing. */
function made(args: MeshArgs, { probes }: Findings, index: number): Tried {
  const result = probes[index];
  if (!result) throw new Inconclusive('not every pair was tried');
  if (result.probe === 'failed') {
    if (!result.originMissing) throw new Inconclusive(`the probe could not be made: ${result.reason}`);
    return result;
  }
  if (result.probe !== args.by)
    throw new Inconclusive(`a ${result.probe} probe was made instead of ${args.by}`);
  return result as Tried;
}
