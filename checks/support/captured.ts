/**
 * What kinds that judge a capture share: what to ask of the runner, what to say when it could not be made, and how its packets
 * are shown. Knows no kind.
 */
import { type Findings, fail, Inconclusive } from '../kind.ts';
import type { Packet } from '../network/packets/packet.ts';
import { packetLine } from '../network/packets/packet-line.ts';
import { parsePcap, UnreadablePcap } from '../network/packets/pcap.ts';
import type { CaptureProbe, CaptureResult } from '../probes/capture.ts';
import type { Judgement } from '../verdict.ts';
import { type Listening, sender, stimulusWords, where } from './listening.ts';
import { madeProbe, origin, place } from './probed.ts';

/** More than any stimulus makes; a capture that reaches it is not judged to lack anything. */
const MOST_PACKETS = 1000;
const MOST_LINES = 20;

/** @param filter pcap-filter(7) */
export function captureProbe(args: Listening, filter: string): CaptureProbe {
  const { ping, http, timeout: seconds } = args.while;
  const sending = { from: origin(sender(args)), timeoutMs: seconds * 1000 };
  return {
    probe: 'capture',
    at: origin(args),
    device: args.device,
    filter,
    packets: MOST_PACKETS,
    stimulus:
      ping === undefined
        ? { probe: 'http', ...sending, url: http ?? '' }
        : { probe: 'ping', ...sending, to: ping },
  };
}

/** The capture, or a failure when there is nothing to listen on or nowhere to send from. */
export function captured(args: Listening, findings: Findings): CaptureResult | Judgement {
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
    throw new Inconclusive(`nothing could be sent while capturing: ${made.stimulus.reason}`);
  return fail(`nothing can be sent ${place(from)}: ${made.stimulus.reason}`, [
    { host: from.host, command: 'ip netns list', found: made.stimulus.reason },
  ]);
}

/** Throws Inconclusive when it is no capture. */
export function packetsOf({ pcap }: CaptureResult): Packet[] {
  try {
    return parsePcap(pcap);
  } catch (thrown) {
    if (thrown instanceof UnreadablePcap)
      throw new Inconclusive(`the capture cannot be read: ${thrown.message}`);
    throw thrown;
  }
}

/** Throws Inconclusive when packets are missing from the capture, so that nothing follows from what it lacks. */
export function mustBeWhole(args: Listening, { filled, dropped }: CaptureResult): void {
  if (filled)
    throw new Inconclusive(
      `more than ${MOST_PACKETS} packets passed ${where(args)}: something else sends there; stop it and check again`,
    );
  if (dropped > 0) throw new Inconclusive(`the kernel could not keep ${dropped} packets`);
}

/** The packets a line each, and what became of the stimulus. */
export function shownPackets(
  args: Listening,
  packets: readonly Packet[],
  { stimulus }: CaptureResult,
): string {
  const lines = packets.slice(0, MOST_LINES).map(packetLine);
  if (packets.length > MOST_LINES) lines.push(`and ${packets.length - MOST_LINES} more`);
  if (packets.length === 0) lines.push('no packet');
  if (stimulus.probe !== 'failed')
    lines.push(`(${stimulusWords(args)}: ${stimulus.outcome}, ${stimulus.detail})`);
  return lines.join('\n');
}
