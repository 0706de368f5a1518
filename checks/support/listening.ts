/** What kinds that listen on a device while something is sent share: what a chapter writes, and the same in words. Judges nothing. */
import { z } from 'zod';
import { timeout } from './entry-fields.ts';
import { netnsName } from './fields.ts';

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
