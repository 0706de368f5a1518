/** Questions about a container of crun: its first process, as the node numbers it. Pure. */
import { fail, hostState } from '../../kind.ts';
import type { NetworkState } from '../../network/state/network-state.ts';
import { containerId, crunList, firstProcess, kept } from '../../support/containers.ts';
import type { Judgement } from '../../verdict.ts';
import { type Asked, answerKind, wholeNumber } from './asked.ts';

interface ContainerArgs {
  readonly host: string;
  readonly container: string;
}

/** PID of a container of crun, as the host numbers it. */
export const containerPid = answerKind(
  'container-pid',
  { container: containerId },
  {
    example: { container: 'shop' },
    dependsOn: 'lasting',
    lookUp: (args, _, state) => lookUp(args, state),
  },
);

function lookUp(args: ContainerArgs, state: NetworkState): Asked | Judgement {
  const host = hostState(state, args.host);
  const records = kept(host, 'containers');
  const record = records.find(({ id }) => id === args.container);
  const process = record && firstProcess(host, record);
  if (!process) {
    const why = record ? `${args.container} has ended` : `crun knows no container ${args.container}`;
    return fail(`${why}, so the question has no answer yet`, [crunList(host, args.container)]);
  }
  return {
    what: `the PID of ${args.container} on ${args.host}`,
    form: 'a PID: a number',
    right: [String(process.pid)],
    near: [
      { value: '1', words: 'its number in its own PID namespace' },
      ...records
        .filter(({ id }) => id !== args.container)
        .map(({ id, pid }) => ({ value: String(pid), words: `the PID of ${id}` })),
      ...host.processes
        .filter(({ ppid }) => ppid === process.pid)
        .map(({ pid }) => ({
          value: String(pid),
          words: `the PID of a process that ${args.container} started`,
        })),
    ],
    command: `crun state ${args.container}`,
    normalise: wholeNumber,
  };
}
