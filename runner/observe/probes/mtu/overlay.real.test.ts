import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeCheck } from '../../../../checks/judge.ts';
import type { CheckKind } from '../../../../checks/kind.ts';
import { encapsulation } from '../../../../checks/kinds/encapsulation/encapsulation.ts';
import { mtu } from '../../../../checks/kinds/mtu/mtu.ts';
import { DEFAULT_TOPOLOGY } from '../../../../checks/network/default-topology.ts';
import type { MtuResult } from '../../../../checks/probes/mtu.ts';
import type { Judgement } from '../../../../checks/verdict.ts';
import type { HostName, Sandbox } from '../../../sandbox/driver.ts';
import { namespacesDriver } from '../../../sandbox/namespaces/driver.ts';
import { startCollector } from '../../collect/collector.ts';
import { runProbes } from '../run.ts';
import { run } from '../testing/service-host.ts';

let sandbox: Sandbox;

const NODES = [
  { host: 'worker', number: 1, pod: 'red', other: 2 },
  { host: 'worker2', number: 2, pod: 'blue', other: 1 },
] as const;

/** A node, its pod, and its end of the tunnel as flannel makes it. */
const build = (host: HostName, number: number, pod: string, other: number) =>
  run(
    sandbox,
    host,
    `sysctl -qw net.ipv4.ip_forward=1
ip link add cni0 type bridge
ip addr add 10.244.${number}.1/24 dev cni0
ip link set cni0 up
ip netns add ${pod}
ip link add ${pod} type veth peer name eth0 netns ${pod}
ip link set ${pod} master cni0 up
ip -n ${pod} addr add 10.244.${number}.2/24 dev eth0
ip -n ${pod} link set eth0 mtu 1450 up
ip -n ${pod} route add default via 10.244.${number}.1
ip link add flannel.1 address 02:42:0a:f4:0${number}:00 type vxlan id 1 dev eth0 dstport 8472 local 172.18.0.${number + 2} nolearning
ip addr add 10.244.${number}.0/32 dev flannel.1
ip link set flannel.1 up
ip route add 10.244.${other}.0/24 via 10.244.${other}.0 dev flannel.1 onlink
ip neigh add 10.244.${other}.0 lladdr 02:42:0a:f4:0${other}:00 dev flannel.1 nud permanent
bridge fdb add 02:42:0a:f4:0${other}:00 dev flannel.1 dst 172.18.0.${other + 2}`,
  );

beforeEach(async () => {
  sandbox = await namespacesDriver().up({ hosts: ['worker', 'worker2'] });
  await Promise.all(NODES.map(({ host, number, pod, other }) => build(host, number, pod, other)));
});
afterEach(() => sandbox?.down());

async function judge<Args>(kind: CheckKind<Args>, args: Record<string, unknown>): Promise<Judgement> {
  const parsed = kind.schema.parse({ host: 'worker', ...args });
  const collector = startCollector(sandbox);
  try {
    const probes = await runProbes(sandbox, kind.probes?.(parsed) ?? []);
    return judgeCheck(kind, parsed, {
      topology: DEFAULT_TOPOLOGY,
      state: await collector.collect('light'),
      probes,
    });
  } finally {
    collector.close();
  }
}

describe('the underlay', () => {
  const wrapped = (more: Record<string, unknown> = {}) =>
    judge(encapsulation, {
      while: { ping: '10.244.2.2', from: { netns: 'red' }, timeout: 0.5 },
      port: 8472,
      vni: 1,
      outer: { source: '172.18.0.3', destination: '172.18.0.4' },
      inner: { source: '10.244.1.2', destination: '10.244.2.2' },
      pods: '10.244.0.0/16',
      ...more,
    });

  it('carries it wrapped, as sender and receiver see it, for ping and for TCP', async () => {
    expect(await wrapped()).toMatchObject({ verdict: 'pass' });
    expect(
      await wrapped({
        host: 'worker2',
        while: { ping: '10.244.2.2', from: { host: 'worker', netns: 'red' } },
      }),
    ).toMatchObject({ verdict: 'pass' });
    expect(await wrapped({ while: { http: 'http://10.244.2.2/', from: { netns: 'red' } } })).toMatchObject({
      verdict: 'pass',
    });
  });
  it.each<[string, HostName, string, RegExp]>([
    [
      'a route beside it',
      'worker',
      'ip route replace 10.244.2.0/24 via 172.18.0.4',
      /as it is.*which is no way into/,
    ],
    [
      'a route back beside it',
      'worker2',
      'ip route replace 10.244.1.0/24 via 172.18.0.3',
      /on worker2 the route to 10.244.1.2/,
    ],
    [
      'no forwarding entry',
      'worker',
      'bridge fdb del 02:42:0a:f4:02:00 dev flannel.1 dst 172.18.0.4',
      /no entry for 02:42:0a:f4:02:00/,
    ],
    [
      'no neighbour entry',
      'worker',
      'ip neigh del 10.244.2.0 dev flannel.1',
      /which MAC the gateway 10.244.2.0 has/,
    ],
    [
      'no route',
      'worker',
      'ip route del 10.244.2.0/24',
      /worker has no route to 10.244.2.2 but default via 172.18.0.1/,
    ],
    [
      'nothing to fall back on back there',
      'worker2',
      'bridge fdb del 02:42:0a:f4:01:00 dev flannel.1 dst 172.18.0.3',
      /no answer came back.*on worker2 has no entry/,
    ],
    [
      'another MAC there',
      'worker2',
      'ip link set flannel.1 address 02:42:0a:f4:02:99',
      /throws away what is not for it/,
    ],
    ['no device there', 'worker2', 'ip link del flannel.1', /nothing listens at its UDP port 8472/],
    [
      'a firewall there',
      'worker2',
      'iptables -A INPUT -p udp --dport 8472 -j DROP',
      /or a firewall drops it/,
    ],
    [
      'masquerade first',
      'worker',
      'iptables -t nat -A POSTROUTING -s 10.244.1.0/24 -j MASQUERADE',
      /rewritten before it was wrapped/,
    ],
  ])('%s', async (_, host, mistake, words) => {
    await run(sandbox, host, mistake);
    const judgement = await wrapped();
    expect(judgement.diagnosis).toMatch(words);
    expect(judgement.verdict).toBe('fail');
  });
});

describe('packets of the full size', () => {
  const sized = (more: Record<string, unknown> = {}) =>
    judge(mtu, { netns: 'red', to: '10.244.2.2', mtu: 1450, refusedBy: 'sender', timeout: 0.5, ...more });
  const outcomes = async (to = '10.244.2.2', netns = 'red') => {
    const [result] = await runProbes(sandbox, [
      { probe: 'mtu', from: { host: 'worker', netns }, to, sizes: [84, 1450, 1451], timeoutMs: 300 },
    ]);
    return (result as MtuResult).echoes.map(({ outcome }) => outcome);
  };
  const wide =
    'ip link del flannel.1; ip link add flannel.1 address 02:42:0a:f4:01:00 type vxlan id 1 dstport 8472 local 172.18.0.3 nolearning DF; ip addr add 10.244.1.0/32 dev flannel.1; ip link set flannel.1 up; ip route add 10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink; ip neigh add 10.244.2.0 lladdr 02:42:0a:f4:02:00 dev flannel.1 nud permanent; bridge fdb add 02:42:0a:f4:02:00 dev flannel.1 dst 172.18.0.4';
  const pod = 'ip -n red link set eth0 mtu';

  it('pass, and longer ones do not leave', async () => {
    expect(await outcomes()).toEqual(['answered', 'answered', 'refused-here']);
    expect(await sized()).toMatchObject({ verdict: 'pass' });
  });
  it.each<[string, string, string[], RegExp]>([
    [
      'the pod is not told',
      `${pod} 1500`,
      ['answered', 'answered', 'refused-on-the-way'],
      /not lowered where packets set out: eth0 \(MTU 1500\) lets 1451 bytes go, and 10.244.1.1 says that it can pass on 1450 bytes/,
    ],
    [
      'nobody is told',
      `${pod} 1500; ${wide.replace('DF', 'df unset')}`,
      ['answered', 'answered', 'answered'],
      /the MTU is not lowered: a packet of 1451 bytes passes as well/,
    ],
    [
      'nobody is told, and nothing may be cut',
      `${pod} 1500; ${wide.replace('DF', 'df set')}`,
      ['answered', 'answered', 'silent'],
      /black hole: a packet of 1451 bytes leaves eth0/,
    ],
    [
      'nobody may say so',
      `${pod} 1500; iptables -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP`,
      ['answered', 'answered', 'silent'],
      /black hole/,
    ],
    [
      'too small in the pod',
      `${pod} 1400`,
      ['answered', 'refused-here'],
      /too small where packets set out: eth0 \(MTU 1400\)/,
    ],
    [
      'too small in the tunnel',
      'ip link set flannel.1 mtu 1400',
      ['answered', 'refused-on-the-way'],
      /too small for 1450 bytes: 10.244.1.1 says that it can pass on 1400/,
    ],
    [
      'too small in the tunnel, and nobody may say so',
      'ip link set flannel.1 mtu 1400; iptables -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP',
      ['answered', 'silent'],
      /black hole: a packet of 84 bytes is answered/,
    ],
    ['no way at all', 'ip -n red route del default', ['unreachable'], /not the size: Network is unreachable/],
    [
      'its own rules drop it',
      'ip netns exec red iptables -A OUTPUT -p icmp -j DROP',
      ['silent'],
      /the host's own rules drop/,
    ],
  ])('%s', async (_, mistake, expected, words) => {
    await run(sandbox, 'worker', mistake);
    expect(await outcomes()).toEqual(expected);
    const judgement = await sized();
    expect(judgement.diagnosis).toMatch(words);
    expect(judgement.verdict).toBe('fail');
  });
  it('what the kernel remembers of a path that is mended does not count', async () => {
    await run(sandbox, 'worker', 'ip link set flannel.1 mtu 1400');
    await sized();
    await run(
      sandbox,
      'worker',
      'ip netns exec red ping -q -c 1 -W 1 -M do -s 1422 10.244.2.2 >/dev/null || true; ip link set flannel.1 mtu 1450',
    );
    expect(await sized()).toMatchObject({ verdict: 'pass' });
  });
  it('an error that is not about the size', async () => {
    await run(sandbox, 'worker', 'ip route replace unreachable 10.244.2.0/24');
    expect((await sized()).diagnosis).toMatch(/not the size: No route to host, says 10.244.1.1/);
  });
  it('cannot be sent from nowhere', async () => {
    expect(await sized({ netns: 'nowhere' })).toMatchObject({
      verdict: 'fail',
      diagnosis: expect.stringContaining('no network namespace named nowhere'),
    });
  });
});
