/**
 * Builds a sandbox: writes what inside/keeper.pl needs into a state directory, starts it, and waits for its `ready`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostNames } from '../../../checks/network/topology.ts';
import { SandboxError, UsageError } from '../../errors.ts';
import { patient } from '../../slowdown.ts';
import type { TopologySource, UpOptions } from '../driver.ts';
import { archive } from '../linux-host/files.ts';
import { hostFiles, PATH } from '../linux-host/host-files.ts';
import { INSIDE } from '../linux-host/inside.ts';
import { assemble, filterProgram } from '../linux-host/seccomp.ts';
import { skeleton } from '../linux-host/skeleton.ts';
import { specText } from '../linux-host/spec.ts';
import { chooseMode, ROOT_MAPS, UID_MAP_MODES, type UidMapMode, uidMap } from '../linux-host/uid-map.ts';
import { readTopology } from '../read-topology.ts';
import { type CgroupSetup, cgroupFacts, cgroupSetup, makeCgroup, planCgroup } from './cgroup.ts';
import {
  makeState,
  type ProcessId,
  processId,
  removeState,
  type StoredRecord,
  stateBase,
  sweep,
  writeRecord,
} from './kept-sandboxes.ts';
import { hasCommand, idFacts, textOf } from './machine.ts';
import { exited, NamespacesSandbox, PERL } from './sandbox.ts';

export interface NamespacesOptions {
  /** Overrides the choice by facts; so does the environment's WIREBOOK_UIDMAP. */
  readonly uidMap?: UidMapMode;
  /** Most processes in a whole sandbox; default 400. */
  readonly processes?: number;
  /** Most memory of a whole sandbox, its tmpfs included, in bytes; default 512 MiB. */
  readonly memoryBytes?: number;
}

/** Creation takes 0.05 s on an idle machine; on one where a hundred are being built at once, a hundred times that. */
const UP_DEADLINE_MS = 30_000;
const CLEAN_ENVIRONMENT = { PATH, LANG: 'C.UTF-8' };

/** Throws SandboxError with what the kernel or a tool said; then nothing is left of the attempt. */
export async function build(
  source: TopologySource,
  options: NamespacesOptions,
  { variables = {}, labels = {}, onProgress }: UpOptions,
): Promise<NamespacesSandbox> {
  const topology = readTopology(source);
  const hosts = hostNames(topology);
  const mode = requestedMode(options);
  // Before there is a keeper, whose work would slow down the measuring.
  const deadlineMs = patient(UP_DEADLINE_MS);
  const base = stateBase();
  sweep(base);
  const id = `wb-${randomBytes(5).toString('hex')}`;
  const limits = {
    memoryBytes: options.memoryBytes ?? 512 * 1024 * 1024,
    processes: options.processes ?? 400,
  };
  const cgroup = reserveCgroup(id, limits);
  const state = makeState(base, id, hosts);
  const record: StoredRecord = {
    id,
    driver: 'namespaces',
    topology,
    variables,
    labels,
    createdAt: new Date().toISOString(),
    runner: processId(process.pid) as ProcessId,
    cgroups: [...cgroup.directories],
  };
  let keeper: ChildProcess | undefined;
  try {
    writeRecord(state, record);
    keeper = startKeeper(state, cgroup.prefix);
    const ids = idFacts();
    const map = uidMap(mode ?? chooseMode(ids), ids, randomInt(ROOT_MAPS));
    const spec = {
      topology,
      map,
      skeletonFile: skeleton(join(state, 'etc')),
      cgroups: cgroup.directories,
      processes: limits.processes,
    };
    writeFileSync(join(state, 'spec'), specText(spec));
    writeFileSync(join(state, 'cgroups'), cgroup.directories.join('\n'));
    const filter = filterProgram(process.arch);
    if (filter) writeFileSync(join(state, 'filter'), assemble(filter));
    for (const host of hosts) {
      writeFileSync(join(state, `files-${host}`), archive(hostFiles(topology, host)));
    }
    onProgress?.(`building ${hosts.join(', ')}`);
    await ready(keeper, deadlineMs);
    const stored = { ...record, keeper: processId(keeper.pid as number) as ProcessId };
    if (cgroup.prefix.length > 0) writeFileSync(join(state, 'cgroups'), scopeOf(keeper));
    writeRecord(state, stored);
    return new NamespacesSandbox(state, stored, exited(keeper));
  } catch (error) {
    if (keeper) {
      keeper.stdin?.end();
      await exited(keeper);
    }
    removeState(state, record.cgroups);
    throw error instanceof UsageError || error instanceof SandboxError
      ? error
      : new SandboxError(`the sandbox could not be built: ${(error as Error).message}`, {
          remedy: 'wirebook doctor',
          cause: error,
        });
  }
}

/** A cap that cannot be had does not stop a lab; `probe` says so. */
function reserveCgroup(id: string, limits: { memoryBytes: number; processes: number }): CgroupSetup {
  const setup = cgroupSetup(planCgroup(cgroupFacts(hasCommand('systemd-run'))), id, limits);
  try {
    makeCgroup(setup);
    return setup;
  } catch {
    return { directories: [], writes: [], prefix: [] };
  }
}

function startKeeper(state: string, prefix: readonly string[]): ChildProcess {
  const keeper = [PERL, join(INSIDE, 'keeper.pl'), state, process.arch];
  // systemd-run needs the session's environment, the lab must not see it.
  const clean = Object.entries(CLEAN_ENVIRONMENT).map(([name, value]) => `${name}=${value}`);
  const [file = PERL, ...args] = prefix.length > 0 ? [...prefix, 'env', '-i', ...clean, ...keeper] : keeper;
  const env = prefix.length > 0 ? process.env : CLEAN_ENVIRONMENT;
  return spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true, cwd: '/', env });
}

/** The directory of the scope that systemd made for the keeper (cgroup v2 only). */
function scopeOf(keeper: ChildProcess): string {
  const path = /^0::(.*)$/m.exec(textOf(`/proc/${keeper.pid}/cgroup`))?.[1];
  return path === undefined ? '' : join('/sys/fs/cgroup', path);
}

async function ready(keeper: ChildProcess, deadlineMs: number): Promise<void> {
  let said = '';
  let complaint = '';
  keeper.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk;
  });
  keeper.stdin?.on('error', () => {}); // it ended before we did: `close` tells
  keeper.stdin?.write('written\n');
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(timer);
      reject(
        new SandboxError(`the sandbox could not be built: ${why.trim()}`, { remedy: 'wirebook doctor' }),
      );
    };
    const timer = setTimeout(() => fail(`not ready within ${deadlineMs / 1000} s`), deadlineMs);
    keeper.once('error', (error) => fail(error.message));
    keeper.once('close', () => fail(said.replace(/^error /, '') || complaint || 'its keeper ended'));
    keeper.stdout?.on('data', (chunk: Buffer) => {
      said += chunk;
      if (!said.includes('ready\n')) return;
      clearTimeout(timer);
      resolve();
    });
  });
  // A program that has nothing else to do may end; the lifeline then ends the sandbox.
  keeper.unref();
  for (const stream of [keeper.stdin, keeper.stdout, keeper.stderr]) {
    (stream as unknown as { unref(): void } | null)?.unref();
  }
}

/** What the caller or WIREBOOK_UIDMAP asks for. Throws UsageError for an unknown word. */
export function requestedMode(options: NamespacesOptions): UidMapMode | undefined {
  const wanted = options.uidMap ?? process.env.WIREBOOK_UIDMAP;
  if (!wanted) return undefined;
  const mode = UID_MAP_MODES.find((known) => known === wanted);
  if (!mode) throw new UsageError(`WIREBOOK_UIDMAP: no map "${wanted}"; known: ${UID_MAP_MODES.join(', ')}`);
  return mode;
}
