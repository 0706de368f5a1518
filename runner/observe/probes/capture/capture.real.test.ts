import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeCheck } from '../../../../checks/judge.ts';
import { capture } from '../../../../checks/kinds/capture/capture.ts';
import { DEFAULT_TOPOLOGY } from '../../../../checks/network/default-topology.ts';
import { packetLine } from '../../../../checks/network/packets/packet-line.ts';
import { parsePcap } from '../../../../checks/network/packets/pcap.ts';
import type { ProbeResult } from '../../../../checks/probe.ts';
import type { CaptureProbe, CaptureResult } from '../../../../checks/probes/capture.ts';
import type { Judgement } from '../../../../checks/verdict.ts';
import type { Sandbox } from '../../../sandbox/driver.ts';
import { namespacesDriver } from '../../../sandbox/namespaces/driver.ts';
import { startCollector } from '../../collect/collector.ts';
import { runProbes } from '../run.ts';
import { buildPods, run } from '../testing/service-host.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await namespacesDriver().up({ hosts: ['worker'] });
  await buildPods(sandbox, 'worker', 2);
});
afterAll(() => sandbox?.down());

const client = { host: 'worker', netns: 'client' };
const probe = (more: Partial<CaptureProbe> = {}): CaptureProbe => ({
  probe: 'capture',
  at: client,
  device: 'eth0',
  filter: 'arp or icmp',
  packets: 100,
  stimulus: { probe: 'ping', from: client, to: '10.244.1.2', timeoutMs: 2000 },
  ...more,
});
const made = async (more: Partial<CaptureProbe> = {}) =>
  (await runProbes(sandbox, [probe(more)]))[0] as ProbeResult;
const lines = (result: ProbeResult) =>
  parsePcap((result as CaptureResult).pcap).map((packet) => packetLine(packet).replace(/id \d+/, 'id N'));
const flush = () => run(sandbox, 'worker', 'for pod in client pod-a; do ip -n $pod neigh flush all; done');
const LEFT_BEHIND =
  'ps -eo args | grep -c "^tcpdump" || true; ip netns exec client cat /proc/net/packet | wc -l';

async function judge(args: Record<string, unknown>): Promise<Judgement> {
  const parsed = capture.schema.parse({ ...client, device: 'eth0', while: { ping: '10.244.1.2' }, ...args });
  const collector = startCollector(sandbox);
  try {
    const state = await collector.collect('light');
    return judgeCheck(capture, parsed, {
      topology: DEFAULT_TOPOLOGY,
      state,
      probes: await runProbes(sandbox, capture.probes?.(parsed) ?? []),
    });
  } finally {
    collector.close();
  }
}

describe('a capture', () => {
  it('holds each packet of the stimulus, ten times out of ten, and leaves no process and no socket', async () => {
    for (let i = 0; i < 10; i += 1) {
      await flush();
      const result = await made();
      expect(result).toMatchObject({
        probe: 'capture',
        filled: false,
        dropped: 0,
        stimulus: { outcome: 'answered' },
      });
      const [ask, answer, ...echo] = lines(result);
      expect(ask).toBe('ARP, Request who-has 10.244.1.2 tell 10.244.1.100, length 28');
      expect(answer).toMatch(/^ARP, Reply 10\.244\.1\.2 is-at /);
      // The pod has to ask back when its own entry is gone.
      expect(echo.filter((line) => !line.startsWith('ARP'))).toEqual([
        'IP 10.244.1.100 > 10.244.1.2: ICMP echo request, id N, seq 1, length 24',
        'IP 10.244.1.2 > 10.244.1.100: ICMP echo reply, id N, seq 1, length 24',
      ]);
    }
    expect((await run(sandbox, 'worker', LEFT_BEHIND)).trim().split(/\s+/)).toEqual(['0', '1']);
  });
  it('of a GET, on the port of the bridge', async () => {
    const result = await made({
      at: { host: 'worker' },
      device: 'v-pod-a',
      filter: 'tcp',
      stimulus: { probe: 'http', from: client, url: 'http://10.244.1.2:8080/', timeoutMs: 2000 },
    });
    expect(lines(result).slice(0, 2)).toEqual([
      expect.stringMatching(/^IP 10\.244\.1\.100\.\d+ > 10\.244\.1\.2\.8080: Flags \[S\], length 0$/),
      expect.stringMatching(/^IP 10\.244\.1\.2\.8080 > 10\.244\.1\.100\.\d+: Flags \[S\.\], length 0$/),
    ]);
  });
  it('ends by itself when it is full', async () => {
    await flush();
    expect(await made({ packets: 2 })).toMatchObject({ filled: true, stimulus: { outcome: 'answered' } });
  });
  it('holds what was sent in vain', async () => {
    const result = await made({
      stimulus: { probe: 'ping', from: client, to: '10.244.1.77', timeoutMs: 300 },
    });
    expect(result).toMatchObject({ stimulus: { outcome: 'silent' } });
    expect(lines(result)).toContain('ARP, Request who-has 10.244.1.77 tell 10.244.1.100, length 28');
  });
});

describe('cannot be made', () => {
  const failed = (reason: RegExp, originMissing: boolean) => ({
    probe: 'failed',
    reason: expect.stringMatching(reason),
    originMissing,
  });
  it('on a device that is not there, is down, or in a namespace that is not there: the learner did that', async () => {
    expect(await made({ device: 'eth9' })).toEqual(failed(/no device eth9 in namespace client/, true));
    expect(await made({ at: { host: 'worker', netns: 'nowhere' } })).toEqual(
      failed(/no network namespace named nowhere/, true),
    );
    await run(sandbox, 'worker', 'ip link add down0 type veth peer name down1');
    expect(await made({ at: { host: 'worker' }, device: 'down0' })).toEqual(
      failed(/down0 on worker is DOWN/, true),
    );
  });
  it('with a filter that tcpdump does not understand, or without tcpdump: not the learner', async () => {
    expect(await made({ filter: 'shout' })).toEqual(failed(/^tcpdump: .*syntax error/, false));
    const without: Parameters<typeof runProbes>[0] = {
      slowdown: sandbox.slowdown,
      emulated: sandbox.emulated,
      topology: sandbox.topology,
      variables: sandbox.variables,
      open: (host, argv, netns) =>
        sandbox.open(host, ['env', 'PATH=/nowhere', '/usr/bin/python3', ...argv.slice(1)], netns),
    };
    expect((await runProbes(without, [probe()]))[0]).toEqual(failed(/tcpdump/, false));
  });
  it('keeps a stimulus that could not be made', async () => {
    const stimulus = {
      probe: 'ping',
      from: { host: 'worker', netns: 'nowhere' },
      to: '10.244.1.2',
      timeoutMs: 300,
    } as const;
    expect(await made({ stimulus })).toMatchObject({ probe: 'capture', stimulus: failed(/nowhere/, true) });
  });
});

describe('judged', () => {
  const args = {
    expect: [{ icmp: 'echo-reply', source: '10.244.1.2' }],
    none: [{ arp: 'request', target: '10.244.1.2' }],
  };
  it('fails with an empty table, passes with a permanent entry, fails with the MAC of another', async () => {
    await flush();
    expect(await judge(args)).toMatchObject({
      verdict: 'fail',
      diagnosis: expect.stringContaining('and must not: ARP, Request who-has 10.244.1.2'),
    });
    const pin = (pod: string) =>
      run(
        sandbox,
        'worker',
        `ip -n client neigh replace 10.244.1.2 dev eth0 nud permanent lladdr $(ip -n ${pod} -br link show eth0 | awk '{ print $3 }')`,
      );
    await pin('pod-a');
    expect(await judge(args)).toMatchObject({ verdict: 'pass' });
    await pin('pod-b');
    expect(await judge(args)).toMatchObject({
      verdict: 'fail',
      diagnosis: expect.stringContaining('the MAC of eth0 in namespace pod-b, and nothing came back'),
    });
  });
});
