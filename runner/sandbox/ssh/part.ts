/** What one machine gets of a sandbox: an archive of the keeper's files, its settings and its lab host, if one lives there. */
import { readdirSync, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import type { SandboxRecord } from '../driver.ts';
import { archive, directory, type Entry, file } from '../linux-host/files.ts';
import { hostFiles } from '../linux-host/host-files.ts';
import { INSIDE } from '../linux-host/inside.ts';
import { assemble, filterProgram } from '../linux-host/seccomp.ts';
import { specText } from '../linux-host/spec.ts';
import { uidMap } from '../linux-host/uid-map.ts';
import type { Machine } from './machines.ts';
import type { Placement } from './placement.ts';

/** On a machine of its own a lab host needs no cap on memory; this one is against fork bombs. */
const PROCESSES = 400;
const ROOT = { uid: 0, gid: 0, user: 'root', subuid: '', subgid: '', newuidmap: false };

export interface Part {
  /** The sandbox's. */
  readonly id: string;
  readonly archive: Buffer;
}

/** @param tenant whom the sandbox is for, in words */
export function partOf(
  record: SandboxRecord,
  { router, wired }: Placement,
  { name, architecture, card }: Machine,
  tenant: string | undefined,
): Part {
  const spec = specText({
    topology: record.topology,
    map: uidMap('root', ROOT),
    skeletonFile: 'skeleton',
    cgroups: [],
    processes: PROCESSES,
    part: { host: name, router: name === router, ...(wired && { wire: { card, segment: wired.name } }) },
  });
  const filter = filterProgram(architecture);
  const entries: Entry[] = [
    directory('inside'),
    ...readdirSync(INSIDE).map((name) => file(`inside/${name}`, readFileSync(join(INSIDE, name)))),
    directory('mnt'),
    directory('published'),
    directory(`published/${name}`),
    file('spec', spec),
    file('cgroups', ''),
    ...(filter ? [file('filter', assemble(filter))] : []),
    file(`files-${name}`, archive(hostFiles(record.topology, name))),
    file('record.json', JSON.stringify(record), 0o600),
    file('owner', owner(record, tenant), 0o600),
  ];
  return { id: record.id, archive: archive(entries) };
}

/** For whoever finds the machine in use. */
function owner({ createdAt }: SandboxRecord, tenant: string | undefined): string {
  const what = tenant === undefined ? '' : `${tenant}, `;
  return `(${what}of ${userInfo().username} on ${hostname()}, since ${createdAt})`;
}
