import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpResult } from '../../../../checks/probes/http.ts';
import type { Sandbox } from '../../../sandbox/driver.ts';
import { namespacesDriver } from '../../../sandbox/namespaces/driver.ts';
import { runProbes } from '../run.ts';
import { buildPods, run } from '../testing/service-host.ts';

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
