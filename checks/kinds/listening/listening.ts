/** Kind `listening`: a socket of the namespace accepts on a port, or none does. */
import { z } from 'zod';
import { type CheckKind, fail, need, pass } from '../../kind.ts';
import { sameAddress } from '../../network/addresses.ts';
import { called } from '../../network/state/called.ts';
import type { ListeningSocket, NetworkNamespace, NetworkState } from '../../network/state/network-state.ts';
import { entryFields, port } from '../../support/entry-fields.ts';
import { ipAddress, present } from '../../support/fields.ts';
import { evidence, inPlace, otherNamespaces, visit } from '../../support/look.ts';
import { silence } from '../../support/revert-scripts.ts';

const schema = z.strictObject({
  ...entryFields('listening'),
  port,
  protocol: z.enum(['tcp', 'udp']).default('tcp'),
  /** The socket must accept on this address: bound to it, or to all of them. */
  address: ipAddress.optional(),
  present,
});
export type ListeningArgs = z.infer<typeof schema>;

export const listening: CheckKind<ListeningArgs> = {
  kind: 'listening',
  summary: 'a socket of the namespace accepts on a port',
  schema,
  examples: [{ port: 8080 }, { port: 8080, present: false }],
  depth: 'full',
  cost: 'state',
  dependsOn: () => 'lasting',
  revert: {
    takes: 'listener',
    script: (args) => (args.present ? silence(args, args.port, args.protocol) : undefined),
  },
  title: (args) =>
    `${args.present ? 'someone' : 'nothing'} listens on ${args.address === undefined ? '' : `${args.address} `}port ${args.port}${protocolWord(args)}${inPlace(args)}`,
  judge: (args, { state }) =>
    visit(state, args, (netns) => {
      const sockets = need(netns, 'sockets');
      const found = sockets.find((socket) => isOn(args, socket) && accepts(socket, args.address));
      const shown = [seen(args, sockets)];
      if (!args.present) {
        return found
          ? fail(`${who(found)} still listens on ${where(found)} in ${called(netns)}`, shown)
          : pass(`nothing listens on port ${args.port} in ${called(netns)}`, shown);
      }
      return found
        ? pass(`${who(found)} listens on ${where(found)} in ${called(netns)}`, shown)
        : fail(whyMissing(args, netns, state), shown);
    }),
};

function isOn({ port, protocol }: ListeningArgs, socket: ListeningSocket): boolean {
  return socket.port === port && socket.protocol === protocol;
}

/** `*` is what ss prints for a dual-stack socket, which accepts IPv4, too (ipv6(7), IPV6_V6ONLY). */
function accepts(socket: ListeningSocket, address: string | undefined): boolean {
  if (address === undefined || socket.address === '*' || sameAddress(socket.address, address)) return true;
  return socket.address === (address.includes(':') ? '::' : '0.0.0.0');
}

function whyMissing(args: ListeningArgs, netns: NetworkNamespace, state: NetworkState): string {
  const sockets = need(netns, 'sockets');
  const bound = sockets.find((socket) => isOn(args, socket));
  if (bound) {
    return `the socket of ${who(bound)} listens on ${bound.address} only, so nothing sent to ${args.address} reaches it`;
  }
  for (const other of otherNamespaces(state, args.host, netns)) {
    const elsewhere = other.sockets?.find((socket) => isOn(args, socket));
    if (elsewhere)
      return `nothing listens on ${args.port} in ${called(netns)}: someone listens on ${args.port}, but in ${called(other)} (${who(elsewhere)})`;
  }
  const twin = sockets.find((socket) => socket.port === args.port);
  if (twin)
    return `${who(twin)} has port ${args.port} by ${twin.protocol.toUpperCase()}, not by ${args.protocol.toUpperCase()}`;
  const others = sockets.filter(({ protocol }) => protocol === args.protocol);
  const instead =
    others.length === 0
      ? ''
      : `; ${others.map((socket) => `${who(socket)} listens on ${where(socket)}`).join(', ')}`;
  return `nothing listens on ${args.port} in ${called(netns)}${instead}`;
}

function who({ processes }: ListeningSocket): string {
  const [first] = processes;
  return first === undefined ? 'someone' : `${first.name} (pid ${first.pid})`;
}

function where({ address, port }: ListeningSocket): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function protocolWord({ protocol }: ListeningArgs): string {
  return protocol === 'udp' ? ' (UDP)' : '';
}

function seen(args: ListeningArgs, sockets: readonly ListeningSocket[]) {
  const found = sockets
    .filter(({ protocol }) => protocol === args.protocol)
    .map((socket) => `${where(socket)} ${who(socket)}`);
  const expected = `${args.present ? '' : 'no '}socket on port ${args.port}`;
  return evidence(
    args,
    `ss -ln${args.protocol === 'udp' ? 'u' : 't'}p`,
    found.join('; ') || 'no sockets',
    expected,
  );
}
