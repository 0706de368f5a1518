/** What the routing tables of a stack are asked of a packet that was in it. Pure. */
import type { DraftHop } from './draft.ts';
import type { PacketView } from './journey.ts';
import { type Lookup, PROTOCOL_NUMBERS } from './observed.ts';
import type { Pass } from './passes.ts';

/** @param next hop of the same leg */
export function withQuestion(hop: DraftHop, next: DraftHop | undefined, passes: readonly Pass[]): DraftHop {
  if (hop.direction === 'out') return hop;
  const { packet, place } = hop;
  const onwards = next?.place === place ? next : undefined;
  if (hop.direction === 'in') {
    // For another stack's MAC address: a bridge passes it on, and no routing table is asked.
    if (hop.otherHost) return hop;
    // Decapsulated, or handed from a bridge's port to the bridge itself, which then decides.
    if (onwards?.direction === 'in' || packet.encapsulation) return hop;
    if (onwards && onwards.packet.ttl === packet.ttl) return hop;
  }
  const own = passes.filter((pass) => pass.place === place && pass.leg === hop.leg && !pass.outer);
  const translated = onwards?.packet.destination ?? hop.flow?.reply.source ?? own.at(-1)?.destination;
  const destination = hop.direction === 'origin' ? packet.destination : (translated ?? packet.destination);
  const port = hop.flow?.reply.sourcePort ?? packet.destinationPort;
  const mark = own.find((pass) => pass.mark)?.mark;
  // What comes in by lo was routed on its way out; and a refusal may have the address of whom it was sent to.
  const came = hop.direction === 'in' && hop.interface !== 'lo';
  const refuses = hop.direction === 'origin' && (packet.flags?.includes('RST') || isError(packet));
  const question: Lookup = {
    destination,
    ...(packet.source !== '' && !refuses && { source: packet.source }),
    ...(came && hop.interface !== undefined && { interface: hop.interface }),
    ...(mark !== undefined && { mark }),
    protocol: PROTOCOL_NUMBERS[packet.protocol],
    ...(packet.sourcePort !== undefined && { sourcePort: packet.sourcePort }),
    ...(port !== undefined && { destinationPort: port }),
  };
  const taken = hop.direction === 'origin' ? hop.flow?.reply : undefined;
  if (!taken || taken.source === destination) return { ...hop, question };
  return { ...hop, question, again: { ...question, destination: taken.source } };
}

/** For the last of the hops, when nothing answered. */
export function withWayBack(hop: DraftHop, at: number, { length }: readonly DraftHop[]): DraftHop {
  if (at !== length - 1 || hop.direction !== 'in' || !hop.question) return hop;
  return { ...hop, back: { destination: hop.packet.source } };
}

/** An ICMP message about another packet. */
function isError({ icmp }: PacketView): boolean {
  return icmp !== undefined && icmp.type !== 0 && icmp.type !== 8;
}
