/** What a lab does to the machine it runs on: nothing to its network, and no more memory than it was given. */
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../driver.ts';
import { cgroupFacts, planCgroup } from './cgroup.ts';
import { namespacesDriver } from './driver.ts';
import { textOf } from './machine.ts';

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.down());

/** Settings that the kernel itself counts up, and those of other labs' addresses. */
const RESTLESS = /nf_conntrack_count|\/neigh\//;

/** Links, routes, rules and settings of the machine's own network namespace; reads only. */
function network(): Record<string, string> {
  const seen: Record<string, string> = { links: readdirSync('/sys/class/net').sort().join(' ') };
  seen.route = textOf('/proc/net/route');
  // Without the use counts: fields 7 and 8 (net/ipv6/route.c, rt6_info_route).
  seen.ipv6_route = textOf('/proc/net/ipv6_route').replace(
    / [0-9a-f]{8} [0-9a-f]{8}( [0-9a-f]{8} +\w+)$/gm,
    '$1',
  );
  if (process.getuid?.() === 0) seen.nft = execFileSync('nft', ['list', 'ruleset'], { encoding: 'utf8' });
  const walk = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (!RESTLESS.test(path)) seen[path] = textOf(path);
    }
  };
  walk('/proc/sys/net');
  seen.hostname = readFileSync('/proc/sys/kernel/hostname', 'utf8');
  return seen;
}

const USE_IT = `
ip link set eth0 mtu 1400; ip route add 192.0.2.0/24 via 172.18.0.1; ip link add br9 type bridge
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=1 net.bridge.bridge-nf-call-iptables=0 net.netfilter.nf_conntrack_tcp_timeout_established=4321
iptables -P INPUT DROP; iptables -t nat -A POSTROUTING -j MASQUERADE; nft add table inet lab
hostname changed; ip netns add a; ip -n a link set lo up; true`;

test('the machine’s own network is as it was, while a lab is in use and afterwards', async () => {
  const before = network();
  sandbox = await namespacesDriver().up({ hosts: ['worker', 'internet'] });
  const { status, stderr } = await sandbox.exec('worker', ['bash', '-c', USE_IT]);
  expect([status, stderr]).toEqual([0, '']);
  expect(network()).toEqual(before);
  await sandbox.down();
  expect(network()).toEqual(before);
});

/** Runs the shell command of a host as a terminal would, but by pipes. */
async function throughShell(script: string): Promise<string> {
  const { file, args, env } = (sandbox as Sandbox).shell('worker', ['bash', '-c', script]);
  const child = spawn(file, args, { env: { ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  return out;
}

test('the seccomp filter is on shells, too', async () => {
  sandbox = await namespacesDriver().up({ hosts: ['worker'] });
  expect(await throughShell('grep Seccomp: /proc/self/status')).toBe('Seccomp:\t2\n');
  expect(await throughShell("python3 -c 'import socket; socket.socket(40, 1)' 2>&1 | tail -1")).toMatch(
    /Operation not permitted/,
  );
});

const plan = planCgroup(cgroupFacts(false));
describe.skipIf(plan.kind === 'none')(
  `memory cap${plan.kind === 'none' ? ` (skipped: ${plan.why})` : ''}`,
  () => {
    const HOG = 'python3 -c \'x = b"x" * (1 << 29); print(len(x))\'';

    test('whoever takes more than the sandbox has is ended, the host goes on', async () => {
      sandbox = await namespacesDriver({ memoryBytes: 96 << 20 }).up({ hosts: ['worker'] });
      const { signal, stdout } = await sandbox.exec('worker', ['bash', '-c', `exec ${HOG}`]);
      expect([signal, stdout]).toEqual(['SIGKILL', '']);
      expect(await throughShell(`${HOG}; echo $?`)).toBe('137\n');
      expect((await sandbox.exec('worker', ['hostname'])).stdout).toBe('worker\n');
    });

    test('a file system that the learner mounted counts, too, and a reset gives it back', async () => {
      sandbox = await namespacesDriver({ memoryBytes: 96 << 20 }).up({ hosts: ['worker'] });
      const fill = 'mount -t tmpfs big /mnt; exec dd if=/dev/zero of=/mnt/fill bs=1M count=400';
      const { status } = await sandbox.exec('worker', ['bash', '-c', fill]);
      expect(status).not.toBe(0);
      await sandbox.resetHost('worker');
      expect((await sandbox.exec('worker', ['hostname'])).stdout).toBe('worker\n');
    });
  },
);
