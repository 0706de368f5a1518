import { describe, expect, it } from 'vitest';
import { Inconclusive } from '../../kind.ts';
import { DEFAULT_TOPOLOGY } from '../../network/default-topology.ts';
import type { NetworkState, Route } from '../../network/state/network-state.ts';
import type { ProbeResult } from '../../probe.ts';
import type { BgpSession, BgpWithdrawResult, Speaker } from '../../probes/bgp-withdraw.ts';
import { address, findings, host, link, netns, route } from '../../testing/fixtures.ts';
import { reverts } from '../../testing/table.ts';
import { bgpRoute, schema } from './bgp-route.ts';

const RANGE = '10.244.0.0/24';
const ADDRESSES = { 'control-plane': '172.18.0.2', worker: '172.18.0.3', worker2: '172.18.0.4' };
type Name = keyof typeof ADDRESSES;
const args = schema.parse({ host: 'control-plane', range: RANGE, learntBy: ['worker', 'worker2'] });

const learnt = (parts: Partial<Route> = {}) =>
  route(RANGE, { gateway: '172.18.0.2', device: 'eth0', protocol: 'bird', metric: 32, ...parts });

function state(routes: Partial<Record<Name, readonly Route[]>> = {}): NetworkState {
  const hosts = (Object.keys(ADDRESSES) as Name[]).map((name) => {
    const eth0 = link('eth0', { kind: '', addresses: [address(`${ADDRESSES[name]}/16`)] });
    const own = name === 'control-plane' ? [learnt({ type: 'blackhole' })] : [learnt()];
    return host([netns('', { links: [eth0], routes: [...(routes[name] ?? own)] })], { name });
  });
  return findings(...hosts).state;
}

const session = (neighbour: Name, parts: Partial<BgpSession> = {}): BgpSession => ({
  name: neighbour.replace('-', '_'),
  neighbour: ADDRESSES[neighbour],
  state: 'Established',
  error: '',
  ...parts,
});
const speaker = (own: Name, parts: Partial<Speaker> = {}): Speaker => ({
  routes: [],
  sessions: (Object.keys(ADDRESSES) as Name[]).filter((name) => name !== own).map((name) => session(name)),
  ...parts,
});
const STATIC = [{ protocol: 'pods', type: 'Static' }];

function got(
  outcome: BgpWithdrawResult['outcome'],
  hosts: readonly string[] = [],
  said: Partial<Record<Name, Partial<Speaker>>> = {},
): BgpWithdrawResult {
  const speakers = {
    'control-plane': speaker('control-plane', { routes: STATIC, ...said['control-plane'] }),
    worker: speaker('worker', said.worker),
    worker2: speaker('worker2', said.worker2),
  };
  return { probe: 'bgp-withdraw', outcome, hosts, speakers };
}
const judge = (result: ProbeResult | undefined, seen = state()) =>
  bgpRoute.judge(args, { topology: DEFAULT_TOPOLOGY, state: seen, probes: result ? [result] : [] });

it('passes when the route was there, went and came back', () => {
  expect(judge(got('came-back'))).toMatchObject({
    verdict: 'pass',
    diagnosis: expect.stringContaining('it went when control-plane withdrew it'),
    evidence: [{ host: 'worker' }, { host: 'worker2', found: `${RANGE} via 172.18.0.2 dev eth0 proto bird` }],
  });
});

describe('fails by the routes, whatever became of the withdrawal', () => {
  it.each([
    [[route(RANGE, { gateway: '172.18.0.2' })], 'typed by hand (proto boot)'],
    [[learnt(), route(RANGE, { gateway: '172.18.0.2', protocol: 'static' })], 'beside the one from BIRD'],
    [[learnt({ type: 'blackhole' })], 'worker2 announces that range itself'],
    [[learnt({ gateway: '172.18.0.3' })], 'via 172.18.0.3, which is no address of control-plane'],
    [[route(RANGE, { device: 'eth0', protocol: 'bird' })], 'via no gateway'],
    [[route('10.244.0.0/25', { gateway: '172.18.0.2', protocol: 'bird' })], 'it has come since'],
    [[{ ...learnt(), table: '100' }], 'it has come since'],
  ])('%j', (routes, words) => {
    expect(judge(got('came-back'), state({ worker2: routes }))).toMatchObject({
      verdict: 'fail',
      diagnosis: expect.stringContaining(words),
    });
  });
  it('a route of several hops is one of them', () => {
    const { gateway: _, device: __, ...rest } = learnt();
    const hops = { ...rest, nexthops: [{ gateway: '172.18.0.9' }, { gateway: '172.18.0.2' }] };
    expect(judge(got('came-back'), state({ worker2: [hops] }))).toMatchObject({ verdict: 'pass' });
  });
});

describe('says why a host has not learnt it', () => {
  const without = state({ worker2: [] });
  it.each([
    [
      { 'control-plane': { silent: 'Unable to connect' } },
      'no BIRD answers on control-plane (Unable to connect)',
    ],
    [
      { 'control-plane': { routes: [] } },
      'control-plane has no route to 10.244.0.0/24 that it could announce',
    ],
    [
      { 'control-plane': { routes: [{ protocol: 'worker', type: 'BGP' }] } },
      'knows 10.244.0.0/24 from its peer worker only',
    ],
    [{ worker2: { silent: '' } }, 'no BIRD answers on worker2'],
    [{ worker2: { routes: [{ protocol: 'cp', type: 'BGP' }] } }, 'protocol kernel exports nothing'],
    [
      { worker2: { sessions: [session('worker')] } },
      'BIRD on worker2 has no neighbour 172.18.0.2 (control-plane)',
    ],
    [
      { 'control-plane': { sessions: [session('worker')] } },
      'BIRD on control-plane has no neighbour 172.18.0.4 (worker2)',
    ],
    [
      {
        worker2: {
          sessions: [session('control-plane', { state: 'Active', error: 'Received: Bad peer AS' })],
        },
        'control-plane': { sessions: [session('worker2', { state: 'Idle' })] },
      },
      'have no session: on worker2, control_plane is Active (Received: Bad peer AS); on control-plane, worker2 is Idle',
    ],
    [{}, 'have a session, but 10.244.0.0/24 is not told in it'],
  ] as const)('%j', (said, words) => {
    expect(judge(got('nothing-withdrawn', ['worker2'], said), without)).toMatchObject({
      verdict: 'fail',
      diagnosis: expect.stringContaining(words),
    });
  });
  it('of two sessions with the same peer, the one that is up counts', () => {
    const sessions = [session('control-plane', { state: 'Down' }), session('control-plane')];
    expect(judge(got('nothing-withdrawn', ['worker2'], { worker2: { sessions } }), without)).toMatchObject({
      diagnosis: expect.stringContaining('have a session'),
    });
  });
});

describe('fails by what became of it, though the routes look right', () => {
  it.each([
    [got('stayed', ['worker2']), 'worker2 kept the route for 2 s'],
    [got('not-back', ['worker', 'worker2']), 'on worker and worker2 the route did not come back within 2 s'],
    [got('nothing-withdrawn', ['worker']), 'comes and goes'],
    [got('nothing-withdrawn', [], { 'control-plane': { silent: 'x' } }), 'no BIRD answers on control-plane'],
    [got('nothing-withdrawn', [], { 'control-plane': { routes: [] } }), 'that it could announce'],
  ])('%j', (result, words) => {
    expect(judge(result)).toMatchObject({ verdict: 'fail', diagnosis: expect.stringContaining(words) });
  });
});

it('cannot judge what it did not see', () => {
  expect(() => judge(undefined)).toThrow(Inconclusive);
  expect(() => judge({ probe: 'failed', reason: 'birdc: not found', originMissing: false })).toThrow('birdc');
  expect(() => judge({ probe: 'ping', outcome: 'answered', detail: '' })).toThrow(Inconclusive);
  expect(() => judge(got('nothing-withdrawn'))).toThrow('changed while it was looked at');
  const { worker: _, ...hosts } = state().hosts;
  expect(() => judge(got('came-back'), { ...state(), hosts })).toThrow('no state was collected from worker');
  const bare = findings(host([], { name: 'worker' })).state.hosts;
  expect(() => judge(got('came-back'), { ...state(), hosts: { ...state().hosts, ...bare } })).toThrow(
    'own network namespace of worker',
  );
});

it('asks for one probe, on request', () => {
  expect(bgpRoute.cost).toBe('load');
  expect(bgpRoute.probes?.(args)).toEqual([
    {
      probe: 'bgp-withdraw',
      from: { host: 'control-plane' },
      range: RANGE,
      learntBy: ['worker', 'worker2'],
      timeoutMs: 2000,
    },
  ]);
});

it.each([
  { range: '10.244.0.0' },
  { range: 'fd00::/64' },
  { learntBy: [] },
  { learntBy: ['worker', 'worker'] },
  { learntBy: ['control-plane'] },
  { netns: 'pod' },
  { timeout: 99 },
  { via: '172.18.0.2' },
])('refuses %j', (part) => {
  expect(
    schema.safeParse({ host: 'control-plane', range: RANGE, learntBy: ['worker'], ...part }).success,
  ).toBe(false);
});

reverts(bgpRoute, [[{ range: '10.244.1.0/24', learntBy: ['worker2'] }, /^birdc disable all$/]]);
