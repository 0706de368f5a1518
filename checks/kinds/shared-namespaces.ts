/** Kind `shared-namespaces`: processes that must be in the same namespaces of some kinds, and in different ones of others. */
import { z } from 'zod';
import { entryFields } from '../fields.ts';
import { type CheckKind, CouldNotLook } from '../kind.ts';

const { netns: _inside, ...fields } = entryFields('shared-namespaces');

const NAMESPACE_KINDS = ['net', 'mnt', 'pid', 'uts', 'ipc', 'user', 'cgroup', 'time'] as const;

const pattern = z
  .string()
  .min(1)
  .refine(
    (text) => {
      try {
        new RegExp(text);
        return true;
      } catch {
        return false;
      }
    },
    { error: 'must be a regular expression' },
  );

export const schema = z
  .strictObject({
    ...fields,
    /** One regular expression on the command line for each process. */
    processes: z.array(pattern).min(2, 'must name at least two processes'),
    share: z.array(z.enum(NAMESPACE_KINDS)).default([]),
    differ: z.array(z.enum(NAMESPACE_KINDS)).default([]),
  })
  .refine((args) => args.share.length + args.differ.length > 0, {
    path: ['share'],
    error: 'say what they share or where they differ',
  })
  .refine((args) => !args.share.some((kind) => args.differ.includes(kind)), {
    path: ['differ'],
    error: 'names a kind that share names, too',
  });
export type SharedNamespacesArgs = z.infer<typeof schema>;

export const sharedNamespaces: CheckKind<SharedNamespacesArgs> = {
  kind: 'shared-namespaces',
  summary: 'processes share namespaces',
  schema,
  depth: 'light',
  cost: 'state',
  title: (args) => `${args.processes.join(', ')} share ${args.share.join(', ')}`,
  judge() {
    throw new CouldNotLook('the judgement of this kind is still being written');
  },
};
