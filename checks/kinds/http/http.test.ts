import { describe, expect, it } from 'vitest';
import { Inconclusive } from '../../kind.ts';
import { DEFAULT_TOPOLOGY } from '../../network/default-topology.ts';
import type { ProbeResult } from '../../probe.ts';
import type { HttpResult } from '../../probes/http.ts';
import { reverts } from '../../testing/table.ts';
import { http, schema } from './http.ts';

const entry = { id: 'web', kind: 'http', host: 'worker', netns: 'client', url: 'http://10.0.0.2:8080/' };
const state = { depth: 'light', takenAt: 0, hosts: {} } as const;
const judge = (args: Record<string, unknown>, ...probes: ProbeResult[]) =>
  http.judge(schema.parse({ ...entry, ...args }), { topology: DEFAULT_TOPOLOGY, state, probes });
const got = (outcome: HttpResult['outcome'], more: Partial<HttpResult> = {}): HttpResult => ({
  probe: 'http',
  outcome,
  detail: outcome,
  ...(outcome === 'answered' && { status: 200, body: 'pod-a\n' }),
  ...more,
});
const nothing = { probe: 'failed', reason: 'no network namespace client', originMissing: true } as const;
const broken = { probe: 'failed', reason: 'python3: not found', originMissing: false } as const;

describe('http', () => {
  it.each([
    [{}, got('answered')],
    [{ body: 'pod-a' }, got('answered')],
    [{ status: 404 }, got('answered', { status: 404 })],
    [{ expect: 'refused' }, got('refused')],
    [{ expect: 'timeout' }, got('timeout')],
    [{ expect: 'unreachable' }, got('unreachable')],
    [{ expect: 'no-answer' }, got('refused')],
    [{ expect: 'no-answer' }, got('timeout')],
    [{ expect: 'no-answer' }, got('unreachable')],
  ])('%j passes on %j', (args, result) => {
    expect(judge(args, result).verdict).toBe('pass');
  });

  it.each([
    [{}, got('refused'), 'no process listens on port 8080'],
    [{ url: 'http://10.0.0.2/' }, got('refused'), 'no process listens on port 80 '],
    [{}, got('unreachable', { detail: 'No route to host' }), 'No route to host'],
    [{}, got('timeout'), 'packets vanish on the way'],
    [{}, got('garbled'), 'did not speak HTTP'],
    [{}, got('answered', { status: 500 }), 'status 500 instead of 200'],
    [
      { body: 'pod-b' },
      got('answered'),
      'another server answered: the body lacks "pod-b" and begins with "pod-a"',
    ],
    [{ expect: 'no-answer' }, got('answered'), 'must not'],
    [{ expect: 'no-answer' }, got('garbled'), 'must not'],
    [{ expect: 'refused' }, got('answered'), 'must not'],
    [{ expect: 'refused' }, got('timeout'), 'another reason than asked for (refused)'],
    [{ expect: 'timeout' }, got('refused'), 'no process listens'],
    [{}, nothing, 'nothing can be sent from client on worker'],
    [{ expect: 'no-answer' }, nothing, 'no network namespace client'],
    [{ expect: 'timeout' }, nothing, 'no network namespace client'],
  ])('%j fails on %j', (args, result, words) => {
    const judgement = judge(args, result);
    expect(judgement.verdict).toBe('fail');
    expect(judgement.diagnosis).toContain(words);
  });

  it.each([
    ['answered', broken],
    ['no-answer', broken],
    ['no-answer', { probe: 'ping', outcome: 'silent', detail: '' } as const],
  ])('expecting %s it cannot judge %j', (expected, result) => {
    expect(() => judge({ expect: expected }, result)).toThrow(Inconclusive);
    expect(() => judge({ expect: expected })).toThrow(Inconclusive);
  });

  it('asks for one probe and shows the command', () => {
    expect(http.probes?.(schema.parse({ ...entry, timeout: 0.5 }))).toEqual([
      { probe: 'http', from: { host: 'worker', netns: 'client' }, url: entry.url, timeoutMs: 500 },
    ]);
    expect(judge({}, got('answered')).evidence[0]?.command).toBe(
      'ip netns exec client curl -m 2 http://10.0.0.2:8080/',
    );
  });

  it.each([
    { url: 'https://10.0.0.2/' },
    { url: '10.0.0.2:8080' },
    { expect: 'silent' },
    { timeout: 0 },
    { timeout: 120 },
    { status: 99 },
    { body: '' },
    { method: 'POST' },
  ])('refuses %j', (args) => {
    expect(schema.safeParse({ ...entry, ...args }).success).toBe(false);
  });
});

reverts(http, [
  [{ url: 'http://127.0.0.1:8080/', netns: 'a' }, /ip netns exec 'a' ss -Hltnp 'sport = :8080'/],
  [{ url: 'http://10.0.0.2/' }, /\n {2}ip route replace unreachable 10.0.0.2\/32\n/],
  [{ url: 'http://127.0.0.1/', expect: 'refused' }, undefined],
  [{ url: 'http://web/' }, undefined],
]);
