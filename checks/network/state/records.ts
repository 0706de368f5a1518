/**
 * What plugins and runtimes remember in files -> leases and containers. NUL-terminated records, the path on
 * their first line:
 *   /var/lib/cni/networks/NETWORK/ADDRESS   of host-local: the container's id, and the name of its device
 *   /run/crun/ID/status                     of crun: JSON
 */
import { z } from 'zod';
import { familyOf } from '../addresses.ts';
import type { ContainerRecord, Lease } from './network-state.ts';
import { excerpt, parseJson, UnreadableOutput } from './unreadable.ts';

const RECORD = /^\/(?:var\/lib\/cni\/networks\/([^/]+)\/([^/\n]+)|run\/crun\/([^/]+)\/status)\n(.*)$/s;
const status = z.object({ pid: z.int() });

export interface Records {
  readonly leases: readonly Lease[];
  readonly containers: readonly ContainerRecord[];
}

/** @throws UnreadableOutput */
export function parseRecords(text: string): Records {
  const all = text.split('\0');
  const rest = all.pop() ?? '';
  if (rest !== '') throw new UnreadableOutput('records', `cut short: ${excerpt(rest)}`);
  const leases: Lease[] = [];
  const containers: ContainerRecord[] = [];
  for (const record of all) {
    const [, network, address, id, content = ''] = RECORD.exec(record) ?? [];
    if (id !== undefined) {
      containers.push({ id, pid: parseJson(`crun's status of ${excerpt(id)}`, content, status).pid });
    } else if (network === undefined || address === undefined) {
      throw new UnreadableOutput('records', excerpt(record));
    } else if (familyOf(address) !== undefined) {
      // host-local ends lines as Windows does. Beside the leases it keeps a lock and the address it gave last.
      const [containerId = '', ifname = ''] = content.trim().split(/\r?\n/);
      leases.push({ network, address, containerId, ifname });
    }
  }
  return { leases, containers };
}
