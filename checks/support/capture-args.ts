/** What a chapter writes for the kind `capture`: its schema, and the same in words. Judges nothing. */
import { z } from 'zod';
import { captureFilter, type Pattern, patternFields, patternProblem } from '../network/packets/pattern.ts';
import { entryFields, timeout } from './entry-fields.ts';
import { deviceName, netnsName } from './fields.ts';

const refuseNonsense = (pattern: Pattern, context: z.RefinementCtx) => {
  const problem = patternProblem(pattern);
  if (problem) context.addIssue({ code: 'custom', path: [problem.path], message: problem.message });
};
const counted = z
  .strictObject({
    ...patternFields,
    min: z.int().min(1).default(1),
    max: z.int().min(1).optional(),
  })
  .superRefine(refuseNonsense)
  .refine(({ min, max = min }) => min <= max, { path: ['max'], error: 'is less than min' });
const forbidden = z.strictObject(patternFields).superRefine(refuseNonsense);

/** What is sent while a kind listens. */
export const stimulus = z
  .strictObject({
    ping: z.ipv4({ error: 'must be an IPv4 address' }).optional(),
    http: z.url({ protocol: /^http$/, error: 'must be a URL such as http://10.0.0.2:8080/' }).optional(),
    /** Absent: from where it listens. A host without netns is the host's own namespace. */
    from: z.strictObject({ host: z.string().min(1).optional(), netns: netnsName.optional() }).optional(),
    timeout,
  })
  .refine(({ ping, http }) => (ping === undefined) !== (http === undefined), {
    error: 'say exactly one of ping and http',
  });

export const schema = z.strictObject({
  ...entryFields('capture'),
  device: deviceName,
  /** What is sent while it listens. */
  while: stimulus,
  /** At least one: where nothing passes, the absence of a packet says nothing. */
  expect: z.array(counted).min(1, { error: 'must name a packet at least: silence proves nothing' }),
  none: z.array(forbidden).default([]),
});
export type CaptureArgs = z.infer<typeof schema>;

/** Where a kind listens, and what it sends meanwhile. */
export interface Listening {
  readonly host: string;
  readonly netns?: string | undefined;
  readonly device: string;
  readonly while: z.infer<typeof stimulus>;
}

/** `eth0 in client`, `veth-server on worker` */
export function where({ host, netns, device }: Listening): string {
  return netns === undefined ? `${device} on ${host}` : `${device} in ${netns}`;
}

/** Where the stimulus is sent from. */
export function sender({ host, netns, while: { from } }: Listening) {
  return from === undefined ? { host, netns } : { host: from.host ?? host, netns: from.netns };
}

export function stimulusWords(args: Listening): string {
  const { ping, http } = args.while;
  const { host, netns } = sender(args);
  return `${netns ?? host} ${ping === undefined ? `fetches ${http}` : `pings ${ping}`}`;
}

export function filterOf({ expect, none }: CaptureArgs): string {
  return captureFilter([...expect, ...none]);
}
