/**
 * Kind `client-address`: which client a server believes to have. It asks one that says so (the host `internet`, a pod of a
 * chapter) and compares the first IPv4 address of the answer. Judges a result; sends nothing itself.
 */
import { z } from 'zod';
import { type CheckKind, fail, findNamespace, Inconclusive, pass } from '../../kind.ts';
import { called } from '../../network/state/called.ts';
import type { NetworkNamespace, NetworkState } from '../../network/state/network-state.ts';
import type { HttpResult } from '../../probes/http.ts';
import { entryFields, timeout } from '../../support/entry-fields.ts';
import { madeProbe, origin, place, typed } from '../../support/probed.ts';
import { cutOffUrl } from '../../support/revert-scripts.ts';
import type { Evidence } from '../../verdict.ts';
import { whyNoAnswer } from '../http/http.ts';

const schema = z.strictObject({
  ...entryFields('client-address'),
  /** A server in whose answer the first IPv4 address is its client's. */
  url: z.url({ protocol: /^http$/, error: 'must be a URL such as http://203.0.113.10/' }),
  /** The address that it must see. */
  seen: z.ipv4({ error: 'must be an IPv4 address such as 172.18.0.3' }),
  /** Words that say that the right server answered. */
  body: z.string().min(1).optional(),
  timeout,
});
export type ClientAddressArgs = z.infer<typeof schema>;

export const clientAddress: CheckKind<ClientAddressArgs> = {
  kind: 'client-address',
  summary: 'the client address that a server sees when it is asked over HTTP',
  schema,
  examples: [{ url: 'http://10.0.0.2/', seen: '10.0.0.3' }],
  depth: 'light',
  cost: 'probe',
  dependsOn: () => 'all',
  revert: { takes: 'visitor-path', script: (args) => cutOffUrl(args, args.url) },
  title: (args) => `${args.url} asked ${place(args)} sees ${args.seen}`,
  probes: (args) => [{ probe: 'http', from: origin(args), url: args.url, timeoutMs: args.timeout * 1000 }],
  judge(args, findings) {
    const result = madeProbe(args, findings, 'http');
    if ('verdict' in result) return result;
    const shown = [evidenceOf(args, result)];
    if (result.outcome !== 'answered') return fail(whyNoAnswer(args, result), shown);
    const { body = '' } = result;
    if (args.body !== undefined && !body.includes(args.body)) {
      return fail(`another server answered: the body lacks "${args.body}" and says "${said(result)}"`, shown);
    }
    const seen = seenBy(result);
    if (seen === undefined) {
      throw new Inconclusive(`the server at ${args.url} does not say whom it sees: "${said(result)}"`);
    }
    return seen === args.seen
      ? pass(`the server sees ${seen}`, shown)
      : fail(
          `the server sees ${seen}${owner(findings.state, seen)} instead of ${args.seen}: ${why(args, seen, findings.state)}`,
          shown,
        );
  },
};

/** What the address tells: the sender's own was not rewritten, any other was. */
function why(args: ClientAddressArgs, seen: string, state: NetworkState): string {
  const sender = findNamespace(state, args.host, args.netns);
  return sender !== undefined && holder([sender], seen) !== undefined
    ? "the packets arrive with the sender's own address, no source NAT rule took them"
    : 'the source was rewritten on the way, by a source NAT rule that takes this traffic, too, or by a proxy';
}

/** The client's address, as the server says it. */
export function seenBy({ body = '' }: HttpResult): string | undefined {
  return /\b\d{1,3}(?:\.\d{1,3}){3}\b/.exec(body)?.[0];
}

/**
 * ` (br0 of worker)`, or nothing when nobody in the lab has the address.
 * @param near the host to ask first: two hosts may have the same address
 */
export function owner(state: NetworkState, address: string, near?: string): string {
  const hosts = Object.values(state.hosts).sort((a, b) => Number(b.name === near) - Number(a.name === near));
  for (const { name: host, namespaces } of hosts) {
    const found = holder(namespaces, address);
    if (found)
      return ` (${found.link.name} ${found.netns.name === '' ? 'of' : `in ${called(found.netns)} on`} ${host})`;
  }
  return '';
}

function holder(namespaces: readonly NetworkNamespace[], address: string) {
  for (const netns of namespaces) {
    const link = netns.links?.find(({ addresses }) => addresses.some((one) => one.address === address));
    if (link) return { netns, link };
  }
  return undefined;
}

export function said({ body = '' }: HttpResult): string {
  return body.split('\n', 1)[0]?.slice(0, 60) ?? '';
}

function evidenceOf(args: ClientAddressArgs, result: HttpResult): Evidence {
  return {
    ...origin(args),
    command: typed(args, `curl -m ${args.timeout} ${args.url}`),
    expected: `an answer that names ${args.seen}`,
    found: result.outcome === 'answered' ? said(result) : `${result.outcome}: ${result.detail}`,
  };
}
