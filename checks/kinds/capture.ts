/** Kind `capture`: which packets pass a device while something is sent. Judges a capture file; captures and sends nothing itself. */
import { type CheckKind, CouldNotLook, type Findings, fail, pass } from '../kind.ts';
import type { Packet } from '../packets/packet.ts';
import { matches, patternWords } from '../packets/pattern.ts';
import { parsePcap, UnreadablePcap } from '../packets/pcap.ts';
import { packetLine } from '../packets/words.ts';
import type { CaptureResult } from '../probe.ts';
import type { Evidence, Judgement } from '../verdict.ts';
import { type CaptureArgs, filterOf, schema, sender, stimulusWords, where } from './capture-args.ts';
import { missingPacket } from './capture-misses.ts';
import { madeProbe, origin, place, typed } from './probed.ts';

/** More than any stimulus makes; a capture that reaches it is not judged to lack anything. */
const MOST_PACKETS = 1000;
const MOST_LINES = 20;

export const capture: CheckKind<CaptureArgs> = {
  kind: 'capture',
  summary: 'which packets pass a device while something is sent',
  schema,
  depth: 'light',
  cost: 'probe',
  title: (args) => `what passes ${where(args)} while ${stimulusWords(args)}`,
  probes: (args) => {
    const { ping, http, timeout: seconds } = args.while;
    const sending = { from: origin(sender(args)), timeoutMs: seconds * 1000 };
    return [
      {
        probe: 'capture',
        at: origin(args),
        device: args.device,
        filter: filterOf(args),
        packets: MOST_PACKETS,
        stimulus:
          ping === undefined
            ? { probe: 'http', ...sending, url: http ?? '' }
            : { probe: 'ping', ...sending, to: ping },
      },
    ];
  },
  judge(args, findings) {
    const result = captured(args, findings);
    if ('verdict' in result) return result;
    const packets = read(result.pcap);
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
    if (result.filled)
      throw new CouldNotLook(
        `more than ${MOST_PACKETS} packets passed ${where(args)}: something else sends there; stop it and check again`,
      );
    if (result.dropped > 0) throw new CouldNotLook(`the kernel could not keep ${result.dropped} packets`);
    return pass(`${where(args)} carried what it should, and nothing else that was asked about`, evidence);
  },
};

/** The capture, or a failure when there is nothing to listen on or nowhere to send from. */
function captured(args: CaptureArgs, findings: Findings): CaptureResult | Judgement {
  const [result] = findings.probes;
  if (result?.probe === 'failed' && result.originMissing)
    return fail(`nothing can be captured on ${where(args)}: ${result.reason}`, [
      {
        ...origin(args),
        command: args.netns === undefined ? 'ip -br link' : `ip -n ${args.netns} -br link`,
        found: result.reason,
      },
    ]);
  const made = madeProbe(args, findings, 'capture');
  if ('verdict' in made || made.stimulus.probe !== 'failed') return made;
  const from = sender(args);
  if (!made.stimulus.originMissing)
    throw new CouldNotLook(`nothing could be sent while capturing: ${made.stimulus.reason}`);
  return fail(`nothing can be sent ${place(from)}: ${made.stimulus.reason}`, [
    { host: from.host, command: 'ip netns list', found: made.stimulus.reason },
  ]);
}

function read(pcap: Uint8Array): Packet[] {
  try {
    return parsePcap(pcap);
  } catch (thrown) {
    if (thrown instanceof UnreadablePcap)
      throw new CouldNotLook(`the capture cannot be read: ${thrown.message}`);
    throw thrown;
  }
}

function evidenceOf(args: CaptureArgs, packets: readonly Packet[], { stimulus }: CaptureResult): Evidence {
  const lines = packets.slice(0, MOST_LINES).map(packetLine);
  if (packets.length > MOST_LINES) lines.push(`and ${packets.length - MOST_LINES} more`);
  if (packets.length === 0) lines.push('no packet');
  if (stimulus.probe !== 'failed')
    lines.push(`(${stimulusWords(args)}: ${stimulus.outcome}, ${stimulus.detail})`);
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
    found: lines.join('\n'),
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
