/** Kind `answer`: a question whose right answer is read from the learner's own live state. */
import { z } from 'zod';
import { endpoint, entryFields } from '../fields.ts';
import { type CheckKind, CouldNotLook } from '../kind.ts';
import { deviceName } from './fields.ts';

const fields = entryFields('answer');
const link = deviceName;
const chain = z.string().min(1);
/** A regular expression on the command line. */
const process = z.string().min(1);

export const schema = z.discriminatedUnion(
  'of',
  [
    /** Inode of a network namespace: of a process (by pid or command line), or of `netns`, or the host's own. */
    z.strictObject({
      ...fields,
      of: z.literal('netns-inode'),
      pid: z.int().min(1).optional(),
      process: process.optional(),
    }),
    /** Name of the network namespace that a process is in. */
    z.strictObject({ ...fields, of: z.literal('netns-of-process'), process }),
    z.strictObject({ ...fields, of: z.literal('ifindex'), link }),
    z.strictObject({ ...fields, of: z.literal('peer-ifindex'), link }),
    z.strictObject({ ...fields, of: z.literal('mac'), link }),
    z.strictObject({ ...fields, of: z.literal('mtu'), link }),
    /** An IPv4 address of the device; with or without its prefix length. */
    z.strictObject({ ...fields, of: z.literal('address'), link }),
    /** How many ports the bridge `link` has. */
    z.strictObject({ ...fields, of: z.literal('bridge-port-count'), link }),
    /** Packets counted by the nat rules with `--to-destination to`. */
    z.strictObject({ ...fields, of: z.literal('dnat-packets'), to: endpoint }),
    /** Probability on the rule of `chain` that leads to the endpoint, by itself or through the chain it jumps to. */
    z.strictObject({ ...fields, of: z.literal('dnat-probability'), chain, to: endpoint }),
  ],
  {
    error:
      'of must be one of: netns-inode, netns-of-process, ifindex, peer-ifindex, mac, mtu, address, bridge-port-count, dnat-packets, dnat-probability',
  },
);
export type AnswerArgs = z.infer<typeof schema>;

export const answer: CheckKind<AnswerArgs> = {
  kind: 'answer',
  summary: 'a typed answer is the live one',
  schema,
  depth: 'full',
  cost: 'state',
  title: () => `The answer is right`,
  judge() {
    throw new CouldNotLook('the judgement of this kind is still being written');
  },
};
