/** Topologies of other shapes than the default one: segments that a host or the router joins, other names, both families. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packetLine } from '../../../checks/network/packets/packet-line.ts';
import { parsePcap } from '../../../checks/network/packets/pcap.ts';
import { hostNames } from '../../../checks/network/topology.ts';
import type { CaptureResult } from '../../../checks/probes/capture.ts';
import { startCollector } from '../../observe/collect/collector.ts';
import { runProbes } from '../../observe/probes/run.ts';
import { patient, patientSeconds } from '../../slowdown.ts';
import type { Sandbox, TopologySource } from '../driver.ts';
import { readTopology } from '../read-topology.ts';
import { CONTRACT, CONTRACT_VARIABLES } from '../testing/contract.ts';
import { namespacesDriver } from './driver.ts';

const ANSWER_S = patientSeconds(2);

/** A sandbox for the tests of a block, and what a script prints on a host of it. */
function lab(topology: TopologySource) {
  let running: Sandbox | undefined;
  const sandbox = (): Sandbox => running as Sandbox;
  beforeAll(async () => {
    running = await namespacesDriver().up(topology, { variables: CONTRACT_VARIABLES });
  });
  afterAll(() => running?.down());
  const said = async (host: string, script: string): Promise<string> => {
    const { stdout, stderr } = await sandbox().exec(host, ['bash', '-c', script]);
    return `${stdout}${stderr}`.trim();
  };
  return { sandbox, said };
}

describe('two segments that a host joins', () => {
  const { sandbox, said } = lab({
    segments: [
      { name: 'left', subnet: '10.1.0.0/24' },
      { name: 'right', subnet: '10.2.0.0/24' },
    ],
    hosts: [
      { name: 'ann', interfaces: [{ segment: 'left', address: '10.1.0.2' }], gateway: '10.1.0.1' },
      {
        name: 'gate',
        interfaces: [
          { segment: 'left', address: '10.1.0.1' },
          { segment: 'right', address: '10.2.0.1' },
        ],
        forwards: true,
      },
      { name: 'bob', interfaces: [{ segment: 'right', address: '10.2.0.2' }], gateway: '10.2.0.1' },
      { name: 'eve', interfaces: [{ segment: 'right', address: '10.2.0.3' }] },
    ],
  });
  const ping = (to: string, more = '') => `ping -c1 -W${ANSWER_S} ${more} ${to}`;

  test('reach each other through it, one hop further', async () => {
    expect(await said('ann', ping('bob'))).toMatch(/from bob \(10\.2\.0\.2\): icmp_seq=1 ttl=63 /);
    expect(await said('bob', ping('ann'))).toMatch(/from ann \(10\.1\.0\.2\): icmp_seq=1 ttl=63 /);
    expect(await said('ann', ping('bob', '-t1'))).toMatch(
      /From gate \(10\.1\.0\.1\) .*Time to live exceeded/,
    );
    expect(await said('bob', ping('eve'))).toMatch(/ ttl=64 /);
    // Without a route there is no way back either.
    expect(await said('eve', ping('10.1.0.2'))).toMatch(/Network is unreachable/);
  });

  test('do not hear each other’s frames, and nobody else is on them', async () => {
    for (const host of ['ann', 'bob', 'eve']) await said(host, ping('gate'));
    const neighbours = async (host: string, device: string) =>
      (await said(host, `ip -4 neigh show dev ${device} | cut -d' ' -f1`)).split('\n').sort();
    expect(await neighbours('ann', 'eth0')).toEqual(['10.1.0.1']);
    expect(await neighbours('gate', 'eth0')).toEqual(['10.1.0.2']);
    expect(await neighbours('gate', 'eth1')).toEqual(['10.2.0.2', '10.2.0.3']);
    // All nodes on the link (RFC 4291, 2.7.1): a bridge that only joins does not answer. Ours do once their addresses are theirs.
    const all = `ping -6 -c2 -W${ANSWER_S} ff02::1%eth0 | grep -oE 'from fe80[^ %]+' | sort -u | wc -l`;
    await expect.poll(() => said('bob', all), { timeout: patient(20_000) }).toBe('3');
  });

  test('the joining host is rebuilt with both interfaces, and forwards again', async () => {
    await sandbox().resetHost('gate');
    expect(await said('gate', "ip -br -4 addr | awk '{print $1, $3}'")).toMatch(
      /eth0@if\d+ 10\.1\.0\.1\/24\neth1@if\d+ 10\.2\.0\.1\/24$/,
    );
    expect(await said('ann', ping('bob'))).toMatch(/ttl=63/);
  });

  test('the state of all hosts is collected, with all their links', async () => {
    const collector = startCollector(sandbox());
    const { hosts } = await collector.collect('full');
    collector.close();
    const links = Object.entries(hosts).map(([name, { namespaces }]) => [
      name,
      namespaces[0]?.links?.flatMap(({ name: link, addresses }) =>
        addresses.flatMap(({ family, address, scope }) =>
          family === 'inet' && scope === 'global' ? `${link} ${address}` : [],
        ),
      ),
    ]);
    expect(Object.fromEntries(links)).toEqual({
      ann: ['eth0 10.1.0.2'],
      gate: ['eth0 10.1.0.1', 'eth1 10.2.0.1'],
      bob: ['eth0 10.2.0.2'],
      eve: ['eth0 10.2.0.3'],
    });
    expect(hosts.gate?.namespaces[0]?.sysctls?.['net.ipv4.ip_forward']).toBe('1');
    expect(hosts.ann?.namespaces[0]?.missing).toEqual({});
  });

  test('a ping is probed across the segments, and captured where it crosses', async () => {
    const stimulus = {
      probe: 'ping',
      from: { host: 'ann' },
      to: '10.2.0.2',
      timeoutMs: patient(2000),
    } as const;
    const [pinged, captured] = await runProbes(sandbox(), [
      stimulus,
      { probe: 'capture', at: { host: 'gate' }, device: 'eth1', filter: 'icmp', packets: 2, stimulus },
    ]);
    expect(pinged).toMatchObject({ probe: 'ping', ttl: 63 });
    expect(captured).toMatchObject({ probe: 'capture' });
    expect(
      parsePcap((captured as CaptureResult).pcap)
        .map(packetLine)
        .join('\n'),
    ).toMatch(/10\.1\.0\.2 .*10\.2\.0\.2.*\n.*10\.2\.0\.2 .*10\.1\.0\.2/);
  });
});

describe('five hosts of other names on two segments that the router joins', () => {
  const topology = readTopology({
    segments: [
      { name: 'office', subnet: '192.168.7.0/25', router: '192.168.7.1' },
      { name: 'racks', subnet: '10.20.0.0/22', router: '10.20.0.1' },
    ],
    hosts: [
      { name: 'ann', interfaces: [{ segment: 'office', address: '192.168.7.10' }], gateway: '192.168.7.1' },
      {
        name: 'monitor',
        interfaces: [
          { segment: 'office', address: '192.168.7.20' },
          { segment: 'racks', address: '10.20.3.20' },
        ],
      },
      { name: 'db', interfaces: [{ segment: 'racks', address: '10.20.1.5' }], gateway: '10.20.0.1' },
      {
        name: 'web',
        interfaces: [{ segment: 'racks', address: '10.20.2.80' }],
        gateway: '10.20.0.1',
        answersHttp: true,
      },
      { name: 'carl', interfaces: [{ segment: 'office', address: '192.168.7.11' }], gateway: '192.168.7.1' },
    ],
  });
  const { sandbox } = lab(topology);

  test('are known by these names, and no others', async () => {
    expect(hostNames(sandbox().topology)).toEqual(['ann', 'monitor', 'db', 'web', 'carl']);
    await expect(sandbox().exec('worker', ['true'])).rejects.toThrow(/no host worker/);
  });

  test.each(CONTRACT.map(({ name, hold }) => [name, hold] as const))('%s', async (_, hold) => {
    await hold(sandbox());
    expect(true).toBe(true);
  });
});

describe('both families', () => {
  const { sandbox, said } = lab({
    segments: [
      {
        name: 'left',
        subnet: '10.1.0.0/24',
        subnet6: 'fd00:1::/64',
        router: '10.1.0.1',
        router6: 'fd00:1::1',
      },
      {
        name: 'right',
        subnet: '10.2.0.0/24',
        subnet6: 'fd00:2::/64',
        router: '10.2.0.1',
        router6: 'fd00:2::1',
      },
      { name: 'plain', subnet: '10.3.0.0/24' },
    ],
    hosts: [
      {
        name: 'ann',
        interfaces: [{ segment: 'left', address: '10.1.0.2', address6: 'fd00:1::2' }],
        gateway: '10.1.0.1',
        gateway6: 'fd00:1::1',
      },
      {
        name: 'bob',
        interfaces: [
          { segment: 'right', address: '10.2.0.2', address6: 'fd00:2::2' },
          { segment: 'plain', address: '10.3.0.2' },
        ],
        gateway: '10.2.0.1',
        gateway6: 'fd00:2::1',
        answersHttp: true,
      },
    ],
  });

  test('an address can be used at once: nothing waits for duplicates to be found', async () => {
    // Before anything else, as it is a matter of the first second.
    expect(await said('ann', `ping -6 -c1 -W${ANSWER_S} fd00:2::2`)).toMatch(
      /from fd00:2::2: icmp_seq=1 ttl=63 /,
    );
    for (const host of ['ann', 'bob'])
      expect(await said(host, 'ip -6 addr show scope global tentative')).toBe('');
  });

  test('are answered by the router, each time', async () => {
    for (const to of ['fd00:9::1', 'fd00:9::2', 'fd00:9::3'])
      expect(await said('ann', `ping -6 -c1 -W${ANSWER_S} ${to}`)).toMatch(/From fd00:1::1 .*No route/);
    expect(await said('ann', `ping -6 -t1 -c1 -W${ANSWER_S} fd00:2::2`)).toMatch(
      /From fd00:1::1 .*Time exceeded/,
    );
  });

  test('have names in both, and a web server in both', async () => {
    expect(await said('ann', 'getent ahosts bob | cut -d" " -f1 | sort -u')).toBe('10.2.0.2\nfd00:2::2');
    const ask = (to: string) => said('ann', `curl -sS -m ${ANSWER_S} http://${to}/x`);
    expect(await ask('10.2.0.2')).toBe('You are 10.1.0.2');
    expect(await ask('[fd00:2::2]')).toBe('You are fd00:1::2');
    expect(await said('bob', 'cat /var/log/clients')).toBe('10.1.0.2 /x\nfd00:1::2 /x');
  });

  test('come back with a host that is rebuilt', async () => {
    await sandbox().resetHost('bob');
    expect(await said('ann', `curl -sS -m ${ANSWER_S} http://[fd00:2::2]/`)).toBe('You are fd00:1::2');
  });
});
