/** The first thing that sees a request: its shape, the name it was sent to, and for anything that is not a read, where it comes from. */
import type { IncomingMessage } from 'node:http';
import { hostAllowed, originAllowed } from './hosts.ts';

const MAX_URL_LENGTH = 2048;

export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/** @returns why the request must not go on; undefined when it may. */
export function refuse(request: IncomingMessage, hosts: ReadonlySet<string>): Refusal | undefined {
  const { url = '', headers, method } = request;
  if (url.length > MAX_URL_LENGTH) return { status: 414, reason: 'The address is too long.' };
  if (!url.startsWith('/')) return { status: 400, reason: 'The address must begin with a slash.' };
  if (!hostAllowed(hosts, headers.host)) {
    return { status: 421, reason: `This server answers only to ${[...hosts].join(', ')}.` };
  }
  const upgrade = headers.upgrade !== undefined;
  const reads = (method === 'GET' || method === 'HEAD') && !upgrade;
  if (!reads && !originAllowed(headers.origin, headers.host)) {
    return { status: 403, reason: 'This request comes from another site.' };
  }
  return undefined;
}
