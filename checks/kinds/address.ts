/** Kind `address`: an address with its prefix length is on a device of the namespace, or is not. */
import { z } from 'zod';
import { entryFields } from '../fields.ts';
import { type CheckKind, CouldNotLook } from '../kind.ts';
import { deviceName, prefixedAddress, present } from './fields.ts';

export const schema = z.strictObject({
  ...entryFields('address'),
  address: prefixedAddress,
  link: deviceName.optional(),
  present,
});
export type AddressArgs = z.infer<typeof schema>;

export const address: CheckKind<AddressArgs> = {
  kind: 'address',
  summary: 'an address is on a device',
  schema,
  depth: 'light',
  cost: 'state',
  title: (args) => `${args.address}`,
  judge() {
    throw new CouldNotLook('the judgement of this kind is still being written');
  },
};
