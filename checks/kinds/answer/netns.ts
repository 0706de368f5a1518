/** Questions about network namespaces: which inode, which name. Pure. */
import { z } from 'zod';
import { fail, hostState, Inconclusive } from '../../kind.ts';
import { called } from '../../network/state/called.ts';
import type {
  HostState,
  NetworkNamespace,
  NetworkState,
  ProcessState,
} from '../../network/state/network-state.ts';
import type { Place } from '../../support/look.ts';
import type { Judgement } from '../../verdict.ts';
import { type Asked, answerKind, wholeNumber } from './asked.ts';

/** Inodes of namespaces are counted from PROC_DYNAMIC_FIRST (0xF0000000); the first ones stand just below it. */
const FIRST_INODE = 0xf0000000 - 0x100;

/** A regular expression on the command line. */
const process = z.string().min(1);

/** Inode of a network namespace: of a process (by pid or command line), or of `netns`, or the host's own. */
export const netnsInode = answerKind(
  'netns-inode',
  { pid: z.int().min(1).optional(), process: process.optional() },
  { example: {}, dependsOn: 'names', lookUp: lookUpInode },
);

/** Name of the network namespace that a process is in. */
export const netnsOfProcess = answerKind(
  'netns-of-process',
  { process },
  {
    example: { process: 'http.server' },
    dependsOn: 'names',
    lookUp: (args, _, state) => lookUpName(args, state),
  },
);

interface InodeArgs extends Place {
  readonly pid?: number | undefined;
  readonly process?: string | undefined;
}

function lookUpInode(args: InodeArgs, netns: NetworkNamespace, state: NetworkState): Asked | Judgement {
  const host = hostState(state, args.host);
  const byProcess = args.pid !== undefined || args.process !== undefined;
  const owner = byProcess ? findProcess(args, host) : undefined;
  if (byProcess && !owner) return noProcess(args);
  const right = owner ? owner.namespaces.net : netns.inode;
  if (right === undefined) throw new Inconclusive(`the namespaces of pid ${owner?.pid} are not readable`);
  // Of one's own namespace pid 1 is the owner that everybody would ask.
  const shown = owner ?? host.processes.find(({ pid }) => pid === (netns.name === '' ? 1 : netns.pids[0]));
  return {
    what: owner ? `the inode of the network namespace of pid ${owner.pid}` : `the inode of ${called(netns)}`,
    form: 'an inode: a number such as the one in net:[4026531840]',
    right: [String(right)],
    near: [...otherKinds(shown), ...otherNetns(host, right)],
    command:
      args.netns === undefined
        ? `readlink /proc/${shown?.pid ?? 1}/ns/net`
        : `stat -L -c %i /run/netns/${args.netns}`,
    normalise: (typed) => wholeNumber(typed.replace(/^\s*[a-z_]+\s*:\s*\[(.*)\]\s*$/, '$1')),
    hint: (value) =>
      Number(value) < FIRST_INODE
        ? ': numbers of namespaces begin at 4026531840 or just below (stat without -L shows the inode of the link in /proc, not of what it leads to)'
        : ': no namespace of this host that is known here has that inode',
  };
}

function lookUpName(
  args: { readonly host: string; readonly process: string },
  state: NetworkState,
): Asked | Judgement {
  const host = hostState(state, args.host);
  const owner = findProcess(args, host);
  if (!owner) return noProcess(args);
  const inode = owner.namespaces.net;
  if (inode === undefined) throw new Inconclusive(`the namespaces of pid ${owner.pid} are not readable`);
  const names = host.namespaces.filter((one) => one.inode === inode).flatMap(({ name }) => spelled(name));
  if (names.length === 0)
    return fail(`the network namespace of pid ${owner.pid} has no name (inode ${inode})`);
  return {
    what: `the namespace of ${owner.command} (pid ${owner.pid})`,
    form: 'the name of a network namespace',
    right: names,
    near: host.namespaces
      .filter((one) => one.inode !== inode)
      .flatMap((one) =>
        spelled(one.name).map((value) => ({ value, words: `the name of another one, inode ${one.inode}` })),
      ),
    command: `ip netns identify ${owner.pid}`,
    normalise: (typed) => typed.trim().replace(/^["'`](.*)["'`]$/, '$1'),
  };
}

/** The host's own namespace has no name in /run/netns; learners call it so. */
function spelled(name: string | null): string[] {
  if (name === null) return [];
  return name === '' ? ['host', 'root'] : [name];
}

function findProcess(
  { pid, process }: Pick<InodeArgs, 'pid' | 'process'>,
  host: HostState,
): ProcessState | undefined {
  if (pid !== undefined) return host.processes.find((one) => one.pid === pid);
  const pattern = new RegExp(process ?? '');
  // The youngest: a wrapper is older than what it started.
  return host.processes.filter(({ command }) => pattern.test(command)).sort((a, b) => b.pid - a.pid)[0];
}

function noProcess({ host, pid, process }: InodeArgs): Judgement {
  const which = pid === undefined ? `with a command like ${process}` : `with pid ${pid}`;
  return fail(`${host} has no process ${which}, so the question has no answer yet`, [
    { host, command: 'ps -eo pid,args', found: 'no such process' },
  ]);
}

function otherKinds(owner: ProcessState | undefined): Asked['near'] {
  if (!owner) return [];
  return Object.entries(owner.namespaces)
    .filter(([kind]) => kind !== 'net')
    .map(([kind, inode]) => ({
      value: String(inode),
      words: `the inode of the ${kind} namespace of pid ${owner.pid}`,
    }));
}

function otherNetns(host: HostState, right: number): Asked['near'] {
  return host.namespaces
    .filter(({ inode }) => inode !== right)
    .map((one) => ({ value: String(one.inode), words: `the inode of ${called(one)}` }));
}
