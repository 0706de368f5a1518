/**
 * The driver `namespaces`: lab hosts made of Linux namespaces on this machine, without root, daemon or VM. Builds a
 * sandbox by starting inside/keeper.pl with a state directory; sandbox.ts is what comes after.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { SandboxError, UsageError } from '../../errors.ts';
import type { Driver, ProbeResult, Sandbox, SandboxRecord, Topology, UpOptions } from '../driver.ts';
import { archive } from './files.ts';
import { hostFiles } from './host-files.ts';
import { INSIDE, NamespacesSandbox, PERL, until } from './sandbox.ts';
import { assemble, filterProgram } from './seccomp.ts';
import { skeleton } from './skeleton.ts';
import { specText } from './spec.ts';
import {
  isAlive,
  liveRecords,
  makeState,
  type ProcessId,
  processId,
  removeState,
  type StoredRecord,
  stateBase,
  sweep,
  writeRecord,
} from './state.ts';
import { chooseMode, type IdFacts, UID_MAP_MODES, type UidMapMode, uidMap } from './uid-map.ts';

export interface NamespacesOptions {
  /** Overrides the choice by facts; so does the environment's WIREBOOK_UIDMAP. */
  readonly uidMap?: UidMapMode;
  /** Most processes in a whole sandbox; default 400. */
  readonly processes?: number;
}

/** Creation takes 0.1 s on an idle machine; on one with many sandboxes being built at once a hundred times that. */
const UP_DEADLINE_MS = 30_000;

export function namespacesDriver(options: NamespacesOptions = {}): Driver {
  return {
    name: 'namespaces',
    probe: async (): Promise<readonly ProbeResult[]> => [],
    up: (topology, upOptions) => up(topology, options, upOptions),
    kept: async () => liveRecords(stateBase()).map(publicRecord),
    attach,
  };
}

async function up(
  topology: Topology,
  options: NamespacesOptions,
  { labels = {}, onProgress }: UpOptions = {},
): Promise<Sandbox> {
  if (topology.hosts.length === 0) throw new UsageError('a topology needs at least one host');
  const base = stateBase();
  sweep(base);
  const id = `wb-${randomBytes(5).toString('hex')}`;
  const ids = idFacts();
  const state = makeState(base, id, topology.hosts);
  const record: StoredRecord = {
    id,
    driver: 'namespaces',
    topology,
    labels,
    createdAt: new Date().toISOString(),
    runner: processId(process.pid) as ProcessId,
    cgroups: [],
  };
  let keeper: ChildProcess | undefined;
  try {
    writeRecord(state, record);
    const filter = filterProgram(process.arch);
    if (filter) writeFileSync(join(state, 'filter'), assemble(filter));
    const map = uidMap(requestedMode(options) ?? chooseMode(ids), ids);
    writeFileSync(
      join(state, 'spec'),
      specText({
        topology,
        map,
        skeletonFile: skeleton(),
        cgroups: record.cgroups,
        processes: options.processes ?? 400,
      }),
    );
    for (const host of topology.hosts)
      writeFileSync(join(state, `files-${host}`), archive(hostFiles(topology, host)));
    onProgress?.(`building ${topology.hosts.join(', ')}`);
    keeper = spawn(PERL, [join(INSIDE, 'keeper.pl'), state, process.arch], {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      cwd: '/',
      env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' },
    });
    await ready(keeper);
    const stored = { ...record, keeper: processId(keeper.pid as number) as ProcessId };
    writeRecord(state, stored);
    return new NamespacesSandbox(state, stored, exitOf(keeper));
  } catch (error) {
    if (keeper) {
      keeper.stdin?.end();
      await exitOf(keeper);
    }
    removeState(state, record.cgroups);
    throw error;
  }
}

async function attach(id: string): Promise<Sandbox> {
  const base = stateBase();
  const live = liveRecords(base);
  const record = live.find((one) => one.id === id);
  if (!record?.keeper) {
    const known = live.map((one) => one.id).join(', ') || 'none';
    throw new UsageError(`no running sandbox ${id}; running: ${known}`);
  }
  const keeper = record.keeper;
  const ended = until(Number.POSITIVE_INFINITY, 'the sandbox to end', () => !isAlive(keeper));
  return new NamespacesSandbox(join(base, id), record, ended);
}

/** Waits for the keeper's `ready`. */
async function ready(keeper: ChildProcess): Promise<void> {
  let said = '';
  let complaint = '';
  keeper.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk;
  });
  keeper.stdin?.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new SandboxError(`the sandbox was not built within ${UP_DEADLINE_MS / 1000} s`)),
      UP_DEADLINE_MS,
    );
    const fail = (why: string) => {
      clearTimeout(timer);
      reject(
        new SandboxError(`the sandbox could not be built: ${why.trim()}`, { remedy: 'wirebook doctor' }),
      );
    };
    keeper.once('error', (error) => fail(error.message));
    keeper.once('close', () => fail(said.replace(/^error /, '') || complaint || 'its keeper ended'));
    keeper.stdout?.on('data', (chunk: Buffer) => {
      said += chunk;
      if (!said.includes('ready\n')) return;
      clearTimeout(timer);
      resolve();
    });
  });
  // The lifeline must not keep the runner's event loop busy.
  keeper.unref();
  for (const stream of [keeper.stdin, keeper.stdout, keeper.stderr])
    (stream as unknown as { unref(): void } | null)?.unref();
}

function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
  });
}

function requestedMode(options: NamespacesOptions): UidMapMode | undefined {
  const wanted = options.uidMap ?? process.env.WIREBOOK_UIDMAP;
  if (!wanted) return undefined;
  const mode = UID_MAP_MODES.find((known) => known === wanted);
  if (!mode) throw new UsageError(`WIREBOOK_UIDMAP: no map ${wanted}; known: ${UID_MAP_MODES.join(', ')}`);
  return mode;
}

function idFacts(): IdFacts {
  const { uid, gid, username } = userInfo();
  return {
    uid,
    gid,
    user: username,
    subuid: read('/etc/subuid'),
    subgid: read('/etc/subgid'),
    newuidmap: onPath('newuidmap'),
  };
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

function onPath(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function publicRecord({ id, driver, topology, labels, createdAt }: StoredRecord): SandboxRecord {
  return { id, driver, topology, labels, createdAt };
}
