/** Kind `route`: a route to exactly that destination is in a table of the namespace, or is not. */
import { z } from 'zod';
import { entryFields } from '../fields.ts';
import { type CheckKind, CouldNotLook } from '../kind.ts';
import { destination, deviceName, ipAddress, present } from './fields.ts';

export const schema = z.strictObject({
  ...entryFields('route'),
  destination,
  via: ipAddress.optional(),
  dev: deviceName.optional(),
  /** Name or number. */
  table: z.union([z.string().min(1), z.int().transform(String)]).default('main'),
  /** As `ip route` prints it: kernel, boot, static, bird... */
  protocol: z.string().min(1).optional(),
  scope: z.enum(['global', 'link', 'host']).optional(),
  present,
});
export type RouteArgs = z.infer<typeof schema>;

export const route: CheckKind<RouteArgs> = {
  kind: 'route',
  summary: 'a route is in a table',
  schema,
  depth: 'light',
  cost: 'state',
  title: (args) => `Route to ${args.destination}`,
  judge() {
    throw new CouldNotLook('the judgement of this kind is still being written');
  },
};
