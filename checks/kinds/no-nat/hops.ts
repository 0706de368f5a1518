/** Where packets between two pods pass, and what they look like there: the kind `no-nat`'s eye on one hop. Pure. */
import { fail, Inconclusive } from '../../kind.ts';
import type { Packet } from '../../network/packets/packet.ts';
import { packetLine } from '../../network/packets/packet-line.ts';
import { matches } from '../../network/packets/pattern.ts';
import type { NetworkState } from '../../network/state/network-state.ts';
import type { Captured } from '../../probes/capture.ts';
import type { HopsProbe } from '../../probes/hops.ts';
import { named, type Pair, type Pod } from '../../support/pods.ts';
import type { Judgement } from '../../verdict.ts';
import { owner } from '../client-address/client-address.ts';

const MOST_LINES = 8;

export type Routed = Pod & { readonly hops: readonly string[] };
type Point = HopsProbe['points'][number];
export interface Hop {
  readonly point: Point;
  readonly capture: Captured;
  readonly packets: readonly Packet[];
}

/** The devices between two pods in the order in which packets pass them: none when both are on one host, where nothing is routed. */
export function wayOf({ from, to }: Pair<Routed>): Point[] {
  if (from.at.host === to.at.host) return [];
  const points = ({ at: { host }, hops: devices }: Routed) =>
    devices.map((device) => ({ at: { host }, device }));
  return [...points(from), ...points(to).reverse()];
}

/** `eth0 of worker` */
export function place({ at, device }: Point): string {
  return `${device} of ${at.host}`;
}

/** What is wrong on this device with a pair's first packet, or with the answer to it. */
export function rewritten(
  { state, all }: { readonly state: NetworkState; readonly all: readonly Pair[] },
  { from, to }: Pair,
  { point, capture, packets }: Hop,
  there: boolean,
): Judgement | undefined {
  const kind = there ? 'syn' : 'syn-ack';
  const passed = packets.filter((packet) => matches({ tcp: kind }, packet));
  const [source, destination] = [from.address, to.address];
  if (passed.some((packet) => matches({ tcp: kind, source, destination }, packet))) return undefined;
  if (capture.filled || capture.dropped > 0)
    throw new Inconclusive(
      `not all packets on ${place(point)} could be kept: something else sends there; stop it and check again`,
    );
  const rightOfOthers = (packet: Packet) =>
    all.some((pair) =>
      matches({ tcp: kind, source: pair.from.address, destination: pair.to.address }, packet),
    );
  const wrong = passed.filter((packet) => !rightOfOthers(packet));
  const towards = wrong.find((packet) => matches({ tcp: kind, destination }, packet));
  const away = wrong.find((packet) => matches({ tcp: kind, source }, packet));
  const what = there
    ? `what ${named(from)} sends to ${named(to)}`
    : `the answer of ${named(from)} to ${named(to)}`;
  const evidence = [
    {
      ...point.at,
      command: `tcpdump -n -i ${point.device} tcp`,
      expected: `IP ${source} > ${destination}: Flags [${there ? 'S' : 'S.'}]`,
      found: passed.slice(0, MOST_LINES).map(packetLine).join('\n') || 'no such packet',
    },
  ];
  if (towards && 'source' in towards)
    return fail(
      `${what} passes ${place(point)} with the source ${towards.source}${owner(state, towards.source, point.at.host)}: a source NAT rule took it`,
      evidence,
    );
  if (away && 'destination' in away)
    return fail(
      `${what} passes ${place(point)} with the destination ${away.destination}${owner(state, away.destination, point.at.host)}: a destination NAT rule took it`,
      evidence,
    );
  return fail(`${what} does not pass ${place(point)}, though it is answered: it takes another way`, evidence);
}
