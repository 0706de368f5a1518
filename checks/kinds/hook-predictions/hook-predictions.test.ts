import { describe, expect, it } from 'vitest';
import { judgeCheck } from '../../judge.ts';
import type { Journey } from '../../network/journey/journey.ts';
import type { ProbeResult } from '../../probe.ts';
import { findings } from '../../testing/fixtures.ts';
import { journeyOfRed, NODE, RED, reached } from '../../testing/journeys.ts';
import { refuses, reverts } from '../../testing/table.ts';
import { hookPredictions } from './hook-predictions.ts';

const args = hookPredictions.schema.parse({
  host: 'worker',
  file: '/root/hooks',
  packets: [
    { name: 'out', netns: 'red', to: 'icmp://203.0.113.10' },
    { name: 'self', to: 'tcp://172.18.0.3:9000' },
    { name: 'near', netns: 'red', to: 'icmp://10.244.1.3' },
  ],
});
const whole = journeyOfRed();
const [origin, left] = whole.hops;
if (!origin || !left) throw new Error('the journey has no beginning');
const OUT = whole;
const SELF: Journey = {
  ...whole,
  hops: [
    { ...origin, stack: NODE },
    { ...left, stack: NODE, interface: 'lo' },
  ],
  hooks: reached(NODE, 'output', 'postrouting', 'prerouting', 'input'),
};
const NEAR: Journey = { ...whole, hops: [origin, left], hooks: reached(RED, 'output', 'postrouting') };
const RIGHT = {
  out: 'prerouting forward postrouting',
  self: 'output postrouting prerouting input',
  near: 'none',
};
const text = (lines: Record<string, string>) =>
  Object.entries(lines)
    .map((line) => `${line.join(' ')}\n`)
    .join('');
const made = (journey: Journey): ProbeResult => ({ probe: 'journey', journey });
const judge = (content: string | undefined, journeys: readonly ProbeResult[] = [OUT, SELF, NEAR].map(made)) =>
  judgeCheck(hookPredictions, args, {
    ...findings(),
    probes: [{ probe: 'file', ...(content !== undefined && { content }) }, ...journeys],
  });

it('asks for the file and all packets at once', () => {
  expect(hookPredictions.probes?.(args)).toEqual([
    { probe: 'file', host: 'worker', path: '/root/hooks' },
    { probe: 'journey', from: { host: 'worker', netns: 'red' }, protocol: 'icmp', address: '203.0.113.10' },
    { probe: 'journey', from: { host: 'worker' }, protocol: 'tcp', address: '172.18.0.3', port: 9000 },
    { probe: 'journey', from: { host: 'worker', netns: 'red' }, protocol: 'icmp', address: '10.244.1.3' },
  ]);
});

it('passes when all are as the packets went, in any order of lines', () => {
  expect(judge(text(RIGHT))).toMatchObject({ verdict: 'pass' });
  expect(judge(text(RIGHT).split('\n').reverse().join('\n').toUpperCase())).toMatchObject({
    verdict: 'pass',
  });
});

describe('fails, and says which mistake leads there', () => {
  it.each<[Record<string, string>, string]>([
    [{ out: 'prerouting input output postrouting' }, 'output is for packets that worker makes'],
    [{ out: 'prerouting input' }, 'is that an address of the node?'],
    [{ out: 'forward prerouting postrouting' }, 'in another order'],
    [{ out: 'prerouting forward' }, 'it comes to one hook more'],
    [{ self: 'output input' }, 'lo brings it in again'],
    [{ near: 'prerouting forward postrouting' }, 'no hook of IP sees it'],
    [{ out: 'none' }, 'it comes to 3 hooks more'],
  ])('%j', (wrong, words) => {
    const judgement = judge(text({ ...RIGHT, ...wrong }));
    expect(judgement).toMatchObject({ verdict: 'fail', diagnosis: expect.stringContaining(words) });
    expect(judgement.diagnosis).toMatch(/^2 of 3 are right\. /);
    // What would be right is for the learner to find.
    const [name = ''] = Object.keys(wrong);
    expect(judgement.evidence[0]?.found).toBe(`${name} ${wrong[name]}`);
  });
  it('a rule that gives another destination', () => {
    const translation = { destination: { from: '172.18.0.3:8000', to: '10.244.1.3:80' } };
    const hops = OUT.hops.map((hop) => (hop.interface === 'br0' ? { ...hop, translation } : hop));
    const judgement = judge(
      text({ ...RIGHT, out: 'prerouting input' }),
      [{ ...OUT, hops }, SELF, NEAR].map(made),
    );
    expect(judgement.diagnosis).toContain('a rule gives it another destination');
  });
  it('what the node makes and sends away', () => {
    const sent = { ...SELF, hooks: reached(NODE, 'output', 'postrouting') };
    const judgement = judge(text({ ...RIGHT, self: 'prerouting forward' }), [OUT, sent, NEAR].map(made));
    expect(judgement.diagnosis).toContain('worker makes this packet itself');
  });
  it.each([
    [undefined, 'there is no /root/hooks on worker yet'],
    ['', '0 of 3 are right, and there is no line for out'],
    ['out\n', 'no hook stands behind out'],
    ['out by the door\n', 'line 1 cannot be read, "by" is no hook'],
    [`${text(RIGHT)}call none\n`, 'no packet is called call'],
    [`${text(RIGHT)}out none\n`, 'there are two lines for out'],
  ])('%j', (content, words) => {
    expect(judge(content)).toMatchObject({ verdict: 'fail', diagnosis: expect.stringContaining(words) });
  });
  it('a namespace that is not there', () => {
    const gone = { probe: 'failed', reason: 'no network namespace red', originMissing: true } as const;
    expect(judge(text(RIGHT), [gone, made(SELF), made(NEAR)])).toMatchObject({
      verdict: 'fail',
      diagnosis: expect.stringContaining('nothing can be sent from red on worker'),
    });
  });
});

describe('cannot judge', () => {
  const broken = { probe: 'failed', reason: 'python3: not found', originMissing: false } as const;
  it.each<[string, ProbeResult[]]>([
    ['no packet was sent', []],
    ['one was not sent', [made(OUT), made(SELF)]],
    ['one could not be followed', [made(OUT), broken, made(NEAR)]],
    ['no hook was heard', [made({ ...OUT, hooks: [] }), made(SELF), made(NEAR)]],
  ])('%s', (_, journeys) => {
    expect(judge(text(RIGHT), journeys)).toMatchObject({ verdict: 'error' });
  });
  it('without the file', () => {
    expect(judgeCheck(hookPredictions, args, { ...findings(), probes: [broken] })).toMatchObject({
      verdict: 'error',
    });
  });
});

refuses(hookPredictions, [
  [{ file: '/root/hooks', packets: [] }, /packets/],
  [{ file: 'hooks', packets: [{ name: 'a', to: 'icmp://10.0.0.2' }] }, /absolute path/],
  [{ file: '/root/hooks', packets: [{ name: 'A 1', to: 'icmp://10.0.0.2' }] }, /lower-case/],
  [{ file: '/root/hooks', packets: [{ name: 'a', to: '10.0.0.2' }] }, /is no target/],
  [
    {
      file: '/root/hooks',
      packets: [
        { name: 'a', to: 'icmp://10.0.0.2' },
        { name: 'a', to: 'icmp://10.0.0.3' },
      ],
    },
    /each packet once/,
  ],
]);

reverts(hookPredictions, [
  [{ file: '/root/hooks', packets: [{ name: 'a', to: 'icmp://10.0.0.2' }] }, /^rm -f '\/root\/hooks'$/],
]);
