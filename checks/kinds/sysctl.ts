/** Kind `sysctl`: a kernel setting of the namespace has a value. */
import { z } from 'zod';
import { entryFields } from '../fields.ts';
import { type CheckKind, CouldNotLook } from '../kind.ts';

export const schema = z.strictObject({
  ...entryFields('sysctl'),
  key: z.string().regex(/^net(\.[^\s.]+)+$/, 'must be a key of the network, such as net.ipv4.ip_forward'),
  value: z.union([z.string().min(1), z.number().transform(String)], { error: 'must be a value such as 1' }),
});
export type SysctlArgs = z.infer<typeof schema>;

export const sysctl: CheckKind<SysctlArgs> = {
  kind: 'sysctl',
  summary: 'a kernel setting has a value',
  schema,
  depth: 'full',
  cost: 'state',
  title: (args) => `${args.key} is ${args.value}`,
  judge() {
    throw new CouldNotLook('the judgement of this kind is still being written');
  },
};
