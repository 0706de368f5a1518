import { describe, expect, it, test } from 'vitest';
import { judgeCheck } from '../../judge.ts';
import { node, toNode } from '../../network/routing/testing/nodes.ts';
import type { ProbeResult } from '../../probe.ts';
import type { Captured } from '../../probes/capture.ts';
import type { ProbeFailed } from '../../probes/failed.ts';
import type { HopsResult } from '../../probes/hops.ts';
import type { HttpResult } from '../../probes/http.ts';
import { findings } from '../../testing/fixtures.ts';
import { refuses, reverts } from '../../testing/table.ts';
import { noNat } from './no-nat.ts';

const pods = [
  { host: 'control-plane', netns: 'client', address: '10.244.0.2' },
  { host: 'worker', netns: 'server', address: '10.244.1.2' },
];
const entry = { host: 'control-plane', pods, hops: ['br0', 'eth0'] };
const state = findings(
  node('control-plane', 0, 'client', { routes: [toNode(1)] }),
  node('worker', 1, 'server', { routes: [toNode(0)] }),
);

const SYN = 2;
const SYN_ACK = 18;
/** `[source, destination, flags]` */
type Segment = readonly [string, string, number];

/** A capture file of TCP segments over Ethernet, without payload. */
function pcap(segments: readonly Segment[]): Uint8Array {
  const bytes = new Uint8Array(24 + segments.length * 70);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xa1b2c3d4);
  view.setUint32(20, 1);
  for (const [index, [source, destination, flags]] of segments.entries()) {
    const record = 24 + index * 70;
    view.setUint32(record + 8, 54);
    view.setUint32(record + 12, 54);
    view.setUint16(record + 16 + 12, 0x0800);
    const ip = record + 30;
    view.setUint8(ip, 0x45);
    view.setUint16(ip + 2, 40);
    view.setUint8(ip + 9, 6);
    for (const [at, text] of [
      [ip + 12, source],
      [ip + 16, destination],
    ] as const)
      bytes.set(text.split('.').map(Number), at);
    view.setUint8(ip + 20 + 12, 0x50);
    view.setUint8(ip + 20 + 13, flags);
  }
  return bytes;
}

const [CLIENT, SERVER] = ['10.244.0.2', '10.244.1.2'];
const clean: Segment[] = [
  [CLIENT, SERVER, SYN],
  [SERVER, CLIENT, SYN_ACK],
  [SERVER, CLIENT, SYN],
  [CLIENT, SERVER, SYN_ACK],
];
const kept = (segments: readonly Segment[], more: Partial<Captured> = {}): Captured => ({
  pcap: pcap(segments),
  filled: false,
  dropped: 0,
  ...more,
});
const said = (body: string): HttpResult => ({
  probe: 'http',
  outcome: 'answered',
  status: 200,
  body,
  detail: 'status 200',
});
const right = [said(`server sees ${CLIENT}\n`), said(`client sees ${SERVER}\n`)];
/** br0 and eth0 of control-plane, then eth0 and br0 of worker. */
const made = (captures: readonly Captured[], stimuli: HopsResult['stimuli'] = right): HopsResult => ({
  probe: 'hops',
  captures,
  stimuli,
});
const on = (...changed: readonly (readonly Segment[])[]) =>
  [0, 1, 2, 3].map((hop) => kept(changed[hop] ?? clean));

function judge(probe: ProbeResult | undefined, args: object = {}) {
  const parsed = noNat.schema.parse({ ...entry, ...args });
  return judgeCheck(noNat, parsed, { ...state, probes: probe ? [probe] : [] });
}
const failed = (originMissing: boolean): ProbeFailed => ({
  probe: 'failed',
  reason: 'there is no device br0 on worker',
  originMissing,
});
/** As a masquerade on control-plane leaves it: behind br0 the client's packets carry the node's address. */
const NODE = '172.18.0.2';
const masqueraded: Segment[] = [[NODE, SERVER, SYN], [SERVER, NODE, SYN_ACK], ...clean.slice(2)];

describe('no-nat', () => {
  it('passes when every hop and both receivers see the own addresses', () => {
    expect(judge(made(on()))).toEqual({
      verdict: 'pass',
      diagnosis:
        'no address was rewritten: not between the pods, nor on br0 of control-plane, eth0 of control-plane, eth0 of worker, br0 of worker',
      evidence: [],
    });
  });
  it('needs the receiver only for pods of one host', () => {
    const neighbours = { pods: [pods[0], { ...pods[1], host: 'control-plane' }] };
    expect(judge(made([]), neighbours)).toMatchObject({ verdict: 'pass' });
    expect(
      judge(made([], [said('server sees 10.244.0.1'), right[1] as HttpResult]), neighbours),
    ).toMatchObject({
      verdict: 'fail',
    });
  });

  it.each([
    [
      'a source that is rewritten on the first node',
      made(on(clean, masqueraded, masqueraded, masqueraded), [
        said(`server sees ${NODE}`),
        right[1] as HttpResult,
      ]),
      'what client (10.244.0.2) sends to server (10.244.1.2) passes eth0 of control-plane with the source 172.18.0.2 (eth0 of control-plane): a source NAT rule took it',
    ],
    [
      'a source that is rewritten, and written back before the receiver can see it',
      made(on(clean, masqueraded, masqueraded, clean)),
      'passes eth0 of control-plane with the source 172.18.0.2',
    ],
    [
      'a source that is rewritten on the last node',
      made(on(clean, clean, clean, [['10.244.1.1', SERVER, SYN], ...clean.slice(1)])),
      'passes br0 of worker with the source 10.244.1.1 (br0 of worker)',
    ],
    [
      'a destination',
      made(on([[CLIENT, '10.96.0.10', SYN], ...clean.slice(1)])),
      'passes br0 of control-plane with the destination 10.96.0.10: a destination NAT rule took it',
    ],
    [
      'the source of an answer',
      made(on([clean[0] as Segment, ['10.96.0.10', CLIENT, SYN_ACK], ...clean.slice(2)])),
      'the answer of server (10.244.1.2) to client (10.244.0.2) passes br0 of control-plane with the source 10.96.0.10',
    ],
    [
      'a rewriting that only the receiver sees',
      made(on(), [right[0] as HttpResult, said('client sees 10.244.0.1')]),
      'client (10.244.0.2) sees 10.244.0.1 (br0 of control-plane) instead of server (10.244.1.2): every hop carries the right address',
    ],
    [
      'another way',
      made(on(clean, clean.slice(2))),
      'does not pass eth0 of control-plane, though it is answered',
    ],
    [
      'no answer',
      made(on(), [
        { probe: 'http', outcome: 'timeout', detail: 'no answer in time' },
        right[1] as HttpResult,
      ]),
      'whom server (10.244.1.2) sees cannot be told, as client (10.244.0.2) gets no answer: no answer from 10.244.1.2:80 within 1 s',
    ],
    ['nowhere to listen', failed(true), 'it cannot be seen what passes: there is no device br0 on worker'],
    [
      'nowhere to send from',
      made(on(), [failed(true), right[1] as HttpResult]),
      'nothing can be sent from client on control-plane',
    ],
  ] as const)('names %s', (_, probe, words) => {
    const judgement = judge(probe);
    expect(judgement).toMatchObject({ verdict: 'fail' });
    expect(judgement.diagnosis).toContain(words);
    expect(judgement.evidence.length).toBeGreaterThan(0);
  });

  it('calls an address that two hosts have by the one where it was seen', () => {
    const both = findings(
      node('control-plane', 0, 'client', { gateway: '10.0.0.1/24' }),
      node('worker', 1, 'server', { gateway: '10.0.0.1/24' }),
    );
    const captures = on(clean, clean, clean, [['10.0.0.1', SERVER, SYN], ...clean.slice(1)]);
    const judgement = judgeCheck(noNat, noNat.schema.parse(entry), { ...both, probes: [made(captures)] });
    expect(judgement.diagnosis).toContain('with the source 10.0.0.1 (br0 of worker)');
  });

  it('does not take the packets of another pair for rewritten ones', () => {
    const third = { host: 'worker2', netns: 'third', address: '10.244.2.2' };
    const three = (segments: readonly Segment[]) => [
      ...segments,
      ...[CLIENT, SERVER].flatMap((other): Segment[] => [
        [third.address, other, SYN],
        [other, third.address, SYN_ACK],
        [other, third.address, SYN],
        [third.address, other, SYN_ACK],
      ]),
    ];
    const captures = [clean, masqueraded, masqueraded, masqueraded, clean, clean].map((one) =>
      kept(three(one)),
    );
    const see = (address: string) => said(`it sees ${address}`);
    const stimuli = [see(NODE), see(CLIENT), see(SERVER), see(SERVER), see('10.244.2.2'), see('10.244.2.2')];
    const judgement = judge(made(captures, stimuli), { pods: [...pods, third] });
    expect(judgement.diagnosis).toContain('with the source 172.18.0.2');
  });

  it.each([
    ['the probe was not made', undefined],
    ['the probe failed', failed(false)],
    ['a fetch failed', made(on(), [failed(false), right[1] as HttpResult])],
    ['a fetch is missing', made(on(), [])],
    ['a capture is missing', made([])],
    [
      'a capture is garbage',
      made([{ pcap: new Uint8Array(3), filled: false, dropped: 0 }, ...on().slice(1)]),
    ],
    ['a capture is full', made([kept([], { filled: true }), ...on().slice(1)])],
    ['the kernel lost packets', made([kept([], { dropped: 3 }), ...on().slice(1)])],
    ['the receiver does not say whom it sees', made(on(), [said('hello'), right[1] as HttpResult])],
    ['another probe was made', right[0]],
  ] as const)('is an error when %s', (_, probe) => {
    expect(judge(probe)).toMatchObject({ verdict: 'error' });
  });
});

test('listens on each device once, with all pairs fetched meanwhile', () => {
  const [probe] = noNat.probes?.(noNat.schema.parse({ ...entry, port: 8080 })) ?? [];
  expect(probe).toMatchObject({
    probe: 'hops',
    filter: 'tcp port 8080',
    points: [
      { at: { host: 'control-plane' }, device: 'br0' },
      { at: { host: 'control-plane' }, device: 'eth0' },
      { at: { host: 'worker' }, device: 'eth0' },
      { at: { host: 'worker' }, device: 'br0' },
    ],
    stimuli: [
      { from: { host: 'control-plane', netns: 'client' }, url: 'http://10.244.1.2:8080/' },
      { from: { host: 'worker', netns: 'server' }, url: 'http://10.244.0.2:8080/' },
    ],
  });
});

refuses(noNat, [
  [{ pods }, /must say which devices/],
  [{ ...entry, pods: pods.slice(1) }, /at least two pods/],
  [{ ...entry, hops: [] }, /a device at least/],
  [{ ...entry, hops: ['br 0'] }, /device name/],
]);

reverts(noNat, [
  [
    {
      pods: [
        { netns: 'a', address: '10.0.0.2' },
        { host: 'worker2', address: '10.0.0.3' },
      ],
      hops: ['br0'],
    },
    /^iptables -t nat -I POSTROUTING -d '10.0.0.3' -j MASQUERADE$/,
  ],
]);
