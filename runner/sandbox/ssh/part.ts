/** What one machine gets of a sandbox: an archive of the keeper's files, its settings and its lab host, if one lives there. */
import { readdirSync, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import type { HostName, SandboxRecord } from '../driver.ts';
import { archive, directory, type Entry, file } from '../linux-host/files.ts';
import { hostFiles } from '../linux-host/host-files.ts';
import { INSIDE } from '../linux-host/inside.ts';
import { assemble, filterProgram } from '../linux-host/seccomp.ts';
import { specText } from '../linux-host/spec.ts';
import { uidMap } from '../linux-host/uid-map.ts';
import type { Machine } from './machines.ts';

/** On a machine of its own a lab host needs no cap on memory; this one is against fork bombs. */
const PROCESSES = 400;
const ROOT = { uid: 0, gid: 0, user: 'root', subuid: '', subgid: '', newuidmap: false };

export function partArchive(record: SandboxRecord, { name, architecture, card }: Machine): Buffer {
  const hosts = record.topology.hosts.filter((host) => host === name);
  const spec = specText({
    topology: { hosts },
    map: uidMap('root', ROOT),
    skeletonFile: 'skeleton',
    cgroups: [],
    processes: PROCESSES,
    part: { router: name === 'internet', wire: card },
  });
  const filter = filterProgram(architecture);
  const entries: Entry[] = [
    directory('inside'),
    ...readdirSync(INSIDE).map((name) => file(`inside/${name}`, readFileSync(join(INSIDE, name)))),
    directory('mnt'),
    directory('published'),
    ...hosts.map((host) => directory(`published/${host}`)),
    file('spec', spec),
    file('cgroups', ''),
    ...(filter ? [file('filter', assemble(filter))] : []),
    ...hosts.map((host: HostName) => file(`files-${host}`, archive(hostFiles(record.topology, host)))),
    file('record.json', JSON.stringify(record), 0o600),
    file('owner', owner(record), 0o600),
  ];
  return archive(entries);
}

/** For whoever finds the machine in use. */
function owner({ createdAt, labels }: SandboxRecord): string {
  const what = labels.chapter === undefined ? '' : `chapter ${labels.chapter}, `;
  return `(${what}of ${userInfo().username} on ${hostname()}, since ${createdAt})`;
}
