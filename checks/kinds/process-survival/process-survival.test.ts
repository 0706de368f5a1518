import { describe, expect, it } from 'vitest';
import { Inconclusive } from '../../kind.ts';
import { DEFAULT_TOPOLOGY } from '../../network/default-topology.ts';
import type { ProbeResult } from '../../probe.ts';
import type { RestartResult } from '../../probes/restart.ts';
import { processSurvival, schema } from './process-survival.ts';

const entry = {
  host: 'worker',
  netns: 'duo',
  app: 'http\\.server',
  holder: '/srv/pause',
  url: 'http://127.0.0.1/',
};
const state = { depth: 'light', takenAt: 0, hosts: {} } as const;
const judge = (...probes: ProbeResult[]) =>
  processSurvival.judge(schema.parse(entry), { topology: DEFAULT_TOPOLOGY, state, probes });
const app = { pid: 20, command: 'python3 -m http.server 80' };
const holder = { pid: 10, command: 'python3 /srv/pause' };
const held = ['eth0 10.244.1.5/24'];
const got = (outcome: RestartResult['outcome'], more: Partial<RestartResult> = {}): RestartResult => ({
  probe: 'restart',
  outcome,
  before: held,
  after: [],
  app,
  holder,
  byItself: false,
  ...more,
});

describe('process-survival', () => {
  it.each([
    [got('survived', { after: held }), 'it was started again and answers'],
    [got('survived', { after: held, byItself: true }), 'another process started it again'],
  ])('passes on %j', (result, words) => {
    const judgement = judge(result);
    expect(judgement).toMatchObject({ verdict: 'pass', diagnosis: expect.stringContaining(words) });
    expect(judgement.diagnosis).toContain('eth0 10.244.1.5/24');
  });

  it.each([
    [got('survived', { before: [], after: [] }), 'no address that could stay'],
    [got('hosts-own'), "the host's own network namespace"],
    [got('no-app'), 'no process in duo has a command like http\\.server'],
    [got('no-app', { stray: app }), 'python3 -m http.server 80 (pid 20) is in another network namespace'],
    [got('no-holder'), 'only its containers hold duo'],
    [got('silent-before'), 'nothing was killed'],
    [got('holder-gone'), 'went with the app'],
    [got('namespace-gone'), 'leads nowhere once the app is dead'],
    [got('addresses-changed', { after: [] }), 'eth0 10.244.1.5/24 before the kill, none after it'],
    [got('another-answers'), 'another process than http\\.server serves it'],
    [got('silent-after', { after: held }), 'did not answer again within 2 s'],
    [
      { probe: 'failed', reason: 'there is no network namespace named duo', originMissing: true } as const,
      'no network namespace named duo',
    ],
  ])('fails on %j', (result, words) => {
    expect(judge(result)).toMatchObject({ verdict: 'fail', diagnosis: expect.stringContaining(words) });
  });

  it('cannot judge what did not happen', () => {
    expect(() => judge()).toThrow(Inconclusive);
    expect(() => judge(got('not-killed'))).toThrow('python3 -m http.server 80 did not end');
    expect(() => judge({ probe: 'failed', reason: 'python3: not found', originMissing: false })).toThrow(
      Inconclusive,
    );
    expect(() => judge({ probe: 'ping', outcome: 'answered', detail: '' })).toThrow(Inconclusive);
  });

  it('asks for one probe, on request', () => {
    expect(processSurvival.cost).toBe('load');
    expect(processSurvival.probes?.(schema.parse(entry))).toEqual([
      {
        probe: 'restart',
        from: { host: 'worker', netns: 'duo' },
        app: 'http\\.server',
        holder: '/srv/pause',
        url: 'http://127.0.0.1/',
        timeoutMs: 2000,
      },
    ]);
  });

  it.each([
    { netns: undefined },
    { netns: '../1' },
    { app: '(' },
    { holder: '' },
    { url: 'https://127.0.0.1/' },
    { timeout: 99 },
    { signal: 15 },
  ])('refuses %j', (args) => {
    expect(schema.safeParse({ ...entry, ...args }).success).toBe(false);
  });
});
