/**
 * The cap on memory and processes, and a share of the processors that does not grow with a lab's processes: which cgroup a
 * sandbox gets. The choice is pure (facts in, plan out); making it real is a few writes. Knows nothing of namespaces.
 * cgroups(7); Documentation/admin-guide/cgroup-v1/memory.rst, cgroup-v2.rst, scheduler/sched-design-CFS.rst (groups).
 */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export interface CgroupFacts {
  readonly uid: number;
  /** Contents of /proc/self/cgroup. */
  readonly own: string;
  /** Contents of /proc/self/mounts. */
  readonly mounts: string;
  /** May this process make a child there and move processes in (directory and cgroup.procs writable)? */
  readonly writable: (directory: string) => boolean;
  /** Controllers that a cgroup v2 directory passes on (cgroup.subtree_control); empty when unreadable. */
  readonly passedOn: (directory: string) => readonly string[];
  /** Does a systemd user manager answer ($XDG_RUNTIME_DIR/systemd/private), and is systemd-run there? */
  readonly systemdUser: boolean;
}

export type CgroupPlan =
  /** Version 1: one directory per hierarchy. */
  | {
      readonly kind: 'v1';
      readonly memory: string;
      readonly pids: string | undefined;
      readonly cpu: string | undefined;
    }
  | { readonly kind: 'v2'; readonly parent: string; readonly pids: boolean }
  /** `systemd-run --user --scope` in front of the keeper. `entered`: can later processes be moved in as well? */
  | { readonly kind: 'scope'; readonly entered: boolean }
  | { readonly kind: 'none'; readonly why: string };

/** Where the cap comes from on this machine; the nearest place that works. */
export function planCgroup(facts: CgroupFacts): CgroupPlan {
  const mounts = facts.mounts.split('\n').map((line) => line.split(' '));
  const hierarchies = facts.own
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [, controllers = '', path = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
      return { controllers: controllers.split(','), path };
    });
  const v1 = (controller: string): string | undefined => {
    const mount = mounts.find(
      ([, , type, options]) => type === 'cgroup' && options?.split(',').includes(controller),
    )?.[1];
    const path = hierarchies.find(({ controllers }) => controllers.includes(controller))?.path;
    if (!mount || path === undefined) return undefined;
    // In a container the path may be as the machine sees it, not as it is mounted here.
    // Not below our own first: a kept sandbox outlives the session that this process is in.
    return [mount, join(mount, path)].find((directory) => facts.writable(directory));
  };
  const memory = v1('memory');
  if (memory) return { kind: 'v1', memory, pids: v1('pids'), cpu: v1('cpu') };
  if (hierarchies.some(({ controllers }) => controllers.includes('memory'))) {
    return { kind: 'none', why: 'the memory controller (cgroup v1) belongs to root' };
  }

  const mount = mounts.find(([, , type]) => type === 'cgroup2')?.[1];
  const own = hierarchies.find(({ controllers }) => controllers[0] === '')?.path;
  if (!mount || own === undefined) return { kind: 'none', why: 'no cgroup file system is mounted' };
  for (const directory of upwards(mount, own)) {
    const passed = facts.passedOn(directory);
    if (passed.includes('memory') && facts.writable(directory)) {
      return { kind: 'v2', parent: directory, pids: passed.includes('pids') };
    }
  }
  if (facts.systemdUser && facts.uid !== 0) {
    // Moving a process needs write access to the common ancestor: given inside user@UID.service only.
    return { kind: 'scope', entered: own.includes(`/user@${facts.uid}.service/`) };
  }
  return { kind: 'none', why: 'no cgroup with the memory controller is writable for this user' };
}

/** A cgroup with processes passes no controllers on, so the search begins at its parent. */
function upwards(mount: string, own: string): string[] {
  const parts = own.split('/').filter((part) => part !== '' && part !== '..');
  return parts.map((_, index) => join(mount, ...parts.slice(0, parts.length - 1 - index)));
}

export interface Limits {
  readonly memoryBytes: number;
  readonly processes: number;
}

/** What a plan comes to for one sandbox: the files to write, in order, and what to put in front of the keeper. */
export interface CgroupSetup {
  readonly directories: readonly string[];
  readonly writes: readonly { readonly path: string; readonly value: string; readonly optional?: boolean }[];
  readonly prefix: readonly string[];
}

export function cgroupSetup(plan: CgroupPlan, id: string, limits: Limits): CgroupSetup {
  const memory = String(limits.memoryBytes);
  const processes = String(limits.processes);
  switch (plan.kind) {
    case 'none':
      return { directories: [], writes: [], prefix: [] };
    case 'scope':
      return {
        directories: [],
        writes: [],
        prefix: [
          'systemd-run',
          '--user',
          '--scope',
          '--quiet',
          '--collect',
          `--unit=${id}`,
          '-p',
          `MemoryMax=${memory}`,
          '-p',
          'MemorySwapMax=0',
          '-p',
          `TasksMax=${processes}`,
          // The default, but said, so that systemd gives the scope the controller.
          '-p',
          'CPUWeight=100',
          '--',
        ],
      };
    case 'v2': {
      const directory = join(plan.parent, id);
      return {
        directories: [directory],
        writes: [
          { path: join(directory, 'memory.max'), value: memory },
          { path: join(directory, 'memory.swap.max'), value: '0', optional: true },
          ...(plan.pids ? [{ path: join(directory, 'pids.max'), value: processes }] : []),
        ],
        prefix: [],
      };
    }
    case 'v1': {
      const directory = join(plan.memory, id);
      const pids = plan.pids === undefined ? [] : [join(plan.pids, id)];
      // To be in a group of its own is enough: it then weighs as much as one, however many processes it has.
      const cpu = plan.cpu === undefined ? [] : [join(plan.cpu, id)];
      return {
        directories: [directory, ...pids, ...cpu],
        writes: [
          { path: join(directory, 'memory.limit_in_bytes'), value: memory },
          { path: join(directory, 'memory.memsw.limit_in_bytes'), value: memory, optional: true },
          ...pids.map((path) => ({ path: join(path, 'pids.max'), value: processes })),
        ],
        prefix: [],
      };
    }
  }
}

/** Makes the directories and sets the limits; removes them again and throws when one of them cannot be set. */
export function makeCgroup(setup: CgroupSetup): void {
  try {
    for (const directory of setup.directories) mkdirSync(directory);
    for (const { path, value, optional } of setup.writes) {
      if (!optional || existsSync(path)) writeFileSync(path, value);
    }
  } catch (error) {
    removeCgroup(setup.directories);
    throw error;
  }
}

/** Removes cgroups; false when one still has processes, which may be ending. */
export function removeCgroup(directories: readonly string[]): boolean {
  for (const directory of directories) {
    try {
      rmdirSync(directory);
    } catch {
      if (existsSync(directory)) return false;
    }
  }
  return true;
}

/** The facts of this process on this machine. */
export function cgroupFacts(systemdRun: boolean): CgroupFacts {
  const uid = process.getuid?.() ?? 0;
  const runtime = process.env.XDG_RUNTIME_DIR;
  return {
    uid,
    own: readOr('/proc/self/cgroup', ''),
    mounts: readOr('/proc/self/mounts', ''),
    writable: (directory) => [directory, join(directory, 'cgroup.procs')].every(isWritable),
    passedOn: (directory) => readOr(join(directory, 'cgroup.subtree_control'), '').trim().split(' '),
    systemdUser: systemdRun && runtime !== undefined && existsSync(join(runtime, 'systemd/private')),
  };
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}
