/**
 * Kind `hook-predictions`: a file in which the learner says to which hooks of a host given packets come, held against the
 * journeys of these packets. Judges results; sends and reads nothing itself.
 */
import { z } from 'zod';
import { type CheckKind, type Findings, fail, Inconclusive, pass } from '../../kind.ts';
import type { Journey } from '../../network/journey/journey.ts';
import type { FileResult } from '../../probes/file.ts';
import { distinct, entryFields } from '../../support/entry-fields.ts';
import { heard, hooksPassed, journeyRequest, packetTarget } from '../../support/hooks-passed.ts';
import { madeProbe } from '../../support/probed.ts';
import { quoted } from '../../support/revert-scripts.ts';
import type { Evidence, Judgement } from '../../verdict.ts';
import { whyMispredicted } from './hook-predictions-diagnosis.ts';
import { type Prediction, readPredictions } from './predictions-file.ts';

const packet = z.strictObject({
  /** What the learner calls it in the file. */
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be a word of lower-case letters'),
  /** Where it is sent from; without: the check's host. */
  host: z.string().min(1).optional(),
  netns: z.string().min(1).optional(),
  to: packetTarget,
});
type Packet = z.infer<typeof packet>;

const schema = z.strictObject({
  ...entryFields('hook-predictions'),
  /** On the host: a line for each packet, its name and the hooks behind it, or `none`. */
  file: z.string().regex(/^\/\S*[^\s/]$/, 'must be an absolute path such as /root/hooks'),
  packets: z
    .array(packet)
    .min(1)
    .refine((all) => distinct(all.map(({ name }) => name)), 'must name each packet once'),
});
export type HookPredictionsArgs = z.infer<typeof schema>;

const FORM = 'a line for each packet: its name, and the hooks in their order, or none';

export const hookPredictions: CheckKind<HookPredictionsArgs> = {
  kind: 'hook-predictions',
  summary: 'hooks written into a file are those that the packets come to',
  schema,
  examples: [{ file: '/root/hooks', packets: [{ name: 'call', netns: 'client', to: 'tcp://10.0.0.2:80' }] }],
  depth: 'light',
  cost: 'probe',
  dependsOn: () => 'all',
  revert: { takes: 'file', script: ({ file }) => `rm -f ${quoted(file)}` },
  title: ({ file, packets, host }) => `${file} says to which hooks of ${host} ${packets.length} packets come`,
  probes: (args) => [
    { probe: 'file', host: args.host, path: args.file },
    ...args.packets.map((one) => journeyRequest(from(args, one))),
  ],
  judge(args, findings) {
    const { content } = fileOf(findings);
    if (content === undefined) return failed(args, `there is no ${args.file} on ${args.host} yet`);
    const { written, open, unreadable } = readPredictions(content);
    const [garbled] = unreadable;
    if (garbled)
      return failed(
        args,
        `line ${garbled.number} cannot be read, ${garbled.why}: write ${FORM}`,
        garbled.text,
      );
    const stranger = written.find(({ packet: name }) => !args.packets.some((one) => one.name === name));
    if (stranger) return failed(args, `no packet is called ${stranger.packet}`, stranger.text);
    const twice = written.find(({ packet: name }, at) =>
      written.slice(0, at).some((one) => one.packet === name),
    );
    if (twice) return failed(args, `there are two lines for ${twice.packet}`, twice.text);
    const journeys = journeysOf(args, findings);
    return 'verdict' in journeys ? journeys : held(args, written, open, journeys);
  },
};

const from = (args: HookPredictionsArgs, one: Packet) => ({
  host: one.host ?? args.host,
  netns: one.netns,
  to: one.to,
});

function fileOf({ probes: [result] }: Findings): FileResult {
  if (result?.probe === 'file') return result;
  throw new Inconclusive(result?.probe === 'failed' ? result.reason : 'the file was not read');
}

function journeysOf(args: HookPredictionsArgs, findings: Findings): ReadonlyMap<string, Journey> | Judgement {
  const journeys = new Map<string, Journey>();
  for (const [at, one] of args.packets.entries()) {
    const made = madeProbe(
      from(args, one),
      { ...findings, probes: findings.probes.slice(at + 1) },
      'journey',
    );
    if ('verdict' in made) return made;
    journeys.set(one.name, heard(made.journey));
  }
  return journeys;
}

function held(
  args: HookPredictionsArgs,
  written: readonly Prediction[],
  open: readonly string[],
  journeys: ReadonlyMap<string, Journey>,
): Judgement {
  const { host } = args;
  const wrong = written.filter(({ packet: name, hooks }) => {
    const journey = journeys.get(name);
    return journey === undefined || hooksPassed(journey, { host }).join(' ') !== hooks.join(' ');
  });
  const count = `${written.length - wrong.length} of ${args.packets.length} are right`;
  const [first] = wrong;
  const journey = first && journeys.get(first.packet);
  if (journey) {
    const why = whyMispredicted(first.hooks, hooksPassed(journey, { host }), journey, host);
    return failed(args, `${count}. ${first.packet}: ${why}`, first.text);
  }
  const missing = args.packets.find(({ name }) => !written.some((one) => one.packet === name));
  if (missing) {
    const what = open.includes(missing.name) ? 'no hook stands behind' : 'there is no line for';
    return failed(args, `${count}, and ${what} ${missing.name}`);
  }
  return pass(`all ${args.packets.length} packets come to the hooks that you say`);
}

/** What is right is for the learner to find. */
function failed(args: HookPredictionsArgs, diagnosis: string, found = 'nothing'): Judgement {
  const evidence: Evidence[] = [{ host: args.host, command: `cat ${args.file}`, expected: FORM, found }];
  return fail(diagnosis, evidence);
}
