import { describe, expect, it } from 'vitest';
import { judgeCheck } from '../../judge.ts';
import type { Journey } from '../../network/journey/journey.ts';
import type { ProbeResult } from '../../probe.ts';
import { findings } from '../../testing/fixtures.ts';
import { journeyDropped, journeyOfRed, NODE, RED, reached } from '../../testing/journeys.ts';
import { refuses, reverts } from '../../testing/table.ts';
import { journey } from './journey.ts';

const entry = { host: 'worker', netns: 'red', to: 'icmp://203.0.113.10' };
const made = (one: Journey): ProbeResult => ({ probe: 'journey', journey: one });
const judge = (args: object, ...probes: ProbeResult[]) =>
  judgeCheck(journey, journey.schema.parse({ ...entry, ...args }), { ...findings(), probes });

it('sends one packet from where the check is', () => {
  const asked = (to: string) => journey.probes?.(journey.schema.parse({ ...entry, to }));
  const from = { host: 'worker', netns: 'red' };
  expect(asked('icmp://10.0.0.2')).toEqual([
    { probe: 'journey', from, protocol: 'icmp', address: '10.0.0.2' },
  ]);
  expect(asked('tcp://10.0.0.2:80')).toEqual([
    { probe: 'journey', from, protocol: 'tcp', address: '10.0.0.2', port: 80 },
  ]);
});

describe('passes', () => {
  it.each([
    {},
    { passes: ['prerouting', 'forward', 'postrouting'], neverPasses: ['input', 'output'] },
    { passes: ['worker/red:output', 'internet:input', 'LEAVES', 'br0', 'worker/red:eth0'] },
    { neverPasses: ['br1', 'KUBE-SERVICES', 'worker2:forward', 'worker/red:input'] },
    { translatedAt: ['postrouting'], arrivesFrom: '172.18.0.3' },
  ])('what is forwarded and masqueraded: %j', (args) => {
    expect(judge(args, made(journeyOfRed()))).toMatchObject({ verdict: 'pass' });
  });
  it.each([{}, { passes: ['prerouting', 'forward'], neverPasses: ['postrouting'], translatedAt: [] }])(
    'what is dropped: %j',
    (args) => {
      expect(judge({ outcome: 'lost', ...args }, made(journeyDropped()))).toMatchObject({ verdict: 'pass' });
    },
  );
  it('what arrives, although its answer is lost', () => {
    const silent = journeyOfRed({
      outcome: { is: 'lost', leg: 'answer', cause: 'no-route', at: NODE, why: 'no route back' },
    });
    expect(judge({}, made(silent))).toMatchObject({ verdict: 'pass' });
    expect(judge({ outcome: 'lost' }, made(silent))).toMatchObject({ verdict: 'fail' });
  });
  it('a destination that is replaced where the packet comes in, or where the node makes it', () => {
    const whole = journeyOfRed();
    const translation = { destination: { from: '10.96.0.10:80', to: '10.244.1.3:80' } };
    const hops = whole.hops.map((hop) => (hop.interface === 'br0' ? { ...hop, translation } : hop));
    expect(judge({ translatedAt: ['prerouting'] }, made({ ...whole, hops }))).toMatchObject({
      verdict: 'pass',
    });
    const byLo = reached(NODE, 'output', 'postrouting', 'prerouting', 'input');
    const own = { ...whole, hops, hooks: [...reached(RED, 'output'), ...byLo] };
    expect(judge({ translatedAt: ['output'] }, made(own))).toMatchObject({ verdict: 'pass' });
  });
  it('a source that is replaced at input, where nothing leaves', () => {
    const whole = journeyOfRed();
    const hooks = [...reached(RED, 'output', 'postrouting'), ...reached(NODE, 'prerouting', 'input')];
    expect(judge({ translatedAt: ['input'] }, made({ ...whole, hooks }))).toMatchObject({ verdict: 'pass' });
  });
});

describe('fails', () => {
  const gone = {
    probe: 'failed',
    reason: 'worker has no network namespace named red',
    originMissing: true,
  } as const;
  it.each<[object, ProbeResult, string]>([
    [
      { outcome: 'lost' },
      made(journeyOfRed()),
      'still arrives: 203.0.113.10 answered; at worker it came to prerouting, forward',
    ],
    [{}, made(journeyDropped()), 'was lost: dropped by rule 1 of FORWARD'],
    [
      { passes: ['input'] },
      made(journeyOfRed()),
      'never came to input of worker; there it came to prerouting, forward',
    ],
    [{ passes: ['worker/red:input'] }, made(journeyOfRed()), 'never came to input of red on worker'],
    [{ passes: ['KUBE-SERVICES'] }, made(journeyOfRed()), 'never came to KUBE-SERVICES of worker'],
    [{ neverPasses: ['forward'] }, made(journeyOfRed()), 'came to forward of worker'],
    [{ neverPasses: ['internet:eth0'] }, made(journeyOfRed()), 'came to eth0 of internet'],
    [{ translatedAt: [] }, made(journeyOfRed()), 'was translated at postrouting of worker, not at no hook'],
    [{ translatedAt: ['prerouting'] }, made(journeyOfRed()), 'at postrouting of worker, not at prerouting'],
    [
      { arrivesFrom: '10.244.1.2' },
      made(journeyOfRed()),
      'arrived in internet from 172.18.0.3, not from 10.244.1.2',
    ],
    [{ outcome: 'lost', arrivesFrom: '10.244.1.2' }, made(journeyDropped()), 'did not arrive'],
    [{}, gone, 'nothing can be sent from red on worker'],
    [{ outcome: 'lost' }, gone, 'nothing can be sent from red on worker'],
  ])('%j', (args, result, words) => {
    const judgement = judge(args, result);
    expect(judgement).toMatchObject({ verdict: 'fail', diagnosis: expect.stringContaining(words) });
    expect(judgement.evidence.length).toBeGreaterThan(0);
  });
});

describe('cannot judge', () => {
  const whole = journeyOfRed();
  it.each<[string, object, ProbeResult[]]>([
    ['nothing was sent', {}, []],
    ['the probe failed', {}, [{ probe: 'failed', reason: 'python3: not found', originMissing: false }]],
    ['another probe was made', {}, [{ probe: 'file' }]],
    ['no hook was heard', { neverPasses: ['input'] }, [made({ ...whole, hooks: [] })]],
    ['the packet was seen nowhere', {}, [made({ ...whole, hops: [], hooks: [] })]],
    ['its way is a guess', {}, [made({ ...whole, ambiguous: 'copies left a bridge at once' })]],
    [
      'a chain may be of iptables-legacy',
      { neverPasses: ['KUBE-FIREWALL'] },
      [made({ ...whole, legacy: [NODE] })],
    ],
  ])('%s', (_, args, probes) => {
    expect(judge(args, ...probes)).toMatchObject({ verdict: 'error' });
    expect(judge({ outcome: 'lost', ...args }, ...probes)).not.toMatchObject({ verdict: 'pass' });
  });
  it('but hooks are told where iptables-legacy has rules, too', () => {
    const args = { passes: ['forward'], neverPasses: ['input'] };
    expect(judge(args, made({ ...whole, legacy: [NODE] }))).toMatchObject({ verdict: 'pass' });
  });
});

refuses(journey, [
  [{ ...entry, to: '10.0.0.2' }, /is no target/],
  [{ ...entry, to: 'tcp://10.0.0.2:0' }, /has no port/],
  [{ ...entry, to: 'icmp://fd00::1' }, /is no target/],
  [{ ...entry, passes: ['two words'] }, /must be a hook, a chain or an interface/],
  [{ ...entry, passes: [] }, /passes/],
  [{ ...entry, passes: ['input', 'input'] }, /each place once/],
  [{ ...entry, translatedAt: ['nat'] }, /translatedAt/],
  [{ ...entry, arrivesFrom: 'red' }, /IPv4/],
  [{ ...entry, outcome: 'answered' }, /outcome/],
]);

reverts(journey, [
  [{ netns: 'red', to: 'tcp://10.0.0.2:80' }, /ip -n 'red' route replace unreachable 10\.0\.0\.2\/32/],
  [{ to: 'tcp://10.0.0.2:80', outcome: 'lost' }, undefined],
]);
