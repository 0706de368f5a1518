/**
 * Kind `encapsulation`: pods' packets cross the underlay inside VXLAN (RFC 7348), and only so. Judges a capture file of a node's
 * device; captures and sends nothing itself. Where nothing passed, nothing is proved: that fails.
 */
import { z } from 'zod';
import { type CheckKind, type Findings, fail, pass } from '../../kind.ts';
import { inRange } from '../../network/addresses.ts';
import type { Packet } from '../../network/packets/packet.ts';
import { packetLine } from '../../network/packets/packet-line.ts';
import { matches, vni } from '../../network/packets/pattern.ts';
import type { CaptureResult } from '../../probes/capture.ts';
import { captured, captureProbe, mustBeWhole, packetsOf, shownPackets } from '../../support/captured.ts';
import { entryFields, port } from '../../support/entry-fields.ts';
import { deviceName } from '../../support/fields.ts';
import { stimulus, stimulusWords, where } from '../../support/listening.ts';
import { origin, typed } from '../../support/probed.ts';
import type { Evidence } from '../../verdict.ts';
import { missingAnswer, missingRequest, oddWrapping, whyPlain } from './encapsulation-diagnosis.ts';

const ipv4 = z.ipv4({ error: 'must be an IPv4 address' });
/** Of what is sent; answers go the other way. */
const direction = z.strictObject({ source: ipv4, destination: ipv4 });

const schema = z.strictObject({
  ...entryFields('encapsulation'),
  /** The node's device on the underlay. */
  device: deviceName.default('eth0'),
  /** What is sent while it listens. */
  while: stimulus,
  /** UDP port of the tunnel's ends: Linux and flannel 8472, IANA 4789. */
  port,
  vni,
  /** The nodes' addresses. */
  outer: direction,
  /** The addresses of the two who talk. */
  inner: direction,
  /** The pods' range: a packet with an address of it must not be on the device unwrapped. */
  pods: z.cidrv4({ error: 'must be a range of IPv4 addresses such as 10.244.0.0/16' }),
});
export type EncapsulationArgs = z.infer<typeof schema>;

export const encapsulation: CheckKind<EncapsulationArgs> = {
  kind: 'encapsulation',
  summary: "pods' packets cross the underlay inside VXLAN, and only so",
  schema,
  examples: [
    {
      while: { ping: '10.244.2.2' },
      port: 8472,
      vni: 1,
      outer: { source: '172.18.0.3', destination: '172.18.0.4' },
      inner: { source: '10.244.1.2', destination: '10.244.2.2' },
      pods: '10.244.0.0/16',
    },
  ],
  depth: 'light',
  cost: 'probe',
  dependsOn: () => 'all',
  title: ({ inner, outer }) =>
    `${inner.source} and ${inner.destination} talk inside VXLAN between ${outer.source} and ${outer.destination}, and not otherwise`,
  probes: (args) => [captureProbe(args, filterOf(args))],
  judge(args, findings) {
    const result = captured(args, findings);
    if ('verdict' in result) return result;
    const packets = packetsOf(result);
    const evidence = [evidenceOf(args, packets, result)];
    const problem = plainPacket(args, packets, findings) ?? oddWrapping(args, packets);
    if (problem !== undefined) return fail(problem, evidence);
    mustBeWhole(args, result);
    const lacking = lackOf(args, packets, findings);
    return lacking === undefined
      ? pass(`${where(args)} carried it wrapped both ways, and nothing of the pods unwrapped`, evidence)
      : fail(lacking, evidence);
  },
};

function plainPacket(
  args: EncapsulationArgs,
  packets: readonly Packet[],
  { state }: Findings,
): string | undefined {
  const plain = packets.find((packet) => addressesOf(packet).some((address) => inRange(address, args.pods)));
  if (plain === undefined) return undefined;
  const why = whyPlain(args, plain, state);
  return `a packet of the pods crossed ${where(args)} as it is, without a wrapping: ${packetLine(plain)}${why && `: ${why}`}`;
}

/** The outermost addresses: those that the underlay sees. */
function addressesOf(packet: Packet): string[] {
  if (packet.protocol === 'unknown') return [];
  return packet.protocol === 'arp' ? [packet.sender, packet.target] : [packet.source, packet.destination];
}

function lackOf(
  args: EncapsulationArgs,
  packets: readonly Packet[],
  { state }: Findings,
): string | undefined {
  const { inner, outer, vni: id } = args;
  const carried = (from: 'source' | 'destination', to: 'source' | 'destination') =>
    packets.some((packet) =>
      matches(
        {
          udp: 'any',
          source: outer[from],
          destination: `${outer[to]}:${args.port}`,
          vni: id,
          inner: { ip: 'any', source: inner[from], destination: inner[to] },
        },
        packet,
      ),
    );
  const doing = `while ${stimulusWords(args)}`;
  if (!carried('source', 'destination'))
    return `nothing wrapped for ${inner.destination} left by ${where(args)} ${doing}: ${missingRequest(args, packets, state)}`;
  if (!carried('destination', 'source'))
    return `what was sent left ${where(args)} wrapped, but no answer came back ${doing}: ${missingAnswer(args, packets, state)}`;
  return undefined;
}

/** All UDP, for a tunnel may be at the wrong port; ICMP, for a node that refuses it; and what must not pass. */
function filterOf({ pods }: EncapsulationArgs): string {
  return `udp or icmp or net ${pods}`;
}

function evidenceOf(args: EncapsulationArgs, packets: readonly Packet[], result: CaptureResult): Evidence {
  const { inner, outer, port: number, vni: id, pods } = args;
  return {
    ...origin(args),
    command: typed(args, `tcpdump -n -T vxlan -i ${args.device} '${filterOf(args)}'`),
    expected: `VXLAN from ${outer.source} to ${outer.destination}, UDP port ${number}, VNI ${id}, with ${inner.source} > ${inner.destination} inside, and the answer likewise; never a bare packet of ${pods}`,
    found: shownPackets(args, packets, result),
  };
}
