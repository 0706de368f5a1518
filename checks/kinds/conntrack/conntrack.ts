/** Kind `conntrack`: a connection that is tracked, as it set out and as its replies are expected. */
import { z } from 'zod';
import { type CheckKind, fail, need, pass } from '../../kind.ts';
import { called } from '../../network/state/called.ts';
import type { ConntrackEntry, ConntrackTuple } from '../../network/state/network-state.ts';
import { entryFields, port } from '../../support/entry-fields.ts';
import { ipAddress, present } from '../../support/fields.ts';
import { evidence, inPlace, visit } from '../../support/look.ts';
import { inside } from '../../support/revert-scripts.ts';

const tuple = z
  .strictObject({
    source: ipAddress.optional(),
    destination: ipAddress.optional(),
    sourcePort: port.optional(),
    destinationPort: port.optional(),
  })
  .refine((fields) => Object.keys(fields).length > 0, { error: 'must name an address or a port' });
type Wanted = z.infer<typeof tuple>;

const schema = z.strictObject({
  ...entryFields('conntrack'),
  protocol: z.enum(['tcp', 'udp', 'icmp']).default('tcp'),
  /** State as conntrack(8) prints it. Entries of TCP outlive their connection: ESTABLISHED is one that is open. */
  state: z
    .string()
    .regex(/^[A-Z_]+$/, 'must be a state such as ESTABLISHED')
    .optional(),
  /** How its first packet set out. */
  original: tuple,
  /** How its replies are expected: source and destination are those of the reply. */
  reply: tuple.optional(),
  present,
});
export type ConntrackArgs = z.infer<typeof schema>;

export const conntrack: CheckKind<ConntrackArgs> = {
  kind: 'conntrack',
  summary: 'a tracked connection, as it set out and as its replies are expected',
  schema,
  examples: [
    { original: { destination: '10.0.0.2' } },
    { original: { destination: '10.0.0.2' }, present: false },
  ],
  depth: 'full',
  cost: 'state',
  dependsOn: () => 'all',
  revert: {
    takes: 'connection',
    script: (args) => (args.present ? `${inside(args)}conntrack -D -p ${args.protocol} || true` : undefined),
  },
  title: (args) =>
    `${args.present ? 'there is' : 'there must not be'} a tracked connection ${words(args.original)}${args.reply ? `, answered ${words(args.reply)}` : ''}${inPlace(args)}`,
  judge: (args, { state }) =>
    visit(state, args, (netns) => {
      const entries = need(netns, 'conntrack').filter(({ protocol }) => protocol === args.protocol);
      const begun = entries.filter(({ original }) => fits(args.original, original));
      const answered = begun.filter(({ reply }) => fits(args.reply ?? {}, reply));
      const matching = answered.filter((entry) => args.state === undefined || entry.state === args.state);
      const shown = [
        evidence(
          args,
          `conntrack -L -p ${args.protocol}`,
          (begun.length > 0 ? begun : entries).slice(0, 8).map(line).join('\n') ||
            `no ${args.protocol} entry`,
          `${args.present ? '' : 'no '}${args.state === undefined ? '' : `${args.state} `}${words(args.original)}${args.reply ? `, reply ${words(args.reply)}` : ''}`,
        ),
      ];
      if (!args.present) {
        return matching.length > 0
          ? fail('the connection is still tracked', shown)
          : pass('no such connection', shown);
      }
      if (matching.length > 0) return pass('the connection is tracked as asked for', shown);
      const [other] = answered.length > 0 ? answered : begun;
      if (!other)
        return fail(
          `no connection ${words(args.original)} is tracked in ${called(netns)}: none was made, or it was forgotten`,
          shown,
        );
      return answered.length > 0
        ? fail(
            `the connection is in state ${other.state ?? 'none'}, not ${args.state}: it was closed, or never completed`,
            shown,
          )
        : fail(
            `the connection's replies come ${words(other.reply)}, not ${words(args.reply ?? {})}: its addresses were rewritten to others`,
            shown,
          );
    }),
};

function fits(wanted: Wanted, { source, destination, sourcePort, destinationPort }: ConntrackTuple): boolean {
  return (
    same(wanted.source, source) &&
    same(wanted.destination, destination) &&
    same(wanted.sourcePort, sourcePort) &&
    same(wanted.destinationPort, destinationPort)
  );
}

function same<T>(wanted: T | undefined, found: T): boolean {
  return wanted === undefined || wanted === found;
}

/** `from 10.0.0.2:40000 to 203.0.113.10:80`, as far as it is known. */
function words({ source, sourcePort, destination, destinationPort }: Wanted | ConntrackTuple): string {
  const from = end(source, sourcePort);
  const to = end(destination, destinationPort);
  return [from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' ');
}

function end(address: string | undefined, number: number | undefined): string {
  if (address === undefined) return number === undefined ? '' : `port ${number}`;
  return number === undefined ? address : `${address}:${number}`;
}

function line({ protocol, state, original, reply }: ConntrackEntry): string {
  return `${protocol}${state === undefined ? '' : ` ${state}`} ${words(original)}, reply ${words(reply)}`;
}
