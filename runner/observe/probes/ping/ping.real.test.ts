import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PingResult } from '../../../../checks/probes/ping.ts';
import type { HostAccess, Sandbox } from '../../../sandbox/driver.ts';
import { namespacesDriver } from '../../../sandbox/namespaces/driver.ts';
import { patient } from '../../../slowdown.ts';
import { runProbes } from '../run.ts';
import { runHidden } from '../support/hidden.ts';
import { buildPods, run } from '../testing/service-host.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await namespacesDriver().up({ hosts: ['worker'] });
  await buildPods(sandbox, 'worker', 1);
  // Behind the bridge: a host that drops, and one that is refused.
  await run(
    sandbox,
    'worker',
    `iptables -A FORWARD -d 10.244.9.0/24 -j DROP
iptables -A FORWARD -d 10.244.8.0/24 -j REJECT --reject-with icmp-host-unreachable
iptables -A OUTPUT -d 10.244.9.0/24 -j DROP
ip netns add bare
`,
  );
});
afterAll(() => sandbox?.down());

const from = { host: 'worker', netns: 'client' };
const ping = async (to: string, timeoutMs = 1000, origin: { host: string; netns?: string } = from) =>
  (await runProbes(sandbox, [{ probe: 'ping', from: origin, to, timeoutMs }]))[0] as PingResult;

describe('ping', () => {
  it('answered, with the TTL that is left', async () => {
    expect(await ping('10.244.1.2')).toMatchObject({ outcome: 'answered', ttl: 64 });
    expect(await ping('10.244.1.2', 1000, { host: 'worker' })).toMatchObject({
      outcome: 'answered',
      ttl: 64,
    });
    expect(await ping('::1', 1000, { host: 'worker' })).toMatchObject({ outcome: 'answered', ttl: 64 });
  });
  it('silent where packets vanish, also by a rule of the host itself', async () => {
    expect(await ping('10.244.9.9', 500)).toMatchObject({ outcome: 'silent' });
    expect(await ping('10.244.9.9', 500, { host: 'worker' })).toMatchObject({
      outcome: 'silent',
      detail: expect.stringContaining('own rules'),
    });
  });
  it('unreachable without a route, and where a router says so', async () => {
    expect(await ping('10.0.0.1', 1000, { host: 'worker', netns: 'bare' })).toMatchObject({
      outcome: 'unreachable',
      detail: 'Network is unreachable',
    });
    expect(await ping('10.244.8.8', 500)).toMatchObject({
      outcome: 'unreachable',
      detail: 'No route to host, says 10.244.1.1',
    });
  });
  it('keeps trying until the deadline: a link that comes up late is found', async () => {
    await run(sandbox, 'worker', 'ip link set v-pod-a down; ip -n client neigh flush all');
    const probe = ping('10.244.1.2', 5000);
    // The first echo request has been sent, in vain, when the client asks for the address.
    await run(
      sandbox,
      'worker',
      'until ip -n client neigh show 10.244.1.2 | grep -q .; do sleep 0.02; done; ip link set v-pod-a up',
    );
    expect(await probe).toMatchObject({ outcome: 'answered' });
  });
});

describe('failed', () => {
  it("the learner's namespace is missing, or only a file", async () => {
    await run(sandbox, 'worker', 'touch /run/netns/only-a-file');
    for (const netns of ['nowhere', 'only-a-file']) {
      expect(await ping('10.244.1.2', 500, { host: 'worker', netns })).toMatchObject({
        probe: 'failed',
        originMissing: true,
      });
    }
  });
  it('a command that does not end is ended at its deadline', async () => {
    const late = runHidden(sandbox, { host: 'worker' }, ['sleep', '60'], '', 300);
    await expect(late).rejects.toThrow(`sleep did not end within ${patient(300, sandbox.slowdown) / 1000} s`);
  });
  it('a command that prints without end is ended, and its children hold nobody up', async () => {
    const flood = runHidden(sandbox, { host: 'worker' }, ['sh', '-c', 'setsid sleep 60 & yes'], '', 5_000);
    await expect(flood).rejects.toThrow('more than 8 MiB');
    const held = runHidden(sandbox, { host: 'worker' }, ['sh', '-c', 'setsid sleep 60 &'], '', 300);
    await expect(held).rejects.toThrow('did not end within');
  });
  it('the host is not in the sandbox', async () => {
    expect(await ping('10.244.1.2', 500, { host: 'worker2' })).toMatchObject({
      probe: 'failed',
      originMissing: false,
    });
  });
  it("a tool is missing: not the learner's doing", async () => {
    const without: HostAccess = {
      topology: sandbox.topology,
      variables: sandbox.variables,
      slowdown: sandbox.slowdown,
      emulated: sandbox.emulated,
      open: (host, argv, netns) => sandbox.open(host, ['python-is-not-here', ...argv.slice(1)], netns),
    };
    for (const origin of [{ host: 'worker' }, from]) {
      const [result] = await runProbes(without, [
        { probe: 'ping', from: origin, to: '10.244.1.2', timeoutMs: 500 },
      ]);
      expect(result).toMatchObject({
        probe: 'failed',
        originMissing: false,
        reason: expect.stringContaining('python-is-not-here'),
      });
    }
  });
});
