/** Kind `neighbour`: the neighbour table (ARP, NDP) of the namespace holds an entry for an address, or does not. */
import { z } from 'zod';
import { entryFields } from '../fields.ts';
import { type CheckKind, CouldNotLook } from '../kind.ts';
import { deviceName, deviceReference, ipAddress, macAddress, present } from './fields.ts';

const STATES = [
  'PERMANENT',
  'NOARP',
  'REACHABLE',
  'STALE',
  'DELAY',
  'PROBE',
  'INCOMPLETE',
  'FAILED',
] as const;

export const schema = z
  .strictObject({
    ...entryFields('neighbour'),
    address: ipAddress,
    dev: deviceName.optional(),
    state: z.enum(STATES).optional(),
    mac: macAddress.optional(),
    /** The entry must hold this device's MAC. */
    macOf: deviceReference.optional(),
    present,
  })
  .refine((args) => args.mac === undefined || args.macOf === undefined, {
    path: ['macOf'],
    error: 'cannot stand beside mac: say one of the two',
  });
export type NeighbourArgs = z.infer<typeof schema>;

export const neighbour: CheckKind<NeighbourArgs> = {
  kind: 'neighbour',
  summary: 'a neighbour entry',
  schema,
  depth: 'light',
  cost: 'state',
  title: (args) => `Neighbour ${args.address}`,
  judge() {
    throw new CouldNotLook('the judgement of this kind is still being written');
  },
};
