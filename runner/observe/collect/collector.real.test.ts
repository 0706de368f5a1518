import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type NetworkNamespace,
  type NetworkState,
  networkStateSchema,
} from '../../../checks/network/state/network-state.ts';
import { findPeer } from '../../../checks/network/state/peer.ts';
import type { Sandbox } from '../../sandbox/driver.ts';
import { driverByName } from '../../sandbox/drivers.ts';
import { readTopology } from '../../sandbox/read-topology.ts';
import { type Collector, startCollector } from './collector.ts';
import { fingerprint } from './fingerprint.ts';

let sandbox: Sandbox;
let collector: Collector;

const onWorker = async (script: string) => {
  const result = await sandbox.exec('worker', ['bash', '-ec', script]);
  if (result.status !== 0) throw new Error(result.stderr);
  return result.stdout;
};
const netns = (state: NetworkState, name: string): NetworkNamespace => {
  const found = state.hosts.worker?.namespaces.find((one) => one.name === name);
  if (!found) throw new Error(`no namespace ${name}`);
  return found;
};

beforeAll(async () => {
  sandbox = await driverByName('namespaces').up({ hosts: ['worker', 'worker2'] });
  collector = startCollector(sandbox);
  await onWorker(`
    ip link add br0 type bridge; ip link set br0 up
    for pod in a b; do
      ip netns add $pod
      ip link add veth-$pod type veth peer name eth0 netns $pod
      ip link set veth-$pod master br0 up; ip -n $pod link set eth0 up
    done
    ip -n a addr add 10.0.0.1/24 dev eth0; ip -n b addr add 10.0.0.2/24 dev eth0
    ip netns exec a ping -c1 -W2 10.0.0.2 >/dev/null
    iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -m comment --comment 'a "b" c' -j MASQUERADE`);
});
afterAll(async () => {
  collector?.close();
  await sandbox?.down();
});

describe('a live sandbox', () => {
  test('light: every host, every namespace, what the kernel holds', async () => {
    const state = await collector.collect('light');
    expect(Object.keys(state.hosts)).toEqual(['worker', 'worker2']);
    const host = state.hosts.worker;
    const a = netns(state, 'a');
    const own = netns(state, '');
    expect(host?.namespaces.map(({ name, missing }) => [name, missing])).toEqual([
      ['', {}],
      ['a', {}],
      ['b', {}],
    ]);
    expect(String(a.inode)).toBe((await onWorker('stat -L -c %i /run/netns/a')).trim());
    expect(a.links?.find(({ name }) => name === 'eth0')?.addresses[0]).toMatchObject({
      address: '10.0.0.1',
      prefix: 24,
    });
    expect(a.neighbours?.[0]).toMatchObject({ address: '10.0.0.2' });
    expect(own.routes?.[0]).toMatchObject({ destination: 'default', gateway: '172.18.0.1' });
    const port = own.links?.find(({ name }) => name === 'veth-b');
    if (!host || !port) throw new Error('no veth-b');
    expect(findPeer(host, own, port)?.netns.name).toBe('b');
    const macOfB = netns(state, 'b').links?.find(({ name }) => name === 'eth0')?.mac;
    expect(own.fdb).toContainEqual(expect.objectContaining({ mac: macOfB, device: 'veth-b', state: '' }));
    expect(a).not.toHaveProperty('iptables');
  });

  test('full: all sections, and looking leaves empty namespaces empty', async () => {
    const state = await collector.collect('full');
    expect(networkStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
    for (const host of Object.values(state.hosts)) {
      for (const one of host.namespaces) {
        expect(one.missing).toEqual({});
        for (const section of ['sockets', 'sysctls', 'iptables', 'nft', 'conntrack'] as const)
          expect(one[section]).toBeDefined();
      }
    }
    const [rule] =
      netns(state, '').iptables?.tables.nat?.find(({ name }) => name === 'POSTROUTING')?.rules ?? [];
    expect(rule?.words).toContain('a "b" c');
    const again = await collector.collect('full');
    expect(netns(again, 'a').iptables?.tables).toEqual({});
    expect(netns(again, 'a').nft).toEqual([]);
  });

  test('sysctls are those of each namespace', async () => {
    await onWorker('ip netns exec a sysctl -qw net.ipv4.ip_forward=1');
    const state = await collector.collect('full');
    expect(netns(state, 'a').sysctls?.['net.ipv4.ip_forward']).toBe('1');
    expect(netns(state, 'b').sysctls?.['net.ipv4.ip_forward']).toBe('0');
  });

  test('the collector is not among the processes, nor does it hold a namespace', async () => {
    await onWorker('ip netns add short');
    await collector.collect('light');
    await onWorker('ip netns del short');
    const state = await collector.collect('light');
    expect(state.hosts.worker?.namespaces.map(({ name }) => name)).toEqual(['', 'a', 'b']);
    const commands = state.hosts.worker?.processes.map(({ command }) => command) ?? [];
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((command) => command.includes('perl'))).toEqual([]);
  });

  test("a process's namespace without a name, and one with two names", async () => {
    await onWorker(`setsid unshare -n sleep 300 >/dev/null 2>&1 </dev/null & echo $! >/tmp/sleeper
      ip netns attach twin $$
      until [ "$(readlink /proc/$(cat /tmp/sleeper)/ns/net)" != "$(readlink /proc/1/ns/net)" ]; do sleep 0.05; done`);
    const state = await collector.collect('light');
    const nameless = state.hosts.worker?.namespaces.find(({ name }) => name === null);
    expect(nameless?.links?.map(({ name }) => name)).toEqual(['lo']);
    expect(nameless?.pids).toHaveLength(1);
    expect(netns(state, 'twin').inode).toBe(netns(state, '').inode);
    await onWorker('kill $(cat /tmp/sleeper); ip netns del twin');
  });

  test('what outlives a process: mounts, leases, containers; and root directories', async () => {
    const before = fingerprint(await collector.collect('light'));
    await onWorker(`mkdir -p /srv/c/rootfs /var/lib/cni/networks/pods
      mount -t tmpfs none '/srv/c/rootfs'; mkdir /srv/c/rootfs/usr /srv/c/rootfs/dev; cp -P /bin /lib* /srv/c/rootfs
      printf 'c\\r\\neth0' >/var/lib/cni/networks/pods/10.244.1.2; echo 10.244.1.2 >/var/lib/cni/networks/pods/last_reserved_ip.0
      mountpoint -q /sys/fs/cgroup || mount -t cgroup2 none /sys/fs/cgroup
      cat >/srv/c/config.json <<'END'
{ "ociVersion": "1.0.2", "process": { "args": ["/usr/bin/sleep", "300"], "cwd": "/" }, "root": { "path": "rootfs" },
  "mounts": [{ "destination": "/usr", "type": "bind", "source": "/usr", "options": ["bind", "ro"] }],
  "linux": { "namespaces": [{ "type": "pid" }, { "type": "mount" }] } }
END
      crun --cgroup-manager=disabled run --detach --bundle /srv/c c >/tmp/c.log 2>&1 </dev/null || { cat /tmp/c.log >&2; exit 1; }`);
    const state = await collector.collect('light');
    const worker = state.hosts.worker;
    expect(worker?.mounts).toContainEqual({ point: '/srv/c/rootfs', type: 'tmpfs' });
    expect(worker?.leases).toEqual([
      { network: 'pods', address: '10.244.1.2', containerId: 'c', ifname: 'eth0' },
    ]);
    expect(worker?.containers?.map(({ id }) => id)).toEqual(['c']);
    const pid = worker?.containers?.[0]?.pid;
    const root = worker?.processes.find((one) => one.pid === pid)?.root;
    expect(root).toMatch(/^\d+:\d+$/);
    expect(worker?.processes.find((one) => one.pid === 1)?.root).toBe('host');
    expect(state.hosts.worker2).toMatchObject({ leases: [], containers: [] });
    expect(fingerprint(state)).not.toBe(before);
    await onWorker(`crun --cgroup-manager=disabled delete -f c
      umount /srv/c/rootfs; rm -r /srv/c /var/lib/cni/networks/pods`);
    expect((await collector.collect('light')).hosts.worker).toMatchObject({ leases: [], containers: [] });
  });

  test('a namespace that comes and goes while it is read never costs the others', async () => {
    const churn = onWorker('for i in $(seq 60); do ip netns add churn; ip netns del churn; done');
    let done = false;
    churn.finally(() => {
      done = true;
    });
    while (!done) {
      const state = await collector.collect('light');
      expect(state.hosts.worker?.unreadable).toBeUndefined();
      expect(netns(state, 'a').missing).toEqual({});
    }
    await churn;
  });

  test('a fingerprint stays while nothing is done, and moves when something is', async () => {
    await collector.collect('light');
    const before = fingerprint(await collector.collect('light'));
    expect(fingerprint(await collector.collect('light'))).toBe(before);
    await onWorker('ip -n a addr add 10.9.9.9/32 dev lo');
    expect(fingerprint(await collector.collect('light'))).not.toBe(before);
  });

  test('questions at the same time are one collection', async () => {
    const [one, two] = await Promise.all([collector.collect('light'), collector.collect('light')]);
    expect(one).toBe(two);
  });

  test('a host that was reset is read again', async () => {
    await collector.collect('light');
    await sandbox.resetHost('worker2');
    const state = await collector.collect('light');
    expect(state.hosts.worker2?.unreadable).toBeUndefined();
    expect(state.hosts.worker2?.namespaces[0]?.links?.map(({ name }) => name)).toContain('eth0');
  });

  test('after close it refuses', async () => {
    const other = startCollector(sandbox);
    await other.collect('light');
    other.close();
    await expect(other.collect('light')).rejects.toThrow(/closed/);
  });
});

test('a host that cannot be reached is unreadable, with the reason', async () => {
  const broken = startCollector({
    topology: readTopology({ hosts: ['worker'] }),
    variables: {},
    slowdown: 1,
    emulated: false,
    open: () => {
      throw new Error('the sandbox has ended');
    },
  });
  const state = await broken.collect('light');
  expect(state.hosts.worker).toMatchObject({ unreadable: 'the sandbox has ended', namespaces: [] });
  broken.close();
});
