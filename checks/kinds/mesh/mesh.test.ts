import { describe, expect, it, test } from 'vitest';
import { judgeCheck } from '../../judge.ts';
import { asMachines, node, toNode } from '../../network/routing/testing/nodes.ts';
import type { HostState } from '../../network/state/network-state.ts';
import type { ProbeResult } from '../../probe.ts';
import type { PingResult } from '../../probes/ping.ts';
import { address, findings, link, without } from '../../testing/fixtures.ts';
import { refuses, reverts } from '../../testing/table.ts';
import { mesh } from './mesh.ts';

const pods = [
  { host: 'control-plane', netns: 'client', address: '10.244.0.2' },
  { host: 'worker', netns: 'server', address: '10.244.1.2' },
];
const entry = { host: 'control-plane', pods };
const A = (parts = {}) => node('control-plane', 0, 'client', { routes: [toNode(1)], ...parts });
const B = (parts = {}) => node('worker', 1, 'server', { routes: [toNode(0)], ...parts });
const healthy = [A(), B()];

const yes: PingResult = { probe: 'ping', outcome: 'answered', detail: 'answer' };
const no: PingResult = { probe: 'ping', outcome: 'silent', detail: 'no answer in time' };
const gone = {
  probe: 'failed',
  reason: 'worker has no network namespace named server',
  originMissing: true,
} as const;
const refused = { probe: 'http', outcome: 'refused', detail: 'Connection refused' } as const;
const garbled = { probe: 'http', outcome: 'garbled', detail: 'not HTTP' } as const;

function judge(hosts: readonly HostState[], probes: readonly ProbeResult[], args: object = {}) {
  const parsed = mesh.schema.parse({ ...entry, ...args });
  return judgeCheck(mesh, parsed, { ...findings(...hosts), probes });
}

describe('mesh', () => {
  it('passes when every pair answers', () => {
    expect(judge(healthy, [yes, yes])).toMatchObject({ verdict: 'pass', diagnosis: 'all 2 pairs answer' });
  });

  it.each([
    [
      'a route that is missing on the way there',
      [A({ routes: [] }), B()],
      'client (10.244.0.2) does not reach server (10.244.1.2): on the way there, control-plane has no route of its own to 10.244.1.2 and follows the default route to 172.18.0.1, which knows nothing of pods (2 of 2 pairs are broken)',
    ],
    [
      'a route that is missing on the way back',
      [A(), B({ routes: [] })],
      'its packets can get there, but on the way back worker has no route of its own to 10.244.0.2',
    ],
    [
      'a node that does not forward',
      [A(), B({ forwards: false })],
      'on the way there, worker does not forward',
    ],
    [
      'a firewall',
      [A({ forwardPolicy: 'DROP' }), B()],
      'the routes lead there and back, but the FORWARD chain of control-plane has the policy DROP',
    ],
    ['nothing that the tables show', healthy, 'no answer in time, though the routes lead there and back'],
    [
      'a pod that is not there',
      [A(), node('worker', 1, 'sever')],
      'there is no network namespace server on worker',
    ],
  ] as const)('names %s', (_, hosts, words) => {
    const judgement = judge(hosts, [no, no]);
    expect(judgement).toMatchObject({ verdict: 'fail' });
    expect(judgement.diagnosis).toContain(words);
    expect(judgement.evidence.at(-1)?.found).toBe(
      'client (10.244.0.2) to server (10.244.1.2): silent, no answer in time\nserver (10.244.1.2) to client (10.244.0.2): silent, no answer in time',
    );
  });

  it('shows the table where the way ends', () => {
    expect(judge([A({ routes: [] }), B()], [no, no]).evidence[1]).toEqual({
      host: 'control-plane',
      command: 'ip route get 10.244.1.2',
      found: 'default via 172.18.0.1 dev eth0',
    });
    const bare = A({ podRoutes: [] });
    expect(judge([bare, B()], [no, no]).evidence[1]).toEqual({
      host: 'control-plane',
      netns: 'client',
      command: 'ip -n client route get 10.244.1.2',
      found: 'no route',
    });
  });

  it('names the first broken pair of several', () => {
    const judgement = judge(healthy, [yes, gone]);
    expect(judgement.diagnosis).toBe(
      'server (10.244.1.2) does not reach client (10.244.0.2): nothing can be sent from server on worker: worker has no network namespace named server',
    );
  });

  it.each([
    [refused, 'packets get there, but no process listens on port 8080'],
    [garbled, 'does not speak HTTP'],
  ])('by HTTP: %j', (result, words) => {
    const judgement = judge(healthy, [result, refused], { by: 'http', port: 8080 });
    expect(judgement).toMatchObject({ verdict: 'fail' });
    expect(judgement.diagnosis).toContain(words);
  });

  it('does not trust an answer by somebody else with that address', () => {
    const twice = A({
      pod: (built: HostState['namespaces'][number]) => ({
        ...built,
        links: [...(built.links ?? []), link('eth1', { addresses: [address('10.244.1.2/32')] })],
      }),
    });
    for (const hosts of [[twice, B()], asMachines([twice, B()])]) {
      expect(judge(hosts, [yes, yes])).toMatchObject({
        verdict: 'fail',
        diagnosis: expect.stringContaining('10.244.1.2 is an address of client on control-plane, too'),
      });
    }
    expect(judge([A(), B({ podAddress: '10.244.1.3/24' })], [yes, yes])).toMatchObject({
      verdict: 'fail',
      diagnosis: 'server does not have the address 10.244.1.2',
    });
  });

  const broken = { probe: 'failed', reason: 'python3: not found', originMissing: false } as const;
  it.each([
    ['one probe is missing', healthy, [yes]],
    ['a probe could not be made', healthy, [yes, broken]],
    ['another probe was made', healthy, [yes, refused]],
    ['nobody knows who has which address', [A(), blind(B())], [yes, yes]],
    ['a host was not collected', [A()], [yes, yes]],
  ] as const)('is an error when %s', (_, hosts, probes) => {
    expect(judge(hosts, probes)).toMatchObject({ verdict: 'error' });
  });
});

function blind(host: HostState): HostState {
  return { ...host, namespaces: host.namespaces.map((netns) => without(netns, 'links', 'routes')) };
}

test('asks every pair, both ways', () => {
  const three = [...pods, { netns: 'third', address: '10.244.2.2' }];
  const probes = mesh.probes?.(mesh.schema.parse({ ...entry, pods: three, timeout: 0.5 })) ?? [];
  expect(probes).toHaveLength(6);
  expect(probes[5]).toEqual({
    probe: 'ping',
    from: { host: 'control-plane', netns: 'third' },
    to: '10.244.1.2',
    timeoutMs: 500,
  });
  expect(mesh.probes?.(mesh.schema.parse({ ...entry, by: 'http', port: 8080 }))[0]).toMatchObject({
    probe: 'http',
    url: 'http://10.244.1.2:8080/',
  });
});

refuses(mesh, [
  [{ pods: pods.slice(1) }, /at least two pods/],
  [{ pods: [pods[0], pods[0]] }, /each with an address of its own/],
  [{ pods: [...pods, { netns: 'x', address: 'server' }] }, /must be an IPv4 address/],
  [{ ...entry, by: 'telephone' }, /by/],
]);

reverts(mesh, [
  [
    {
      pods: [
        { netns: 'a', address: '10.0.0.2' },
        { netns: 'b', address: '10.0.0.3' },
      ],
    },
    /ip -n 'a' route replace unreachable 10.0.0.3/,
  ],
  [
    {
      pods: [
        { host: 'worker2', address: '10.0.0.2' },
        { netns: 'b', address: '10.0.0.3' },
      ],
    },
    undefined,
  ],
]);
