/**
 * Where running sandboxes are written down: one directory each, owned by the user, below $XDG_RUNTIME_DIR or the
 * temporary directory. Knows nothing of what is in a sandbox.
 */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { DEFAULT_TOPOLOGY } from '../../../checks/network/default-topology.ts';
import { selectHosts } from '../../../checks/network/topology.ts';
import { SandboxError } from '../../errors.ts';
import type { SandboxRecord } from '../driver.ts';
import { recordSchema } from '../record.ts';
import { removeCgroup } from './cgroup.ts';

/** A process for good: a pid may be used again, a pid with its start time (proc(5), stat field 22) is not. */
const processSchema = z.strictObject({ pid: z.int().positive(), start: z.string() });
export type ProcessId = z.infer<typeof processSchema>;

const owners = { runner: processSchema, keeper: processSchema.optional(), cgroups: z.array(z.string()) };
const storedSchema = recordSchema.extend(owners);
/** What every version has written: enough to tell whether a sandbox lives. */
const ownersSchema = z.object(owners);

/** A record with what is needed to tell whether it is still true. */
export type StoredRecord = Readonly<z.infer<typeof storedSchema>>;

/** Of a sandbox that was built. */
export interface RunningRecord extends StoredRecord {
  readonly keeper: ProcessId;
}

export function publicRecord({ runner, keeper, cgroups, ...record }: StoredRecord): SandboxRecord {
  return record;
}

export function processId(pid: number): ProcessId | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const start = fields[19];
    return start === undefined || fields[0] === 'Z' ? undefined : { pid, start };
  } catch {
    return undefined;
  }
}

export const isAlive = (process: ProcessId): boolean => processId(process.pid)?.start === process.start;

/** The directory of all sandboxes of this user; made with the first one and removed with the last. Throws SandboxError
 *  when it is someone else's. */
export function stateBase(): string {
  const uid = process.getuid?.() ?? 0;
  const runtime = process.env.XDG_RUNTIME_DIR;
  const base = runtime && isOwn(runtime, uid) ? join(runtime, 'wirebook') : join(tmpdir(), `wirebook-${uid}`);
  mustBeOwn(base, uid);
  return base;
}

function mustBeOwn(base: string, uid: number): void {
  if (!existsSync(base) || isOwn(base, uid)) return;
  throw new SandboxError(`${base} is not a directory of this user`, { remedy: `remove ${base}` });
}

function isOwn(path: string, uid: number): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && stat.uid === uid;
}

/** The least that building needs; `published` is what hosts see as /.lab/steps. */
export function makeState(base: string, id: string, hosts: readonly string[]): string {
  const state = join(base, id);
  mkdirSync(base, { recursive: true, mode: 0o700 });
  mustBeOwn(base, process.getuid?.() ?? 0);
  chmodSync(base, 0o700);
  // Open to search: the sandbox's root in the map `root` is another uid, and comes in by its working directory.
  mkdirSync(state, { mode: 0o711 });
  for (const name of ['mnt', 'published', ...hosts.map((host) => `published/${host}`)]) {
    mkdirSync(join(state, name), { mode: 0o755 });
    chmodSync(join(state, name), 0o755);
  }
  return state;
}

export function writeRecord(state: string, record: StoredRecord): void {
  writeAtomically(join(state, 'record.json'), JSON.stringify(record), 0o600);
}

export function readRecord(state: string): StoredRecord | undefined {
  return storedSchema.safeParse(sinceTopologies(readJson(state))).data;
}

function readJson(state: string): unknown {
  try {
    return JSON.parse(readFileSync(join(state, 'record.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Before there were topologies, a record had names of the default one's hosts in its place, and the variables with them. */
const beforeTopologies = z.looseObject({
  topology: z.strictObject({
    hosts: z.array(z.string()),
    variables: z.record(z.string(), z.string()).default({}),
  }),
});

function sinceTopologies(record: unknown): unknown {
  const old = beforeTopologies.safeParse(record).data;
  if (!old) return record;
  const { hosts, variables } = old.topology;
  return { ...old, topology: selectHosts(DEFAULT_TOPOLOGY, hosts), variables };
}

export function writeAtomically(path: string, content: string, mode: number): void {
  writeFileSync(`${path}.new`, content, { mode });
  chmodSync(`${path}.new`, mode);
  renameSync(`${path}.new`, path);
}

const namesIn = (base: string): string[] => (existsSync(base) ? readdirSync(base) : []);

/** All sandboxes that are alive. */
export function liveRecords(base: string): RunningRecord[] {
  return namesIn(base)
    .map((name) => readRecord(join(base, name)))
    .filter((record) => record?.keeper !== undefined && isAlive(record.keeper)) as RunningRecord[];
}

/** Removes what sandboxes left whose keeper was itself killed; those being built by a living runner stay. */
export function sweep(base: string): void {
  for (const name of namesIn(base)) {
    const state = join(base, name);
    const record = ownersSchema.safeParse(readJson(state)).data;
    if (record && (isAlive(record.runner) || (record.keeper && isAlive(record.keeper)))) continue;
    const made = lstatSync(state, { throwIfNoEntry: false })?.mtimeMs;
    if (made === undefined || (!record && Date.now() - made < 60_000)) continue; // gone, or not written yet
    try {
      removeState(state, record?.cgroups ?? []);
    } catch {
      // Another runner removes it at the same moment. What stays is for whoever sweeps next.
    }
  }
}

/** False when its processes are still ending; the record then stays, for whoever sweeps next. */
export function removeState(state: string, cgroups: readonly string[]): boolean {
  if (!removeCgroup(cgroups)) return false;
  rmSync(state, { recursive: true, force: true });
  try {
    rmdirSync(dirname(state));
  } catch {
    // others are there
  }
  return true;
}
