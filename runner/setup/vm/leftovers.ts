/**
 * What a run leaves on the machine, by looking before and after: network links, mounts, processes, files. compare() is
 * pure; look() reads /proc and /sys and starts nothing.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface Traces {
  /** Of this network namespace. */
  readonly links: readonly string[];
  /** Mount points of this mount namespace that have to do with the run. */
  readonly mounts: readonly string[];
  /** Processes that name the run's folder in their arguments or got it in their environment: `pid command`. */
  readonly processes: readonly string[];
  /** Files of the run. */
  readonly files: readonly string[];
}

/** A sentence for each thing that is there after the run and was not before. */
export function compare(before: Traces, after: Traces): string[] {
  const words = {
    links: 'network link',
    mounts: 'mount',
    processes: 'process',
    files: 'file',
  } as const;
  return (Object.keys(words) as (keyof Traces)[]).flatMap((kind) =>
    after[kind].filter((one) => !before[kind].includes(one)).map((one) => `${words[kind]} ${one}`),
  );
}

/** @param folder the run's own: all that belongs to it names this folder */
export function look(folder: string): Traces {
  return {
    links: readdirSync('/sys/class/net').sort(),
    mounts: text('/proc/self/mountinfo')
      .split('\n')
      .map((line) => line.split(' ')[4] ?? '')
      .filter((point) => point.startsWith(folder) || point.startsWith('/run/libvirt')),
    processes: readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .filter((pid) =>
        [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`].some((file) => text(file).includes(folder)),
      )
      .map((pid) => `${pid} ${text(`/proc/${pid}/comm`).trim()}`),
    files: existsSync(folder) ? [folder] : [],
  };
}

/** A process may end while it is looked at, and another user's environment may not be read. */
function text(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
