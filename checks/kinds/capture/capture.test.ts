import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeCheck } from '../../judge.ts';
import { DEFAULT_TOPOLOGY } from '../../network/default-topology.ts';
import type { ProbeResult } from '../../probe.ts';
import type { CaptureResult } from '../../probes/capture.ts';
import type { PingResult } from '../../probes/ping.ts';
import { findings, host, link, loopback, netns } from '../../testing/fixtures.ts';
import { refuses } from '../../testing/table.ts';
import { capture } from './capture.ts';

const entry = { host: 'worker', netns: 'client', device: 'eth0', while: { ping: '10.0.0.3' } };
const REPLY = { icmp: 'echo-reply', source: '10.0.0.3' };
const QUESTION = { arp: 'request', sender: '10.0.0.2', target: '10.0.0.3' };

const pcap = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../network/packets/fixtures/${name}.pcap`, import.meta.url)));
/** The recorded capture of a ping: question, answer, echo request, echo reply; without the packets of these numbers. */
function ping(...without: number[]): Uint8Array {
  const bytes = pcap('ping');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = [bytes.subarray(0, 24)];
  for (let at = 24, number = 1; at < bytes.length; number += 1) {
    const end = at + 16 + view.getUint32(at + 8, true);
    if (!without.includes(number)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

const answered: PingResult = { probe: 'ping', outcome: 'answered', detail: 'answer from 10.0.0.3' };
const silent: PingResult = { probe: 'ping', outcome: 'silent', detail: 'no answer in time' };
const got = (bytes: Uint8Array, more: Partial<CaptureResult> = {}): CaptureResult => ({
  probe: 'capture',
  pcap: bytes,
  filled: false,
  dropped: 0,
  stimulus: answered,
  ...more,
});
const gone = (reason: string, originMissing: boolean) =>
  ({ probe: 'failed', reason, originMissing }) as const;

/** The MAC that the recorded echo request was sent to. */
const SERVER_MAC = 'f2:a4:02:79:18:f3';
const state = findings(
  host([netns(''), netns('server', { links: [loopback(), link('eth0', { mac: SERVER_MAC })] })]),
).state;
const judge = (args: Record<string, unknown>, ...probes: ProbeResult[]) =>
  judgeCheck(capture, capture.schema.parse({ ...entry, ...args }), {
    topology: DEFAULT_TOPOLOGY,
    state,
    probes,
  });

describe('passes', () => {
  it.each<[string, Record<string, unknown>, CaptureResult]>([
    ['what is expected is there', { expect: [QUESTION, { arp: 'reply' }, REPLY] }, got(ping())],
    ['what must not be is not there', { expect: [REPLY], none: [QUESTION] }, got(ping(1, 2))],
    ['counts fit', { expect: [{ arp: 'any', min: 2, max: 2 }] }, got(ping())],
    [
      'the stimulus failed, as the packets shall show',
      { expect: [QUESTION], none: [REPLY] },
      got(ping(2, 3, 4), { stimulus: silent }),
    ],
    [
      'TCP of an HTTP GET',
      {
        while: { http: 'http://10.0.0.3:8080/' },
        expect: [{ tcp: 'syn', destination: '10.0.0.3:8080', max: 1 }],
        none: [{ tcp: 'reset' }],
      },
      got(pcap('http')),
    ],
  ])('%s', (_, args, result) => {
    const judgement = judge(args, result);
    expect(judgement, judgement.diagnosis).toMatchObject({ verdict: 'pass' });
  });
});

describe('fails', () => {
  it.each<[string, Record<string, unknown>, ProbeResult, string]>([
    [
      'a question that must not be asked',
      { expect: [REPLY], none: [QUESTION] },
      got(ping()),
      'eth0 in client carried an ARP request for 10.0.0.3 by 10.0.0.2 while client pings 10.0.0.3, and must not: ARP, Request who-has 10.0.0.3 tell 10.0.0.2',
    ],
    [
      'nothing at all',
      { expect: [REPLY], none: [QUESTION] },
      got(ping(1, 2, 3, 4), { stimulus: silent }),
      'nothing of the kind passed there at all',
    ],
    [
      'an unanswered question',
      { expect: [REPLY] },
      got(ping(2, 3, 4), { stimulus: silent }),
      'no answer came to the question "ARP, Request who-has 10.0.0.3 tell 10.0.0.2',
    ],
    [
      'a request without an answer',
      { expect: [REPLY] },
      got(ping(1, 2, 4), { stimulus: silent }),
      `left for ${SERVER_MAC}, the MAC of eth0 in namespace server, and nothing came back`,
    ],
    [
      'a TCP connection that nobody answers',
      { while: { http: 'http://10.0.0.3:8080/' }, expect: [{ tcp: 'syn-ack' }] },
      got(pcap('http').subarray(0, 24 + 16 + 74), { stimulus: silent }),
      'Flags [S], length 0 left for',
    ],
    [
      'an entry in place of the question',
      { expect: [QUESTION] },
      got(ping(1, 2)),
      'first of 2: IP 10.0.0.2 > 10.0.0.3: ICMP echo request',
    ],
    [
      'the right sort, by another',
      { expect: [{ arp: 'request', sender: '10.0.0.4' }] },
      got(ping()),
      'the nearest that passed is ARP, Request who-has 10.0.0.3 tell 10.0.0.2',
    ],
    [
      'too few',
      { expect: [{ ...REPLY, min: 3 }] },
      got(ping()),
      'carried an ICMP echo-reply from 10.0.0.3 only once instead of 3 times while client pings 10.0.0.3',
    ],
    [
      'too many',
      { expect: [{ arp: 'any', max: 1 }] },
      got(ping()),
      '2 times, and at most once was asked for',
    ],
    [
      'too many, although the capture is full',
      { expect: [{ arp: 'any', max: 1 }] },
      got(ping(), { filled: true }),
      '2 times',
    ],
    [
      'no such device',
      { expect: [REPLY] },
      gone('there is no device eth0 in namespace client on worker', true),
      'nothing can be captured on eth0 in client: there is no device eth0',
    ],
    [
      'no namespace to send from',
      { expect: [REPLY] },
      got(ping(), { stimulus: gone('worker has no network namespace named client', true) }),
      'nothing can be sent from client on worker',
    ],
  ])('%s', (_, args, result, words) => {
    const judgement = judge(args, result);
    expect(judgement.verdict).toBe('fail');
    expect(judgement.diagnosis).toContain(words);
    expect(judgement.evidence.length).toBeGreaterThan(0);
  });
});

describe('cannot look', () => {
  it.each<[string, ProbeResult[], string]>([
    ['no capture was made', [], 'the probe was not made'],
    [
      'tcpdump is missing',
      [gone("FileNotFoundError: 'tcpdump'", false)],
      'could not be made: FileNotFoundError',
    ],
    [
      'garbage instead of a capture',
      [got(new TextEncoder().encode('permission denied, try again'))],
      'the capture cannot be read',
    ],
    ['a capture that was cut off', [got(ping().subarray(0, -3))], 'packet 4 is cut off'],
    [
      'the stimulus could not be made',
      [got(ping(), { stimulus: gone('python3 was killed', false) })],
      'nothing could be sent while capturing: python3 was killed',
    ],
    ['the capture is full', [got(ping(1, 2, 4), { filled: true })], 'something else sends there'],
    [
      'the capture is full, with all that is expected',
      [got(ping(1, 2), { filled: true })],
      'more than 1000 packets',
    ],
    ['the kernel dropped packets', [got(ping(1, 2), { dropped: 2 })], 'could not keep 2 packets'],
    ['another probe', [answered], 'a ping probe was made instead'],
  ])('%s', (_, probes, words) => {
    const judgement = judge({ expect: [REPLY], none: [QUESTION] }, ...probes);
    expect(judgement.verdict).toBe('error');
    expect(judgement.diagnosis).toContain(words);
  });
});

it('shows the packets as tcpdump does, and the command that shows the same', () => {
  const [shown] = judge({ expect: [{ ...REPLY, min: 2, max: 4 }], none: [QUESTION] }, got(ping())).evidence;
  expect(shown).toMatchObject({
    host: 'worker',
    netns: 'client',
    command: "ip netns exec client tcpdump -n -i eth0 'arp or icmp'",
    expected:
      'an ICMP echo-reply from 10.0.0.3 (2 to 4 times); never an ARP request for 10.0.0.3 by 10.0.0.2',
  });
  expect(shown?.found.split('\n')).toEqual([
    'ARP, Request who-has 10.0.0.3 tell 10.0.0.2, length 28',
    `ARP, Reply 10.0.0.3 is-at ${SERVER_MAC}, length 28`,
    'IP 10.0.0.2 > 10.0.0.3: ICMP echo request, id 40, seq 1, length 24',
    'IP 10.0.0.3 > 10.0.0.2: ICMP echo reply, id 40, seq 1, length 24',
    '(client pings 10.0.0.3: answered, answer from 10.0.0.3)',
  ]);
});

describe('asks for', () => {
  const asked = (args: Record<string, unknown>) =>
    capture.probes?.(capture.schema.parse({ ...entry, expect: [REPLY], ...args }))?.[0];
  it('a ping from where it listens', () => {
    expect(asked({})).toEqual({
      probe: 'capture',
      at: { host: 'worker', netns: 'client' },
      device: 'eth0',
      filter: 'icmp',
      packets: 1000,
      stimulus: { probe: 'ping', from: { host: 'worker', netns: 'client' }, to: '10.0.0.3', timeoutMs: 2000 },
    });
  });
  it.each([
    [{ netns: 'server' }, { host: 'worker', netns: 'server' }],
    [{ host: 'worker2' }, { host: 'worker2' }],
    [{}, { host: 'worker' }],
  ])('a GET from elsewhere: %j', (from, place) => {
    const probe = asked({ while: { http: 'http://10.0.0.3/', from, timeout: 1 } });
    expect(probe).toMatchObject({ stimulus: { probe: 'http', from: place, timeoutMs: 1000 } });
  });
});

const valid = { ...entry, expect: [REPLY] };
refuses(capture, [
  [{ ...valid, expect: undefined }, /expect/],
  [{ ...valid, expect: [] }, /silence proves nothing/],
  [{ ...valid, expect: [{ ...REPLY, min: 0 }] }, /min/],
  [{ ...valid, expect: [{ ...REPLY, min: 3, max: 2 }] }, /is less than min/],
  [{ ...valid, expect: [{}] }, /exactly one of arp/],
  [{ ...valid, none: [{ arp: 'any', source: '10.0.0.2' }] }, /sender and target/],
  [{ ...valid, none: [{ ...QUESTION, max: 1 }] }, /max/],
  [{ ...valid, device: 'any device' }, /device name/],
  [{ ...valid, while: {} }, /exactly one of ping and http/],
  [{ ...valid, while: { ping: '10.0.0.3', http: 'http://10.0.0.3/' } }, /exactly one of ping and http/],
  [{ ...valid, while: { ping: 'server' } }, /IPv4 address/],
  [{ ...valid, while: { http: 'https://10.0.0.3/' } }, /URL/],
  [{ ...valid, filter: 'arp' }, /filter/],
]);

it.each([
  [[{ icmp: 'echo-reply' }], [], 'lasting'],
  [[{ arp: 'reply' }], [], 'all'],
  [[{ icmp: 'echo-reply' }], [{ arp: 'request' }], 'all'],
])('what is expected (%j) and not (%j) depends on what is %s', (expected, none, depends) => {
  const own = { device: 'eth0', while: { ping: '10.0.0.3' }, expect: expected, none };
  expect(capture.dependsOn(capture.schema.parse({ host: 'worker', ...own }))).toBe(depends);
});
