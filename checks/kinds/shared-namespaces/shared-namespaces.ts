/** Kind `shared-namespaces`: processes that must be in the same namespaces of some kinds, and in different ones of others. */
import { z } from 'zod';
import { type CheckKind, fail, hostState, pass } from '../../kind.ts';
import type { ProcessState } from '../../network/state/network-state.ts';
import { entryFields } from '../../support/entry-fields.ts';
import { commandPattern } from '../../support/fields.ts';
import { calledProcess as called, namespaceOf as inode, meaningOf } from '../../support/process-words.ts';
import { quoted } from '../../support/revert-scripts.ts';

const { netns: _inside, ...fields } = entryFields('shared-namespaces');

const NAMESPACE_KINDS = ['net', 'mnt', 'pid', 'uts', 'ipc', 'user', 'cgroup', 'time'] as const;

const schema = z
  .strictObject({
    ...fields,
    /** One regular expression on the command line for each process. */
    processes: z.array(commandPattern).min(2, 'must name at least two processes'),
    share: z.array(z.enum(NAMESPACE_KINDS)).default([]),
    differ: z.array(z.enum(NAMESPACE_KINDS)).default([]),
  })
  .refine((args) => args.share.length + args.differ.length > 0, {
    path: ['share'],
    error: 'say what they share or where they differ',
  })
  .refine((args) => !args.share.some((kind) => args.differ.includes(kind)), {
    path: ['differ'],
    error: 'names a kind that share names, too',
  });
export type SharedNamespacesArgs = z.infer<typeof schema>;

export const sharedNamespaces: CheckKind<SharedNamespacesArgs> = {
  kind: 'shared-namespaces',
  summary: 'processes are in the same namespaces of some kinds, and in different ones of others',
  schema,
  examples: [{ processes: ['a', 'b'], share: ['net'] }],
  depth: 'light',
  cost: 'state',
  dependsOn: () => 'names',
  revert: {
    takes: 'process',
    script: ({ processes: [first = ''] }) =>
      `pkill -KILL -f -- ${quoted(first)}; while pgrep -f -- ${quoted(first)} >/dev/null; do sleep 0.1; done`,
  },
  title: ({ processes, share, differ }) => {
    const parts = [
      share.length === 0 ? [] : [`share ${share.join(', ')}`],
      differ.length === 0 ? [] : [`have ${differ.join(', ')} of their own`],
    ].flat();
    return `${processes.join(' and ')} ${parts.join(' and ')}`;
  },
  judge(args, { state }) {
    const { processes } = hostState(state, args.host);
    const candidates = args.processes.map((text) =>
      processes.filter(({ command }) => new RegExp(text).test(command)),
    );
    const none = candidates.findIndex((found) => found.length === 0);
    if (none !== -1) {
      return fail(`no process on ${args.host} has a command like ${args.processes[none]}`, [
        {
          host: args.host,
          command: 'ps -eo pid,args',
          found: 'no such process',
          expected: args.processes[none] ?? '',
        },
      ]);
    }
    const choices = assignments(candidates);
    if (choices.length === 0) {
      return fail(
        `${args.processes.join(' and ')} are one and the same process`,
        shown(args, candidates.flat()),
      );
    }
    let first: { chosen: readonly ProcessState[]; problem: string } | undefined;
    for (const chosen of choices) {
      const problem = problemOf(args, chosen);
      if (problem === undefined)
        return pass(`${chosen.map(called).join(', ')} are as asked for`, shown(args, chosen));
      first ??= { chosen, problem };
    }
    return fail(first?.problem ?? '', shown(args, first?.chosen ?? []));
  },
};

/** More combinations than a lab has processes for; a commandPattern that matches everything must not take for ever. */
const MOST_ASSIGNMENTS = 500;

/** Every way to give each commandPattern a process of its own; the youngest first, as a wrapper is older than what it started. */
function assignments(candidates: readonly (readonly ProcessState[])[]): ProcessState[][] {
  let all: ProcessState[][] = [[]];
  for (const found of candidates) {
    const youngest = [...found].sort((a, b) => b.pid - a.pid);
    all = all
      .flatMap((chosen) => youngest.filter((one) => !chosen.includes(one)).map((one) => [...chosen, one]))
      .slice(0, MOST_ASSIGNMENTS);
  }
  return all;
}

function problemOf(
  { share, differ }: SharedNamespacesArgs,
  chosen: readonly ProcessState[],
): string | undefined {
  for (const kind of share) {
    const [first, ...others] = chosen;
    const odd = others.find((other) => first && inode(other, kind) !== inode(first, kind));
    if (first && odd) {
      return `${called(first)} and ${called(odd)} are in different ${kind} namespaces${meaningOf(kind)}`;
    }
  }
  for (const kind of differ) {
    for (const [index, one] of chosen.entries()) {
      const twin = chosen.slice(index + 1).find((other) => inode(other, kind) === inode(one, kind));
      if (twin) return `${called(one)} and ${called(twin)} share their ${kind} namespace, but must not`;
    }
  }
  return undefined;
}

function shown({ host, share, differ }: SharedNamespacesArgs, processes: readonly ProcessState[]) {
  return processes.map((process) => ({
    host,
    command: `ls -l /proc/${process.pid}/ns`,
    found: [...share, ...differ].map((kind) => `${kind}:[${process.namespaces[kind] ?? '?'}]`).join(' '),
  }));
}
