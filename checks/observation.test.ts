import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { type DueCheck, depthFor, judge } from './judge.ts';
import type { CheckKind } from './kind.ts';
import { type Observation, probedResult, readObservation, writeObservation } from './observation.ts';
import type { ProbeRequest } from './probe.ts';

const ping: ProbeRequest = {
  probe: 'ping',
  from: { host: 'worker', netns: 'pod' },
  to: '10.0.0.2',
  timeoutMs: 9,
};
const seen: Observation = {
  revision: 4,
  takenAt: 1_700_000_000_000,
  topology: {
    segments: [{ name: 'lan', subnet: '10.1.0.0/24' }],
    hosts: [{ name: 'worker', interfaces: [{ segment: 'lan', address: '10.1.0.2' }] }],
  },
  variables: { PORT: '8080' },
  state: { depth: 'light', takenAt: 1_700_000_000_000, hosts: {} },
  probes: [
    {
      request: ping,
      result: { probe: 'ping', outcome: 'answered', ttl: 64, detail: 'from 10.0.0.2' },
      ms: 3.4,
    },
  ],
};

describe('a stored observation', () => {
  it('is read as it was, captured bytes too', () => {
    const captured: Observation = {
      ...seen,
      probes: [
        ...seen.probes,
        {
          request: { probe: 'hops', points: [], filter: 'icmp', packets: 1, stimuli: [] },
          result: {
            probe: 'hops',
            captures: [{ pcap: new Uint8Array([0, 255, 7]), filled: false, dropped: 0 }],
            stimuli: [],
          },
          ms: 1,
        },
      ],
    };
    expect(readObservation('a.json', writeObservation(captured))).toEqual(captured);
  });
  it.each([
    ['no JSON', '{'],
    ['a state, as older versions stored it', JSON.stringify(seen.state)],
    ['no hosts', JSON.stringify({ ...seen, topology: {} })],
    ['a revision of nothing', JSON.stringify({ ...seen, revision: 0 })],
    ['traffic without a result', JSON.stringify({ ...seen, probes: [{ request: ping, ms: 1 }] })],
    ['why nothing was seen', JSON.stringify({ unreadable: 'the collector is closed' })],
  ])('%s is refused', (_what, text) => {
    expect(() => readObservation('a.json', text)).toThrow(/^a\.json: /);
  });
});

test('traffic is found by what was asked, in whatever order its fields stand', () => {
  const { probe, from, to, timeoutMs } = ping;
  expect(probedResult(seen, { timeoutMs, to, from: { netns: 'pod', ...from }, probe })?.ms).toBe(3.4);
  expect(probedResult(seen, { ...ping, to: '10.0.0.3' })).toBeUndefined();
  expect(probedResult(seen, { ...ping, from: { host: 'worker' } })).toBeUndefined();
});

describe('judge', () => {
  const kind = (more: Partial<CheckKind<unknown>>): CheckKind<unknown> => ({
    kind: 'reaches',
    summary: 'a pod answers',
    schema: z.unknown(),
    examples: [],
    dependsOn: () => 'all',
    depth: 'light',
    cost: 'probe',
    title: () => 'it answers',
    probes: () => [ping],
    judge: (_args, { probes, answer }) => ({
      verdict: 'pass',
      diagnosis: `${probes.map((one) => one.probe)} ${answer ?? ''}`.trim(),
      evidence: [],
    }),
    ...more,
  });
  const due = (more: Partial<CheckKind<unknown>> = {}): DueCheck => ({
    id: 'a',
    title: 'A',
    args: {},
    kind: kind(more),
  });

  it('gives each check its own traffic, and says how long that took', () => {
    expect(judge([due(), due({ probes: () => [] })], seen, '7')).toEqual([
      { id: 'a', title: 'A', kind: 'reaches', verdict: 'pass', diagnosis: 'ping 7', evidence: [], ms: 3 },
      { id: 'a', title: 'A', kind: 'reaches', verdict: 'pass', diagnosis: '7', evidence: [], ms: 0 },
    ]);
  });
  it('says the same of one that was stored', () => {
    expect(judge([due()], readObservation('a.json', writeObservation(seen)))).toEqual(judge([due()], seen));
  });
  it.each([
    ['traffic that was not made', due({ probes: () => [ping, { ...ping, to: '10.0.0.3' }] }), /was not made/],
    ['a look that was not deep enough', due({ depth: 'full' }), /only the light state/],
  ])('could not look: %s', (_what, check, why) => {
    expect(judge([check], seen)).toMatchObject([{ verdict: 'error', diagnosis: expect.stringMatching(why) }]);
  });
  it('needs a look as deep as the deepest of its checks', () => {
    expect(depthFor([])).toBe('light');
    expect(depthFor([due(), due({ depth: 'full' })])).toBe('full');
  });
});
