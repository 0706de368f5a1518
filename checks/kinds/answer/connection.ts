/** Questions about a tracked connection: which port it has on one end, as it set out or as its replies are expected. Pure. */
import { z } from 'zod';
import { fail, need } from '../../kind.ts';
import { called } from '../../network/state/called.ts';
import type { ConntrackTuple, NetworkNamespace } from '../../network/state/network-state.ts';
import { port } from '../../support/entry-fields.ts';
import { ipAddress } from '../../support/fields.ts';
import { evidence, type Place, typed } from '../../support/look.ts';
import type { Judgement } from '../../verdict.ts';
import { type Asked, answerKind, wholeNumber } from './asked.ts';

const shape = {
  /** Of the first packet's source, or of the destination that replies are sent to: they differ where a source port was rewritten. */
  end: z.enum(['source', 'reply-destination']),
  source: ipAddress.optional(),
  destination: ipAddress,
  destinationPort: port,
};
type ConnectionArgs = Place & z.infer<z.ZodObject<typeof shape>>;

/** A port of a tracked TCP connection. Of several that are alike, those that are open are meant: entries outlive their connection by minutes. */
export const connectionPort = answerKind('connection-port', shape, {
  example: { end: 'source', destination: '10.0.0.2', destinationPort: 80 },
  dependsOn: 'all',
  lookUp,
});

function lookUp(args: ConnectionArgs, netns: NetworkNamespace): Asked | Judgement {
  const entries = need(netns, 'conntrack').filter(({ protocol }) => protocol === 'tcp');
  const alike = entries.filter(({ original }) => matches(args, original));
  const open = alike.filter(({ state }) => state === 'ESTABLISHED');
  const ours = open.length > 0 ? open : alike;
  const [found] = ours;
  const to = `${args.destination}:${args.destinationPort}`;
  const connection = `the connection ${args.source === undefined ? '' : `from ${args.source} `}to ${to}`;
  if (!found) {
    return fail(`${connection} is not tracked in ${called(netns)}, so the question has no answer yet`, [
      evidence(
        args,
        `conntrack -L -p tcp --orig-dst ${args.destination}`,
        `${entries.length} connections, none of them this`,
        to,
      ),
    ]);
  }
  const sent = (tuple: ConntrackTuple) => String(tuple.sourcePort);
  const back = (tuple: ConntrackTuple) => String(tuple.destinationPort);
  return {
    what:
      args.end === 'source'
        ? `the port that ${connection} came from`
        : `the port that ${connection} has on the far side`,
    form: 'a port number',
    right: ours.map(({ original, reply }) => (args.end === 'source' ? sent(original) : back(reply))),
    near: [
      { value: sent(found.original), words: 'the port that the connection set out from' },
      { value: back(found.original), words: 'the port that was called' },
      { value: sent(found.reply), words: 'the port that the answers come from' },
      ...entries
        .filter((entry) => !ours.includes(entry))
        .map(({ original, reply }) => ({
          value: args.end === 'source' ? sent(original) : back(reply),
          words: `the port of another connection, from ${original.source} to ${original.destination}`,
        })),
    ],
    command: typed(args, `conntrack -L -p tcp --orig-dst ${args.destination}`),
    normalise: wholeNumber,
  };
}

function matches({ source, destination, destinationPort }: ConnectionArgs, tuple: ConntrackTuple): boolean {
  return (
    tuple.destination === destination &&
    tuple.destinationPort === destinationPort &&
    (source === undefined || tuple.source === source)
  );
}
