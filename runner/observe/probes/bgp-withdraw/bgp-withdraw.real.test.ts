import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProbeResult } from '../../../../checks/probe.ts';
import type { BgpWithdrawProbe } from '../../../../checks/probes/bgp-withdraw.ts';
import type { HostName, Sandbox } from '../../../sandbox/driver.ts';
import { namespacesDriver } from '../../../sandbox/namespaces/driver.ts';
import { runProbes } from '../run.ts';
import { run } from '../testing/service-host.ts';
import { argv } from './bgp-withdraw.ts';

let sandbox: Sandbox;
const NODES = { 'control-plane': '172.18.0.2', worker: '172.18.0.3', worker2: '172.18.0.4' } as const;
type Node = keyof typeof NODES;
const RANGE = '10.244.2.0/24';

/** A node's configuration: a range of its own, and sessions with these peers. */
function bird(node: Node, peers: readonly Node[]): string {
  const number = NODES[node].split('.').at(-1);
  const sessions = peers.map(
    (peer) => `protocol bgp '${peer}' { local as 64512; neighbor ${NODES[peer]} as 64512; direct;
  connect delay time 1; connect retry time 1; error wait time 1, 1;
  ipv4 { import all; export where source = RTS_STATIC; }; }`,
  );
  return `mkdir -p /etc/bird /run/bird; cat > /etc/bird/bird.conf <<'CONF'
router id ${NODES[node]};
protocol device { }
protocol static 'pod-range' { ipv4; route 10.244.${number}.0/24 blackhole; }
protocol kernel { ipv4 { export all; }; }
${sessions.join('\n')}
CONF
bird`;
}
const until = (fact: string) => `until ${fact}; do sleep 0.1; done`;

// worker and worker2 are peers of control-plane, and not of each other.
beforeAll(async () => {
  sandbox = await namespacesDriver().up({ hosts: ['control-plane', 'worker', 'worker2'] });
  await run(sandbox, 'control-plane', bird('control-plane', ['worker', 'worker2']));
  for (const node of ['worker', 'worker2'] as const) {
    await run(sandbox, node, bird(node, ['control-plane']));
    await run(sandbox, node, until(`[ -n "$(ip route show ${RANGE})" ]`));
  }
});
afterAll(() => sandbox?.down());

const probe = async (more: Partial<BgpWithdrawProbe> = {}): Promise<ProbeResult> => {
  const request: BgpWithdrawProbe = {
    probe: 'bgp-withdraw',
    from: { host: 'control-plane' },
    range: RANGE,
    learntBy: ['worker', 'worker2'],
    timeoutMs: 3000,
    ...more,
  };
  return (await runProbes(sandbox, [request]))[0] as ProbeResult;
};
const said = async (host: HostName, script: string) =>
  (await sandbox.exec(host, ['bash', '-c', script])).stdout.trim();
const announced = until(`birdc show protocols '"pod-range"' | grep -q ' up '`);

describe('withdrawn, and announced again', () => {
  it('as often as one likes; every kernel lost the route in between', async () => {
    await run(sandbox, 'worker2', '(ip monitor route >/tmp/seen 2>&1 & echo $! >/tmp/monitor)');
    for (let i = 0; i < 2; i += 1) {
      expect(await probe()).toMatchObject({
        outcome: 'came-back',
        hosts: [],
        speakers: {
          'control-plane': { routes: [{ protocol: 'pod-range', type: 'Static' }] },
          worker: {
            routes: [{ protocol: 'control-plane', type: 'BGP' }],
            sessions: [{ name: 'control-plane', neighbour: '172.18.0.2', state: 'Established', error: '' }],
          },
        },
      });
    }
    await run(sandbox, 'worker2', 'kill $(cat /tmp/monitor)');
    expect(await said('worker2', `grep -c '^Deleted ${RANGE}' /tmp/seen`)).toBe('2');
  });
  it('also when a kernel keeps it', async () => {
    await run(sandbox, 'worker2', `ip route add ${RANGE} via 172.18.0.2`);
    expect(await probe({ timeoutMs: 500 })).toMatchObject({ outcome: 'stayed', hosts: ['worker2'] });
    await run(sandbox, 'worker2', `ip route del ${RANGE} via 172.18.0.2 metric 0`);
    await run(sandbox, 'control-plane', announced);
    expect(await probe()).toMatchObject({ outcome: 'came-back' });
  });
  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'also when the probe is ended by %s in between',
    async (signal) => {
      const child = sandbox.open('control-plane', argv);
      child.stdin?.write('{"do":"withdraw","protocols":["pod-range"]}\n');
      if (child.stdout) await once(child.stdout, 'data');
      expect(await said('control-plane', `birdc show protocols '"pod-range"'`)).toMatch(/ down /);
      child.kill(signal);
      await run(sandbox, 'control-plane', announced);
      for (const node of ['worker', 'worker2'] as const)
        await run(sandbox, node, until(`[ -n "$(ip route show ${RANGE})" ]`));
    },
  );
  it('also when the one who asked is gone', async () => {
    const child = sandbox.open('control-plane', argv);
    child.stdin?.write('{"do":"withdraw","protocols":["pod-range"]}\n');
    if (child.stdout) await once(child.stdout, 'data');
    child.stdin?.end();
    await once(child, 'close');
    expect(await said('control-plane', `birdc show protocols '"pod-range"'`)).toMatch(/ up /);
  });
  it('and nothing of it is left running', async () => {
    await expect.poll(leftRunning).toBe('0');
  });
});

/** Sockets of birdc, which is what is seen of hidden processes from the host. */
const leftRunning = () => said('control-plane', "ss -Hxp state established | grep -c 'bird.ctl' || true");

describe('nothing is withdrawn', () => {
  const up = (host: HostName) => said(host, `birdc show protocols | grep -c ' up '`);
  it('when a host has not learnt it: its peer does not tell on what it was told', async () => {
    const before = await up('worker');
    const result = await probe({ from: { host: 'worker' }, range: '10.244.3.0/24', learntBy: ['worker2'] });
    expect(result).toMatchObject({
      outcome: 'nothing-withdrawn',
      hosts: ['worker2'],
      speakers: { worker: { routes: [{ protocol: 'pod-range' }] }, worker2: { routes: [] } },
    });
    expect(await up('worker')).toBe(before);
  });
  it('when the host only learnt it itself, or does not know it', async () => {
    expect(await probe({ from: { host: 'worker' }, learntBy: ['worker2'] })).toMatchObject({
      outcome: 'nothing-withdrawn',
      hosts: [],
      speakers: { worker: { routes: [{ protocol: 'control-plane', type: 'BGP' }] } },
    });
    expect(await probe({ range: '10.99.0.0/16' })).toMatchObject({ outcome: 'nothing-withdrawn', hosts: [] });
  });
  it('when a kernel has a route that says it is from BIRD, and no daemon runs', async () => {
    await run(sandbox, 'worker2', 'birdc down');
    await run(sandbox, 'worker2', until('! pgrep -x bird >/dev/null'));
    await run(sandbox, 'worker', 'ip route add 10.244.4.0/24 via 172.18.0.4 proto bird');
    expect(
      await probe({ from: { host: 'worker2' }, range: '10.244.4.0/24', learntBy: ['worker'] }),
    ).toMatchObject({
      outcome: 'nothing-withdrawn',
      hosts: [],
      speakers: { worker2: { silent: expect.stringContaining('Unable to connect') } },
    });
  });
});

it('fails, and blames nobody, when a host is not there or has no birdc', async () => {
  expect(await probe({ from: { host: 'moon' } })).toMatchObject({ probe: 'failed', originMissing: false });
  expect(await probe({ learntBy: ['internet'] })).toMatchObject({ probe: 'failed', originMissing: false });
});
