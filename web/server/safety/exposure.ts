/** What the operator must know who lets the server listen on more than loopback. Pure. */
import { isLoopback } from './hosts.ts';

/** @returns undefined when only this machine can reach it. */
export function exposureWarning(host: string, port: number): string | undefined {
  if (isLoopback(host)) return undefined;
  const stars = '*'.repeat(74);
  return [
    stars,
    `WARNING: listening on ${host}:${port}, not only on this machine.`,
    'Whoever gets the link gets a root shell in every lab. The traffic is not',
    'encrypted: others on the network can read the link and the terminals.',
    stars,
  ].join('\n');
}
