/**
 * What a sandbox leaves on a machine: looked at while it runs, and again when it has ended. For tests; many sandboxes
 * may run beside it, so only what belongs to this one counts.
 */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, type ProcessId, processId, readRecord, stateBase } from '../kept-sandboxes.ts';
import { textOf } from '../machine.ts';

const KINDS = ['user', 'mnt', 'pid', 'net', 'uts', 'ipc', 'cgroup'] as const;

export interface Traces {
  readonly state: string;
  readonly id: string;
  readonly processes: readonly ProcessId[];
  /** e.g. `net:[4026532500]`, only those that this process is not in. */
  readonly namespaces: readonly string[];
  readonly cgroups: readonly string[];
  /** Of the youngest process then: the kernel gives inodes of namespaces to new ones, whose processes are younger. */
  readonly youngest: number;
}

const pids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

function namespacesOf(pid: number | 'self'): string[] {
  return KINDS.flatMap((kind) => {
    try {
      return [readlinkSync(`/proc/${pid}/ns/${kind}`)];
    } catch {
      return []; // it ended meanwhile, or is somebody else's
    }
  });
}

/** The processes of a running sandbox: the keeper with its descendants, commands that entered with theirs. */
export function tracesOf(id: string): Traces {
  const state = join(stateBase(), id);
  const parents = new Map(
    pids().map((pid) => [pid, Number(/^PPid:\s*(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1])]),
  );
  const roots = new Set(
    [...parents.keys()].filter((pid) => textOf(`/proc/${pid}/cmdline`).split('\0').includes(state)),
  );
  const belongs = (pid: number): boolean => {
    if (roots.has(pid)) return true;
    const parent = parents.get(pid);
    return parent !== undefined && belongs(parent);
  };
  const members = [...parents.keys()].filter(belongs);
  const found = members.map(processId).filter((process) => process !== undefined);
  const outside = new Set(namespacesOf('self'));
  return {
    state,
    id,
    processes: found,
    namespaces: [...new Set(members.flatMap(namespacesOf))].filter((namespace) => !outside.has(namespace)),
    cgroups: readRecord(state)?.cgroups ?? [],
    youngest: Math.max(...found.map(({ start }) => Number(start))),
  };
}

/** What is still there; empty when nothing is. */
export function leftOf(traces: Traces): string[] {
  const old = pids().filter(
    (pid) => Number(processId(pid)?.start ?? Number.POSITIVE_INFINITY) <= traces.youngest,
  );
  const inUse = new Set(old.flatMap(namespacesOf));
  return [
    ...traces.processes
      .filter(isAlive)
      .map(({ pid }) => `process ${pid} ${textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`),
    ...traces.namespaces
      .filter((namespace) => inUse.has(namespace))
      .map((namespace) => `namespace ${namespace}`),
    ...readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .filter((line) => line.includes(traces.id))
      .map((line) => `mount ${line}`),
    ...traces.cgroups.filter((directory) => existsSync(directory)).map((directory) => `cgroup ${directory}`),
    ...(existsSync(traces.state) ? [`file ${traces.state}`] : []),
  ];
}
