/** Kind `fdb`: the forwarding table of a bridge or VXLAN device holds a MAC on a port, or does not. */
import { z } from 'zod';
import { entryFields } from '../fields.ts';
import { type CheckKind, CouldNotLook } from '../kind.ts';
import { deviceName, deviceReference, ipAddress, macAddress, present } from './fields.ts';

export const schema = z
  .strictObject({
    ...entryFields('fdb'),
    /** A bridge port or a VXLAN device. */
    port: deviceName,
    mac: macAddress.optional(),
    macOf: deviceReference.optional(),
    state: z.enum(['static', 'permanent', 'learned']).optional(),
    /** The remote VTEP, for a VXLAN device. */
    destination: ipAddress.optional(),
    present,
  })
  .refine((args) => (args.mac === undefined) !== (args.macOf === undefined), {
    path: ['mac'],
    error: 'say exactly one of mac and macOf',
  });
export type FdbArgs = z.infer<typeof schema>;

export const fdb: CheckKind<FdbArgs> = {
  kind: 'fdb',
  summary: 'an entry of a forwarding table',
  schema,
  depth: 'light',
  cost: 'state',
  title: (args) => `FDB of ${args.port}`,
  judge() {
    throw new CouldNotLook('the judgement of this kind is still being written');
  },
};
