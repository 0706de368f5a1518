import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpResult } from '../../../checks/probes/http.ts';
import type { PingResult } from '../../../checks/probes/ping.ts';
import type { Sandbox } from '../../sandbox/driver.ts';
import { namespacesDriver } from '../../sandbox/namespaces/driver.ts';
import { patient } from '../../slowdown.ts';
import { runHidden } from './generator.ts';
import { runProbes } from './run.ts';
import { buildPods, run } from './testing/service-host.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await namespacesDriver().up({ hosts: ['worker'] });
  await buildPods(sandbox, 'worker', 1);
  // Behind the bridge: a host that drops, a port that says nothing, and a port that speaks no HTTP.
  await run(
    sandbox,
    'worker',
    `iptables -A FORWARD -d 10.244.9.0/24 -j DROP
iptables -A FORWARD -d 10.244.8.0/24 -j REJECT --reject-with icmp-host-unreachable
iptables -A OUTPUT -d 10.244.9.0/24 -j DROP
ip netns exec pod-a setsid python3 -c 'import socket,signal
mute = socket.create_server(("", 7000)); signal.pause()' >/dev/null 2>&1 </dev/null &
ip netns exec pod-a setsid python3 -c 'import socket
server = socket.create_server(("", 7001))
while True:
    client, _ = server.accept(); client.recv(100); client.sendall(b"220 mail ready\\r\\n"); client.close()' >/dev/null 2>&1 </dev/null &
until [ "$(ip netns exec pod-a ss -ltnH | wc -l)" = 3 ]; do sleep 0.05; done`,
  );
});
afterAll(() => sandbox?.down());

const from = { host: 'worker', netns: 'client' };
const http = async (url: string, timeoutMs = 1000, origin: { host: string; netns?: string } = from) =>
  (await runProbes(sandbox, [{ probe: 'http', from: origin, url, timeoutMs }]))[0] as HttpResult;
const ping = async (to: string, timeoutMs = 1000, origin: { host: string; netns?: string } = from) =>
  (await runProbes(sandbox, [{ probe: 'ping', from: origin, to, timeoutMs }]))[0] as PingResult;

describe('http', () => {
  it('answered, with status and body, from a namespace and from the host', async () => {
    for (const origin of [from, { host: 'worker' }]) {
      expect(await http('http://10.244.1.2:8080/any?path', 1000, origin)).toMatchObject({
        outcome: 'answered',
        status: 200,
        body: 'pod-a\n',
      });
    }
  });
  it.each([
    ['refused', 'http://10.244.1.2:9999/'],
    ['timeout', 'http://10.244.9.9/'],
    ['timeout', 'http://10.244.1.2:7000/'],
    ['unreachable', 'http://10.244.8.8/'],
    ['unreachable', 'http://nobody.invalid/'],
    ['garbled', 'http://10.244.1.2:7001/'],
  ])('%s: %s', async (outcome, url) => {
    expect(await http(url)).toMatchObject({ outcome });
  });
  it('unreachable without a route', async () => {
    await run(sandbox, 'worker', 'ip netns add bare');
    expect(await http('http://10.244.1.2:8080/', 1000, { host: 'worker', netns: 'bare' })).toMatchObject({
      outcome: 'unreachable',
      detail: 'Network is unreachable',
    });
  });
  it('waits a moment for a server that is just starting', async () => {
    await run(
      sandbox,
      'worker',
      `ip netns exec pod-a setsid bash -c 'exec python3 -m http.server 7002' >/dev/null 2>&1 </dev/null &`,
    );
    const results = await Promise.all([
      http('http://10.244.1.2:7002/'),
      http('http://10.244.1.2:7002/', 3000),
    ]);
    expect(results.map(({ outcome }) => outcome)).not.toContain('timeout');
  });
});

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
    const without: Pick<Sandbox, 'open' | 'exec' | 'topology' | 'variables' | 'slowdown' | 'emulated'> = {
      topology: sandbox.topology,
      variables: sandbox.variables,
      slowdown: sandbox.slowdown,
      emulated: sandbox.emulated,
      exec: sandbox.exec.bind(sandbox),
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
