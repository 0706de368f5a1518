/** `tcp://10.96.0.10:80`, `worker/client` -> what is sent, and where from. Pure. */
import type { Order } from '../../checks/network/journey/observed.ts';
import { readTarget, TARGET_FORMS, type Target } from '../../checks/network/journey/target.ts';
import { UsageError } from '../errors.ts';

/** @throws UsageError */
export function parseTarget(text: string): Target {
  const target = readTarget(text);
  if (typeof target === 'string') throw new UsageError(`--to ${text} ${target}.`, `Write ${TARGET_FORMS}.`);
  return target;
}

/** @param hosts of the sandbox; @throws UsageError */
export function parseOrigin(text: string, hosts: readonly string[]): Order['from'] {
  const [, host = '', netns] = /^([^/]*)(?:\/([^/\s]+))?$/.exec(text) ?? [];
  if (!hosts.includes(host)) {
    throw new UsageError(
      `--from ${text}: there is no host ${host || text}.`,
      `Write host or host/namespace; its hosts: ${hosts.join(', ')}`,
    );
  }
  return netns === undefined ? { host } : { host, netns };
}
