/** Kind `answer`: a question whose right answer is read from the learner's own live state. */
import { z } from 'zod';
import { type CheckKind, fail, pass } from '../../kind.ts';
import type { NetworkNamespace, NetworkState } from '../../network/state/network-state.ts';
import { containerId } from '../../support/containers.ts';
import { endpoint, entryFields, port } from '../../support/entry-fields.ts';
import { deviceName, ipAddress } from '../../support/fields.ts';
import { visit } from '../../support/look.ts';
import type { Judgement } from '../../verdict.ts';
import type { Asked } from './asked.ts';
import { connectionPort } from './connection.ts';
import { containerPid } from './container.ts';
import { linkFact } from './link.ts';
import { dnatPackets, dnatProbability } from './nat.ts';
import { netnsInode, netnsOfProcess } from './netns.ts';

const fields = entryFields('answer');
const link = deviceName;
const chain = z.string().min(1);
/** A regular expression on the command line. */
const process = z.string().min(1);

const schema = z.discriminatedUnion(
  'of',
  [
    /** Inode of a network namespace: of a process (by pid or command line), or of `netns`, or the host's own. */
    z.strictObject({
      ...fields,
      of: z.literal('netns-inode'),
      pid: z.int().min(1).optional(),
      process: process.optional(),
    }),
    /** Name of the network namespace that a process is in. */
    z.strictObject({ ...fields, of: z.literal('netns-of-process'), process }),
    /** PID of a container of crun, as the host numbers it. */
    z.strictObject({ ...fields, of: z.literal('container-pid'), container: containerId }),
    z.strictObject({ ...fields, of: z.literal('ifindex'), link }),
    z.strictObject({ ...fields, of: z.literal('peer-ifindex'), link }),
    /** Name of the other end of `link`, in whichever namespace of the host it is. */
    z.strictObject({ ...fields, of: z.literal('peer-name'), link }),
    z.strictObject({ ...fields, of: z.literal('mac'), link }),
    z.strictObject({ ...fields, of: z.literal('mtu'), link }),
    /** An IPv4 address of the device; with or without its prefix length. */
    z.strictObject({ ...fields, of: z.literal('address'), link }),
    /** The last address of the network that the device's first IPv4 address is in. */
    z.strictObject({ ...fields, of: z.literal('broadcast'), link }),
    /** How many ports the bridge `link` has. */
    z.strictObject({ ...fields, of: z.literal('bridge-port-count'), link }),
    /** Packets counted by the nat rules with `--to-destination to`. */
    z.strictObject({ ...fields, of: z.literal('dnat-packets'), to: endpoint }),
    /** Probability on the rule of `chain` that leads to the endpoint, by itself or through the chain it jumps to. */
    z.strictObject({ ...fields, of: z.literal('dnat-probability'), chain, to: endpoint }),
    /** A port of the tracked TCP connection that set out to `destination` and `destinationPort`. */
    z.strictObject({
      ...fields,
      of: z.literal('connection-port'),
      end: z.enum(['source', 'reply-destination']),
      source: ipAddress.optional(),
      destination: ipAddress,
      destinationPort: port,
    }),
  ],
  {
    error:
      'of must be one of: netns-inode, netns-of-process, container-pid, ifindex, peer-ifindex, peer-name, mac, mtu, address, broadcast, bridge-port-count, dnat-packets, dnat-probability, connection-port',
  },
);
export type AnswerArgs = z.infer<typeof schema>;

export const answer: CheckKind<AnswerArgs> = {
  kind: 'answer',
  summary: 'a typed answer is what the live state holds',
  schema,
  depth: 'full',
  cost: 'state',
  title: () => 'the answer',
  judge(args, { state, answer: typed = '' }) {
    if (typed.trim() === '') return { verdict: 'skip', diagnosis: 'not answered yet', evidence: [] };
    return visit(state, args, (netns) => {
      const asked = lookUp(args, netns, state);
      return 'verdict' in asked ? asked : compare(args, asked, typed);
    });
  },
};

function lookUp(args: AnswerArgs, netns: NetworkNamespace, state: NetworkState): Asked | Judgement {
  switch (args.of) {
    case 'netns-inode':
      return netnsInode(args, netns, state);
    case 'netns-of-process':
      return netnsOfProcess(args, state);
    case 'container-pid':
      return containerPid(args, state);
    case 'dnat-packets':
      return dnatPackets(args, netns);
    case 'dnat-probability':
      return dnatProbability(args, netns);
    case 'connection-port':
      return connectionPort(args, netns);
    default:
      return linkFact(args, netns, state);
  }
}

/** Never says what would be right: the learner shall find it. */
function compare(args: AnswerArgs, asked: Asked, typed: string): Judgement {
  const value = asked.normalise(typed);
  const shown = [{ host: args.host, command: asked.command, found: typed.trim() }];
  if (value === undefined) return fail(`${typed.trim()} is not ${asked.form}`, shown);
  const same = asked.same ?? ((a: string, b: string) => a === b);
  if (asked.right.some((right) => same(value, right))) return pass(`${typed.trim()} is ${asked.what}`, shown);
  const near = [...new Set(asked.near.filter((one) => same(value, one.value)).map(({ words }) => words))];
  return near.length > 0
    ? fail(`that is ${near.slice(0, 3).join(' and ')}; the question asks for ${asked.what}`, shown)
    : fail(`that is not ${asked.what}${asked.hint?.(value) ?? ''}`, shown);
}
