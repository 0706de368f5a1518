/** What kinds that compare processes share: how to call a process, in which namespace it is, and what sharing one means. */
import { Inconclusive } from '../kind.ts';
import type { ProcessState } from '../network/state/network-state.ts';

/** Inode of its namespace of that kind. Throws Inconclusive when it was not readable. */
export function namespaceOf(process: ProcessState, kind: string): number {
  const found = process.namespaces[kind];
  if (found === undefined)
    throw new Inconclusive(`the ${kind} namespace of pid ${process.pid} is not readable`);
  return found;
}

/** `python3 -m http.server 80 (pid 20)` */
export function calledProcess({ command, pid }: Pick<ProcessState, 'command' | 'pid'>): string {
  const short = command.length > 40 ? `${command.slice(0, 37)}...` : command;
  return `${short} (pid ${pid})`;
}

/** What a namespace of one's own of this kind means, in the words of namespaces(7): `: each has its own host name`, or nothing. */
export function meaningOf(kind: string): string {
  return MEANING[kind] === undefined ? '' : `: ${MEANING[kind]}`;
}

const MEANING: Readonly<Record<string, string>> = {
  net: 'each has its own localhost, addresses and ports',
  ipc: 'each has its own shared memory and message queues',
  uts: 'each has its own host name',
  pid: 'each sees processes of its own',
  mnt: 'each sees its own mounts',
};
