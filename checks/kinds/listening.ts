/** Kind `listening`: a socket of the namespace accepts on a port, or none does. */
import { z } from 'zod';
import { entryFields, port } from '../fields.ts';
import { type CheckKind, CouldNotLook } from '../kind.ts';
import { ipAddress, present } from './fields.ts';

export const schema = z.strictObject({
  ...entryFields('listening'),
  port,
  protocol: z.enum(['tcp', 'udp']).default('tcp'),
  /** The socket must accept on this address: bound to it, or to all of them. */
  address: ipAddress.optional(),
  present,
});
export type ListeningArgs = z.infer<typeof schema>;

export const listening: CheckKind<ListeningArgs> = {
  kind: 'listening',
  summary: 'a socket accepts on a port',
  schema,
  depth: 'full',
  cost: 'state',
  title: (args) => `Somebody listens on ${args.port}`,
  judge() {
    throw new CouldNotLook('the judgement of this kind is still being written');
  },
};
