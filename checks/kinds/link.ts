/** Kind `link`: a device, its state, its master and where its other end is. */
import { z } from 'zod';
import { entryFields } from '../fields.ts';
import { type CheckKind, CouldNotLook } from '../kind.ts';
import { deviceName, netnsName, present } from './fields.ts';

export const schema = z.strictObject({
  ...entryFields('link'),
  name: deviceName,
  present,
  up: z.boolean().optional(),
  /** As in `ip link add ... type veth`; `loopback` for lo. */
  type: z.string().min(1).optional(),
  /** The bridge it must be a port of; null: it must have no master. */
  master: deviceName.nullable().optional(),
  mtu: z.int().min(68).max(65536).optional(),
  carrier: z.boolean().optional(),
  /** Where the other end of a veth pair must be. Absent host: the check's; absent netns: the host's own. */
  peer: z
    .strictObject({
      host: z.string().min(1).optional(),
      netns: netnsName.optional(),
      name: deviceName.optional(),
    })
    .optional(),
});
export type LinkArgs = z.infer<typeof schema>;

export const link: CheckKind<LinkArgs> = {
  kind: 'link',
  summary: 'a device, its state, its master, its other end',
  schema,
  depth: 'light',
  cost: 'state',
  title: (args) => `${args.name}`,
  judge() {
    throw new CouldNotLook('the judgement of this kind is still being written');
  },
};
