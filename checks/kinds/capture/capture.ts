/** Kind `capture`: which packets pass a device while something is sent. Judges a capture file; captures and sends nothing itself. */
import { type CheckKind, fail, pass } from '../../kind.ts';
import type { Packet } from '../../network/packets/packet.ts';
import { packetLine } from '../../network/packets/packet-line.ts';
import { matches, patternWords } from '../../network/packets/pattern.ts';
import type { CaptureResult } from '../../probes/capture.ts';
import { captured, captureProbe, mustBeWhole, packetsOf, shownPackets } from '../../support/captured.ts';
import { stimulusWords, where } from '../../support/listening.ts';
import { origin, typed } from '../../support/probed.ts';
import type { Evidence } from '../../verdict.ts';
import { type CaptureArgs, filterOf, schema } from './capture-args.ts';
import { missingPacket } from './capture-diagnosis.ts';

export const capture: CheckKind<CaptureArgs> = {
  kind: 'capture',
  summary: 'which packets pass a device while something is sent',
  schema,
  examples: [
    {
      device: 'eth0',
      while: { ping: '10.0.0.3' },
      expect: [{ icmp: 'echo-reply' }],
      none: [{ arp: 'request' }],
    },
  ],
  depth: 'light',
  cost: 'probe',
  dependsOn: ({ expect, none }) => {
    // Of neighbours it says something only when it looks for ARP.
    return [...expect, ...none].some(({ arp }) => arp !== undefined) ? 'all' : 'lasting';
  },
  title: (args) => `what passes ${where(args)} while ${stimulusWords(args)}`,
  probes: (args) => [captureProbe(args, filterOf(args))],
  judge(args, findings) {
    const result = captured(args, findings);
    if ('verdict' in result) return result;
    const packets = packetsOf(result);
    const evidence = [evidenceOf(args, packets, result)];
    for (const pattern of args.none) {
      const found = packets.filter((packet) => matches(pattern, packet));
      if (found[0])
        return fail(
          `${where(args)} carried ${patternWords(pattern)} while ${stimulusWords(args)}, and must not: ${packetLine(found[0])}${more(found.length)}`,
          evidence,
        );
    }
    for (const pattern of args.expect) {
      const { min, max } = pattern;
      const found = packets.filter((packet) => matches(pattern, packet)).length;
      if (max !== undefined && found > max)
        return fail(
          `${where(args)} carried ${patternWords(pattern)} ${times(found)}, and at most ${times(max)} was asked for`,
          evidence,
        );
      if (found >= min) continue;
      if (result.filled || result.dropped > 0) break;
      if (found > 0)
        return fail(
          `${where(args)} carried ${patternWords(pattern)} only ${times(found)} instead of ${times(min)} while ${stimulusWords(args)}`,
          evidence,
        );
      const why = missingPacket(
        pattern,
        packets,
        findings.state,
        args.while.ping === undefined ? 'http' : 'ping',
      );
      return fail(
        `${where(args)} did not carry ${patternWords(pattern)} while ${stimulusWords(args)}: ${why}`,
        evidence,
      );
    }
    mustBeWhole(args, result);
    return pass(`${where(args)} carried what it should, and nothing else that was asked about`, evidence);
  },
};

function evidenceOf(args: CaptureArgs, packets: readonly Packet[], result: CaptureResult): Evidence {
  return {
    ...origin(args),
    command: typed(args, `tcpdump -n -i ${args.device} '${filterOf(args)}'`),
    expected: [
      ...args.expect.map(
        ({ min, max, ...pattern }) =>
          `${patternWords(pattern)}${min === 1 && max === undefined ? '' : ` (${range(min, max)})`}`,
      ),
      ...args.none.map((pattern) => `never ${patternWords(pattern)}`),
    ].join('; '),
    found: shownPackets(args, packets, result),
  };
}

function range(min: number, max: number | undefined): string {
  if (max === undefined) return `${min} or more`;
  return min === max ? times(min) : `${min} to ${max} times`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function more(count: number): string {
  return count === 1 ? '' : ` (and ${count - 1} more)`;
}
