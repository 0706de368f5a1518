/**
 * Kind `route-decisions`: a file in which the learner says where packets to given addresses go, held against what the kernel
 * says (`ip route get`) of the same namespace. Judges results; asks and reads nothing itself.
 */
import { z } from 'zod';
import { type CheckKind, type Findings, fail, findNamespace, Inconclusive, need, pass } from '../../kind.ts';
import { called } from '../../network/state/called.ts';
import type { NetworkState, Route } from '../../network/state/network-state.ts';
import type { FileResult } from '../../probes/file.ts';
import type { Decision } from '../../probes/lookup.ts';
import { distinct, entryFields } from '../../support/entry-fields.ts';
import { otherNamespaces, typed } from '../../support/look.ts';
import { madeProbe, origin } from '../../support/probed.ts';
import { quoted } from '../../support/revert-scripts.ts';
import type { Evidence, Judgement } from '../../verdict.ts';
import { readDecisions, type WrittenDecision } from './decisions-file.ts';
import { whyMissed } from './route-decisions-diagnosis.ts';

const schema = z.strictObject({
  ...entryFields('route-decisions'),
  /** On the host: a line for each address, with `on-link`, a gateway's address, or `unreachable` behind it. */
  file: z.string().regex(/^\/\S*[^\s/]$/, 'must be an absolute path such as /root/decisions'),
  addresses: z
    .array(z.ipv4({ error: 'must be an IPv4 address' }))
    .min(1)
    .refine(distinct, 'must name each address once'),
});
export type RouteDecisionsArgs = z.infer<typeof schema>;

const FORMS = "on-link, a gateway's address, or unreachable";

export const routeDecisions: CheckKind<RouteDecisionsArgs> = {
  kind: 'route-decisions',
  summary: 'decisions written into a file are those that the kernel takes',
  schema,
  examples: [{ file: '/root/decisions', addresses: ['10.0.0.2'] }],
  depth: 'light',
  cost: 'probe',
  dependsOn: () => 'all',
  revert: { takes: 'file', script: ({ file }) => `rm -f ${quoted(file)}` },
  title: ({ file, addresses, netns }) =>
    `${file} says where ${netns ?? 'the host'} sends packets for ${addresses.length} addresses`,
  probes: (args) => [
    { probe: 'lookup', from: origin(args), addresses: args.addresses },
    { probe: 'file', host: args.host, path: args.file },
  ],
  judge(args, findings) {
    const asked = madeProbe(args, findings, 'lookup');
    if ('verdict' in asked) return asked;
    const { content } = fileOf(findings);
    if (content === undefined) return failed(args, `there is no ${args.file} on ${args.host} yet`);
    const { written, open, unreadable } = readDecisions(content);
    const [garbled] = unreadable;
    if (garbled)
      return failed(
        args,
        `line ${garbled.number} cannot be read, ${garbled.why}: write an address and behind it ${FORMS}`,
        garbled.text,
      );
    const stranger = written.find(({ address }) => !args.addresses.includes(address));
    if (stranger)
      return failed(
        args,
        `${stranger.address} is not one of the addresses that were asked about`,
        stranger.text,
      );
    const twice = written.find(
      ({ address, decision }, index) =>
        written.findIndex((one) => one.address === address && one.decision !== decision) > index,
    );
    if (twice) return failed(args, `there are two decisions about ${twice.address}`, twice.text);
    return held(args, written, open, asked.decisions, findings.state);
  },
};

function held(
  args: RouteDecisionsArgs,
  written: readonly WrittenDecision[],
  open: readonly string[],
  decisions: readonly Decision[],
  state: NetworkState,
): Judgement {
  const kernel = new Map(args.addresses.map((address, index) => [address, decisions[index]]));
  const wrong = written.filter(({ address, decision }) => decision !== wordOf(kernel.get(address)));
  const decided = new Set(written.map(({ address }) => address));
  const right = decided.size - new Set(wrong.map(({ address }) => address)).size;
  const count = `${right} of ${args.addresses.length} are right`;
  const [first] = wrong;
  if (first) {
    const why = whyWrong(args, first, kernel.get(first.address), state);
    return failed(
      args,
      `${count}. ${first.address} is not ${spoken(first.decision)}: ${why}`,
      first.text,
      first.address,
    );
  }
  const missing = args.addresses.find((address) => !decided.has(address));
  if (missing !== undefined) {
    const what = open.includes(missing) ? 'no decision stands behind' : 'there is no line for';
    return failed(args, `${count}, and ${what} ${missing}`, undefined, missing);
  }
  return pass(`the kernel decides the same about all ${args.addresses.length}`);
}

/** As a learner writes it. */
function wordOf(decision: Decision | undefined): string {
  if (!decision) throw new Inconclusive('the kernel was not asked about every address');
  return decision.is === 'gateway' ? decision.gateway : decision.is;
}

function spoken(decision: string): string {
  return /^\d/.test(decision) ? `sent to ${decision}` : decision;
}

function fileOf(findings: Findings): FileResult {
  const result = findings.probes[1];
  if (result?.probe === 'file') return result;
  throw new Inconclusive(result?.probe === 'failed' ? result.reason : 'the file was not read');
}

function whyWrong(
  args: RouteDecisionsArgs,
  { address, decision }: WrittenDecision,
  found: Decision | undefined,
  state: NetworkState,
): string {
  const netns = findNamespace(state, args.host, args.netns);
  if (!netns || !found) throw new Inconclusive(`the routes of ${args.netns ?? args.host} were not collected`);
  const elsewhere = otherNamespaces(state, args.host, netns).flatMap((one) =>
    mainRoutes(one.routes ?? []).flatMap(({ gateway }) =>
      gateway === undefined ? [] : [{ gateway, where: called(one) }],
    ),
  );
  const own = (netns.links ?? []).flatMap(({ addresses }) => addresses.map((one) => one.address));
  return whyMissed({ address, decision, routes: mainRoutes(need(netns, 'routes')), own, elsewhere }, found);
}

function mainRoutes(routes: readonly Route[]): Route[] {
  return routes.filter(({ table, family }) => table === 'main' && family === 'inet');
}

/** The command shows what is right; the evidence does not say it. */
function failed(
  args: RouteDecisionsArgs,
  diagnosis: string,
  found = 'nothing',
  address = args.addresses[0] ?? '',
): Judgement {
  const evidence: Evidence[] = [
    { host: args.host, command: `cat ${args.file}`, expected: `a line for each address: ${FORMS}`, found },
    {
      ...origin(args),
      command: typed(args, `ip route get ${address}`),
      found: 'shows what the kernel decides',
    },
  ];
  return fail(diagnosis, evidence);
}
