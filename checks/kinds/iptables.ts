/** Kind `iptables`: a chain, its policy, a rule in it, and what their counters say. */
import { z } from 'zod';
import { entryFields } from '../fields.ts';
import { type CheckKind, CouldNotLook } from '../kind.ts';
import { present } from './fields.ts';

export const schema = z
  .strictObject({
    ...entryFields('iptables'),
    table: z.enum(['filter', 'nat', 'mangle', 'raw', 'security']),
    chain: z.string().regex(/^\S{1,28}$/, 'must be a chain name of at most 28 characters without spaces'),
    /** Words that one rule must contain, in this order, as iptables-save prints them. */
    rule: z.string().trim().min(1).optional(),
    policy: z.enum(['ACCEPT', 'DROP']).optional(),
    /** Packets that the rule (or, without one, the chain's policy) must have counted. */
    minPackets: z.int().min(1).optional(),
    /** How many rules there must be: those that match `rule`, or all of the chain. */
    count: z.int().min(0).optional(),
    present,
  })
  .refine(
    (args) =>
      args.present ||
      (args.policy === undefined && args.minPackets === undefined && args.count === undefined),
    {
      path: ['present'],
      error: 'false goes with chain and rule only: what is absent has no policy and no counter',
    },
  );
export type IptablesArgs = z.infer<typeof schema>;

export const iptables: CheckKind<IptablesArgs> = {
  kind: 'iptables',
  summary: 'a chain, its rules and counters',
  schema,
  depth: 'full',
  cost: 'state',
  title: (args) => `${args.table} ${args.chain}`,
  judge() {
    throw new CouldNotLook('the judgement of this kind is still being written');
  },
};
