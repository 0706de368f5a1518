/** Kind `namespace`: a network namespace of that name exists on the host, or does not. */
import { z } from 'zod';
import { entryFields } from '../fields.ts';
import { type CheckKind, CouldNotLook } from '../kind.ts';
import { netnsName, present } from './fields.ts';

const { netns: _inside, ...fields } = entryFields('namespace');

export const schema = z.strictObject({ ...fields, name: netnsName, present });
export type NamespaceArgs = z.infer<typeof schema>;

export const namespace: CheckKind<NamespaceArgs> = {
  kind: 'namespace',
  summary: 'a network namespace of a name exists',
  schema,
  depth: 'light',
  cost: 'state',
  title: (args) => `Namespace ${args.name} exists`,
  judge() {
    throw new CouldNotLook('the judgement of this kind is still being written');
  },
};
