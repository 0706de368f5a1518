/**
 * Kind `nat`: a rule that rewrites addresses is there, by whatever name its chain goes, and connections came by it. Reads
 * rules of iptables and of nft. Where else a packet might go is the business of `service`.
 */
import { z } from 'zod';
import { type CheckKind, fail, Inconclusive, need, pass } from '../../kind.ts';
import { called } from '../../network/state/called.ts';
import type { NetworkNamespace, NetworkState } from '../../network/state/network-state.ts';
import { endpoint, entryFields } from '../../support/entry-fields.ts';
import { evidence, inPlace, otherNamespaces, visit } from '../../support/look.ts';
import { inside } from '../../support/revert-scripts.ts';
import { type Rewrite, rewrites } from './nat-rules.ts';

const schema = z
  .strictObject({
    ...entryFields('nat'),
    /** Which address is rewritten: of the sender (MASQUERADE, SNAT) or of the receiver (DNAT). */
    rewrites: z.enum(['source', 'destination']),
    /** Only for `destination`: what it becomes, as in 10.0.0.2:80. */
    to: endpoint.optional(),
    /** New connections that must have come by, over all such rules. */
    minPackets: z.int().min(1).default(1),
  })
  .refine((args) => args.to === undefined || args.rewrites === 'destination', {
    path: ['to'],
    error: 'goes with rewrites: destination only',
  });
export type NatArgs = z.infer<typeof schema>;

export const nat: CheckKind<NatArgs> = {
  kind: 'nat',
  summary: 'a rule that rewrites source or destination, and new connections that came by it',
  schema,
  examples: [{ rewrites: 'source' }],
  depth: 'full',
  cost: 'state',
  dependsOn: () => 'all',
  revert: {
    takes: 'ruleset',
    script: (args) => `${inside(args)}iptables -t nat -F; ${inside(args)}nft flush ruleset`,
  },
  title: (args) => `${what(args)}, and has been used${inPlace(args)}`,
  judge: (args, { state }) =>
    visit(state, args, (netns) => {
      const found = rewritesOf(args, netns);
      const matching = found.filter(({ to }) => args.to === undefined || to === args.to);
      const shown = [
        evidence(
          args,
          'iptables -t nat -nvL',
          found.map(({ packets, text }) => `[${packets ?? 'not counted'}] ${text}`).join('\n') ||
            'no such rule',
          `${what(args)}, packets ${args.minPackets} or more`,
        ),
      ];
      if (matching.length === 0) {
        if (need(netns, 'iptables').foreign?.includes('nat')) {
          throw new Inconclusive(
            `table nat of ${called(netns)} was changed with nft in a way that iptables cannot show`,
          );
        }
        return fail(missing(args, found, netns, state), shown);
      }
      const counted = matching.flatMap(({ packets }) => packets ?? []);
      if (counted.length === 0)
        return fail(`the rule counts nothing: an nft rule needs the word counter`, shown);
      const packets = counted.reduce((total, one) => total + one, 0);
      if (packets >= args.minPackets) return pass(`${packets} new connections came by`, shown);
      return fail(
        packets === 0
          ? `the rule is there (${matching[0]?.text}), but no new connection came by it: nothing was sent yet, or its conditions or its chain let the traffic pass by`
          : `of the ${args.minPackets} new connections asked for, ${packets} came by the rule so far`,
        shown,
      );
    }),
};

function what({ rewrites: which, to }: NatArgs): string {
  return `a rule rewrites the ${which}${to === undefined ? '' : ` to ${to}`}`;
}

function rewritesOf(args: NatArgs, netns: NetworkNamespace): Rewrite[] {
  return rewrites(need(netns, 'iptables'), need(netns, 'nft')).filter(({ which }) => which === args.rewrites);
}

function missing(
  args: NatArgs,
  found: readonly Rewrite[],
  netns: NetworkNamespace,
  state: NetworkState,
): string {
  const [other] = found;
  if (other)
    return `a rule rewrites the destination to ${other.to ?? 'something else'} (${other.text}), and none to ${args.to}`;
  const misplaced = otherNamespaces(state, args.host, netns).find(
    (one) => one.iptables && one.nft && rewritesOf(args, one).length > 0,
  );
  const none = `no rule of ${called(netns)} rewrites the ${args.rewrites}`;
  return misplaced ? `${none}; there is one in ${called(misplaced)}` : none;
}
