import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeCheck } from '../../../../checks/judge.ts';
import { mesh } from '../../../../checks/kinds/mesh/mesh.ts';
import { noNat } from '../../../../checks/kinds/no-nat/no-nat.ts';
import { DEFAULT_TOPOLOGY } from '../../../../checks/network/default-topology.ts';
import { packetLine } from '../../../../checks/network/packets/packet-line.ts';
import { parsePcap } from '../../../../checks/network/packets/pcap.ts';
import type { ProbeResult } from '../../../../checks/probe.ts';
import type { HopsProbe, HopsResult } from '../../../../checks/probes/hops.ts';
import type { Judgement } from '../../../../checks/verdict.ts';
import type { Sandbox } from '../../../sandbox/driver.ts';
import { namespacesDriver } from '../../../sandbox/namespaces/driver.ts';
import { startCollector } from '../../collect/collector.ts';
import { runProbes } from '../run.ts';
import { run } from '../testing/service-host.ts';

let sandbox: Sandbox;

/** A pod that says whom it sees, 10.244.N.2 on port 80, and a route to the range of the other node. */
const node = (n: number, pod: string, other: number) => `
ip link add br0 type bridge
ip addr add 10.244.${n}.1/24 dev br0
ip link set br0 up
ip netns add ${pod}
ip link add v-${pod} type veth peer name eth0 netns ${pod}
ip link set v-${pod} master br0 up
ip -n ${pod} addr add 10.244.${n}.2/24 dev eth0
ip -n ${pod} link set lo up
ip -n ${pod} link set eth0 up
ip -n ${pod} route add default via 10.244.${n}.1
sysctl -qw net.ipv4.ip_forward=1
ip route add 10.244.${other}.0/24 via 172.18.0.${other + 2}
setsid ip netns exec ${pod} python3 -c 'import socket
server = socket.create_server(("", 80))
while True:
    client, (address, _) = server.accept()
    client.recv(4096)
    client.sendall(b"HTTP/1.0 200 OK\\r\\n\\r\\nI see " + address.encode())
    client.close()' >/dev/null 2>&1 </dev/null &
until curl -s -o /dev/null http://10.244.${n}.2/; do sleep 0.05; done`;

beforeAll(async () => {
  sandbox = await namespacesDriver().up({ hosts: ['control-plane', 'worker'] });
  await run(sandbox, 'control-plane', node(0, 'client', 1));
  await run(sandbox, 'worker', node(1, 'server', 0));
});
afterAll(() => sandbox?.down());

const client = { host: 'control-plane', netns: 'client' };
const probe = (more: Partial<HopsProbe> = {}): HopsProbe => ({
  probe: 'hops',
  points: [
    { at: { host: 'control-plane' }, device: 'br0' },
    { at: { host: 'worker' }, device: 'eth0' },
  ],
  filter: 'tcp[tcpflags] & tcp-syn != 0',
  packets: 100,
  stimuli: [{ probe: 'http', from: client, url: 'http://10.244.1.2/', timeoutMs: 1000 }],
  ...more,
});
const made = async (more: Partial<HopsProbe> = {}) =>
  (await runProbes(sandbox, [probe(more)]))[0] as ProbeResult;
const COUNT = 'ps -eo args | grep -c "^tcpdump" || true; cat /proc/net/packet | wc -l';

describe('several captures at once', () => {
  it('nowhere to listen: what is to be fetched is fetched all the same', async () => {
    expect(await made({ points: [] })).toMatchObject({ captures: [], stimuli: [{ outcome: 'answered' }] });
  });
  it('each hold the first packets of what was fetched, ten times out of ten, and leave nothing behind', async () => {
    for (let i = 0; i < 10; i += 1) {
      const result = (await made()) as HopsResult;
      expect(result).toMatchObject({
        probe: 'hops',
        stimuli: [{ outcome: 'answered', body: 'I see 10.244.0.2' }],
      });
      for (const { pcap, filled, dropped } of result.captures) {
        expect({ filled, dropped }).toEqual({ filled: false, dropped: 0 });
        expect(parsePcap(pcap).map((packet) => packetLine(packet).replace(/\.\d{5}\b/, '.PORT'))).toEqual([
          'IP 10.244.0.2.PORT > 10.244.1.2.80: Flags [S], length 0',
          'IP 10.244.1.2.80 > 10.244.0.2.PORT: Flags [S.], length 0',
        ]);
      }
    }
    for (const host of ['control-plane', 'worker'] as const) {
      expect((await run(sandbox, host, COUNT)).trim().split(/\s+/)).toEqual(['0', '1']);
    }
  });
  it('send nothing when one of them cannot be made, and all end', async () => {
    const points = [...probe().points, { at: { host: 'worker' }, device: 'br9' }];
    expect(await made({ points })).toEqual({
      probe: 'failed',
      reason: 'there is no device br9 on worker',
      originMissing: true,
    });
    expect((await run(sandbox, 'control-plane', COUNT)).trim().split(/\s+/)).toEqual(['0', '1']);
  });
  it('hold what was sent in vain', async () => {
    const stimuli = [{ probe: 'http', from: client, timeoutMs: 300, url: 'http://10.244.1.9/' } as const];
    const result = (await made({ stimuli })) as HopsResult;
    expect(result.stimuli).toMatchObject([{ outcome: 'timeout' }]);
    // As often as TCP sent it again while the probe waited.
    const different = result.captures.map(({ pcap }) => [...new Set(parsePcap(pcap).map(packetLine))]);
    const one = [expect.stringMatching(/ > 10\.244\.1\.9\.80: Flags \[S\], length 0$/)];
    expect(different).toEqual([one, one]);
  });
});

const pods = [
  { ...client, address: '10.244.0.2' },
  { host: 'worker', netns: 'server', address: '10.244.1.2' },
];

async function judge(kind: 'mesh' | 'no-nat'): Promise<Judgement> {
  const entry = { host: 'control-plane', pods, timeout: 0.5 };
  const collector = startCollector(sandbox);
  try {
    const state = await collector.collect('full');
    if (kind === 'mesh') {
      const args = mesh.schema.parse(entry);
      return judgeCheck(mesh, args, {
        topology: DEFAULT_TOPOLOGY,
        state,
        probes: await runProbes(sandbox, mesh.probes?.(args) ?? []),
      });
    }
    const args = noNat.schema.parse({ ...entry, hops: ['br0', 'eth0'] });
    return judgeCheck(noNat, args, {
      topology: DEFAULT_TOPOLOGY,
      state,
      probes: await runProbes(sandbox, noNat.probes?.(args) ?? []),
    });
  } finally {
    collector.close();
  }
}

describe('judged', () => {
  it('a mesh without translation passes', async () => {
    expect(await judge('mesh')).toMatchObject({ verdict: 'pass' });
    expect(await judge('no-nat')).toMatchObject({ verdict: 'pass' });
  });

  /** Done, judged, and undone. */
  it.each([
    [
      'no-nat',
      'a source that is rewritten on the sender node',
      'control-plane',
      'iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE',
      'iptables -t nat -F POSTROUTING',
      'passes eth0 of control-plane with the source 172.18.0.2 (eth0 of control-plane)',
    ],
    [
      'no-nat',
      'a source that is rewritten on the receiver node',
      'worker',
      'iptables -t nat -A POSTROUTING -o br0 -j MASQUERADE',
      'iptables -t nat -F POSTROUTING',
      'passes br0 of worker with the source 10.244.1.1 (br0 of worker)',
    ],
    [
      'no-nat',
      'a source that only the receiver sees rewritten',
      'worker',
      'ip netns exec server iptables -t nat -A INPUT -p tcp --dport 80 -j SNAT --to-source 192.0.2.7',
      'ip netns exec server iptables -t nat -F INPUT',
      'sees 192.0.2.7 instead of client (10.244.0.2): every hop carries the right address',
    ],
    [
      'mesh',
      'a way back that is missing',
      'worker',
      'ip route del 10.244.0.0/24',
      'ip route add 10.244.0.0/24 via 172.18.0.2',
      'on the way back worker has no route of its own to 10.244.0.2 and follows the default route to 172.18.0.1',
    ],
    [
      'mesh',
      'a node that does not forward',
      'worker',
      'sysctl -qw net.ipv4.ip_forward=0',
      'sysctl -qw net.ipv4.ip_forward=1',
      'on the way there, worker does not forward',
    ],
    [
      'mesh',
      'a firewall',
      'control-plane',
      'iptables -P FORWARD DROP',
      'iptables -P FORWARD ACCEPT',
      'the FORWARD chain of control-plane has the policy DROP',
    ],
    [
      'mesh',
      'a mask that is too wide',
      'control-plane',
      'ip -n client addr add 10.244.0.9/16 dev eth0',
      'ip -n client addr del 10.244.0.9/16 dev eth0',
      'on the way there, client on control-plane takes 10.244.1.2 for on-link (10.244.0.0/16 dev eth0)',
    ],
  ] as const)('%s names %s', async (kind, _, host, breaks, mends, words) => {
    await run(sandbox, host, breaks);
    const judgement = await judge(kind);
    await run(sandbox, host, mends);
    expect(judgement).toMatchObject({ verdict: 'fail', diagnosis: expect.stringContaining(words) });
  });
});
