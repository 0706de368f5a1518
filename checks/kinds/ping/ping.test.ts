import { describe, expect, it } from 'vitest';
import { Inconclusive } from '../../kind.ts';
import { DEFAULT_TOPOLOGY } from '../../network/default-topology.ts';
import type { ProbeResult } from '../../probe.ts';
import type { PingResult } from '../../probes/ping.ts';
import { reverts } from '../../testing/table.ts';
import { ping, schema } from './ping.ts';

const entry = { id: 'reach', kind: 'ping', host: 'worker', netns: 'client', to: '10.0.0.2' };
const state = { depth: 'light', takenAt: 0, hosts: {} } as const;
const judge = (args: Record<string, unknown>, ...probes: ProbeResult[]) =>
  ping.judge(schema.parse({ ...entry, ...args }), { topology: DEFAULT_TOPOLOGY, state, probes });
const got = (outcome: PingResult['outcome'], more: Partial<PingResult> = {}): PingResult => ({
  probe: 'ping',
  outcome,
  detail: outcome,
  ...more,
});
const nothing = { probe: 'failed', reason: 'no network namespace client', originMissing: true } as const;
const broken = { probe: 'failed', reason: 'ping: not found', originMissing: false } as const;

describe('ping', () => {
  it.each([
    [{}, got('answered', { ttl: 64 })],
    [{ ttl: 63 }, got('answered', { ttl: 63 })],
    [{ expect: 'silent' }, got('silent')],
    [{ expect: 'silent' }, got('unreachable')],
  ])('%j passes on %j', (args, result) => {
    expect(judge(args, result).verdict).toBe('pass');
  });

  it.each([
    [{}, got('silent'), 'packets vanish on the way'],
    [{}, got('unreachable', { detail: 'Network is unreachable' }), 'Network is unreachable'],
    [{ ttl: 63 }, got('answered', { ttl: 64 }), 'TTL 64 instead of 63'],
    [{ ttl: 63 }, got('answered'), 'TTL unknown'],
    [{ expect: 'silent' }, got('answered'), 'must not be reached'],
    [{}, nothing, 'nothing can be sent from client on worker'],
    [{ expect: 'silent' }, nothing, 'no network namespace client'],
  ])('%j fails on %j', (args, result, words) => {
    const judgement = judge(args, result);
    expect(judgement.verdict).toBe('fail');
    expect(judgement.diagnosis).toContain(words);
  });

  it.each(['answered', 'silent'])('expecting %s it cannot judge without a ping', (expected) => {
    expect(() => judge({ expect: expected }, broken)).toThrow(Inconclusive);
    expect(() => judge({ expect: expected })).toThrow(Inconclusive);
  });

  it.each([
    { to: 'server' },
    { to: '-f' },
    { to: '' },
    { expect: 'no-answer' },
    { ttl: 0 },
    { timeout: 99 },
    { count: 3 },
  ])('refuses %j', (args) => {
    expect(schema.safeParse({ ...entry, ...args }).success).toBe(false);
  });
});

reverts(ping, [
  [{ to: '10.0.0.2', netns: 'a' }, /\n {2}ip -n 'a' route replace unreachable 10.0.0.2\/32\n/],
  [{ to: '10.0.0.2', expect: 'silent' }, undefined],
]);
