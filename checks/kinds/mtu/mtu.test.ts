import { describe, expect, it } from 'vitest';
import { judgeCheck } from '../../judge.ts';
import { DEFAULT_TOPOLOGY } from '../../network/default-topology.ts';
import type { ProbeResult } from '../../probe.ts';
import type { SizedEcho } from '../../probes/mtu.ts';
import { findings, host, link, loopback, netns, route } from '../../testing/fixtures.ts';
import { refuses, reverts } from '../../testing/table.ts';
import { mtu } from './mtu.ts';

const entry = { host: 'worker', netns: 'red', to: '10.244.2.2', mtu: 1450 };
const pod = (bytes: number) =>
  findings(
    host([
      netns(''),
      netns('red', {
        links: [loopback(), link('eth0', { mtu: bytes })],
        routes: [route('default', { gateway: '10.244.1.1', device: 'eth0' })],
      }),
    ]),
  ).state;
const judge = (args: Record<string, unknown>, probes: readonly ProbeResult[], state = pod(1500)) =>
  judgeCheck(mtu, mtu.schema.parse({ ...entry, ...args }), { topology: DEFAULT_TOPOLOGY, state, probes });

type Outcome = SizedEcho['outcome'];
const DETAILS: Record<Outcome, string> = {
  answered: 'answer from 10.244.2.2',
  'refused-here': "message too long for the sender's own device",
  'refused-on-the-way': '10.244.1.1 says that it can pass on 1400 bytes at most',
  silent: 'no answer in time',
  unreachable: 'No route to host, says 10.244.1.1',
};
/** What became of 84, 1450 and 1451 bytes. */
const got = (...outcomes: Outcome[]): ProbeResult[] => [
  {
    probe: 'mtu',
    echoes: outcomes.map((outcome, i) => ({
      size: [84, 1450, 1451][i] ?? 0,
      outcome,
      detail: DETAILS[outcome],
    })),
  },
];
const ok = 'answered';

describe('mtu', () => {
  it.each<[string, Record<string, unknown>, ProbeResult[]]>([
    ['refused by the sender itself', { refusedBy: 'sender' }, got(ok, ok, 'refused-here')],
    ['refused by anyone: the sender', {}, got(ok, ok, 'refused-here')],
    ['refused by anyone: a router', {}, got(ok, ok, 'refused-on-the-way')],
  ])('passes: %s', (_, args, probes) => {
    const judgement = judge(args, probes);
    expect(judgement, judgement.diagnosis).toMatchObject({ verdict: 'pass' });
  });

  it.each<[Record<string, unknown>, ProbeResult[], string]>([
    [{}, got('silent'), 'even to a packet of 84 bytes, so it is not the size: no answer in time'],
    [{}, got('unreachable'), 'so it is not the size: No route to host, says 10.244.1.1'],
    [{}, got(ok, 'refused-here'), 'too small where packets set out: eth0 (MTU 1500) refuses 1450 bytes'],
    [{}, got(ok, 'refused-on-the-way'), 'an MTU on the way is too small for 1450 bytes: 10.244.1.1 says'],
    [
      {},
      got(ok, 'silent'),
      'a silent black hole: a packet of 84 bytes is answered, one of 1450 bytes vanishes',
    ],
    [{}, got(ok, 'unreachable'), 'an error that is not about its size: No route'],
    [{}, got(ok, ok, ok), 'the MTU is not lowered: a packet of 1451 bytes passes as well (eth0 (MTU 1500)'],
    [
      {},
      got(ok, ok, 'silent'),
      'a silent black hole: a packet of 1451 bytes leaves eth0 (MTU 1500), vanishes',
    ],
    [
      {},
      got(ok, ok, 'unreachable'),
      'a packet of 1451 bytes is answered by an error that is not about its size',
    ],
    [
      { refusedBy: 'sender' },
      got(ok, ok, 'refused-on-the-way'),
      'not lowered where packets set out: eth0 (MTU 1500) lets 1451 bytes go, and 10.244.1.1 says',
    ],
    [{}, got(), 'nothing was sent'],
    [{}, got(ok, ok), 'nothing was sent that is longer than 1450 bytes'],
    [
      {},
      [{ probe: 'failed', reason: 'no network namespace red', originMissing: true }],
      'no network namespace red',
    ],
  ])('%j fails on %j', (args, probes, words) => {
    const judgement = judge(args, probes);
    expect(judgement.verdict).toBe('fail');
    expect(judgement.diagnosis).toContain(words);
    expect(judgement.evidence.length).toBeGreaterThan(0);
  });

  it("does without the sender's tables", () => {
    for (const state of [
      findings().state,
      findings(host([], { unreadable: 'no answer' })).state,
      pod(1400),
    ]) {
      expect(judge({}, got(ok, ok, ok), state)).toMatchObject({ verdict: 'fail' });
    }
    expect(judge({}, got(ok, ok, ok), findings().state).diagnosis).toContain(
      "the sender's device lets it go",
    );
  });

  it.each<[ProbeResult[], string]>([
    [[], 'the probe was not made'],
    [[{ probe: 'failed', reason: 'python3: not found', originMissing: false }], 'python3: not found'],
    [[{ probe: 'ping', outcome: 'answered', detail: '' }], 'a ping probe was made instead'],
  ])('cannot look: %j', (probes, words) => {
    const judgement = judge({}, probes);
    expect(judgement.verdict).toBe('error');
    expect(judgement.diagnosis).toContain(words);
  });

  it('asks for a small packet, a full one, and one that is a byte longer', () => {
    expect(mtu.probes?.(mtu.schema.parse({ ...entry, timeout: 0.5 }))).toEqual([
      {
        probe: 'mtu',
        from: { host: 'worker', netns: 'red' },
        to: '10.244.2.2',
        sizes: [84, 1450, 1451],
        timeoutMs: 500,
      },
    ]);
  });

  it('shows the two commands', () => {
    expect(judge({}, got(ok, ok, 'refused-here')).evidence[0]).toMatchObject({
      command:
        'ip netns exec red ping -c 1 -W 1 -M do -s 1422 10.244.2.2; ip netns exec red ping -c 1 -W 1 -M do -s 1423 10.244.2.2',
    });
  });
});

refuses(mtu, [
  [{ ...entry, to: 'server' }, /IPv4 address/],
  [{ ...entry, to: '::1' }, /IPv4 address/],
  [{ ...entry, mtu: 84 }, /mtu/],
  [{ ...entry, mtu: 65535 }, /mtu/],
  [{ ...entry, mtu: undefined }, /mtu/],
  [{ ...entry, refusedBy: 'router' }, /refusedBy/],
  [{ ...entry, size: 1422 }, /size/],
]);

reverts(mtu, [[{ to: '10.0.0.2', mtu: 1450 }, /\n {2}ip route replace unreachable 10.0.0.2\/32\n/]]);
