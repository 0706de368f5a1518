import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProbeRequest } from '../../../../checks/probe.ts';
import type { Sandbox } from '../../../sandbox/driver.ts';
import { namespacesDriver } from '../../../sandbox/namespaces/driver.ts';
import { runProbes } from '../run.ts';
import { run } from '../testing/service-host.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await namespacesDriver().up({ hosts: ['worker'] });
  await run(
    sandbox,
    'worker',
    `ip netns add pod
ip link add veth-pod type veth peer name eth0 netns pod
ip link set veth-pod up
ip -n pod link set eth0 up
ip -n pod addr add 10.8.64.10/20 dev eth0
ip -n pod route add 10.8.72.0/22 via 10.8.64.3
ip -n pod route add 10.8.74.128/25 dev eth0
ip -n pod route add 10.9.0.0/16 via inet6 fe80::1 dev eth0
ip -n pod route add unreachable 10.8.96.0/19
ip -n pod route add prohibit 10.10.0.0/16
ip -n pod route add blackhole 10.11.0.0/16
ip -n pod rule add to 10.8.64.77 lookup 100
ip -n pod route add default via 10.8.64.4 table 100
touch /run/netns/file
mkdir /srv/folder; mkfifo /srv/pipe
printf '10.0.0.1 on-link\n\nlast line' >/srv/answers
: >/srv/empty; chmod +x /srv/empty
yes 0123456789abcde | head -c 100000 >/srv/long`,
  );
});
afterAll(() => sandbox?.down());

const probe = async (request: ProbeRequest) => (await runProbes(sandbox, [request]))[0];

describe('lookup', () => {
  const addresses = {
    '10.8.79.1': { is: 'on-link', detail: '10.8.79.1 dev eth0' },
    '10.8.72.1': { is: 'gateway', gateway: '10.8.64.3' },
    '10.8.74.200': { is: 'on-link' },
    '10.9.1.1': { is: 'gateway', gateway: 'fe80::1' },
    '10.8.96.1': { is: 'unreachable', detail: 'No route to host' },
    '10.10.0.1': { is: 'unreachable', detail: 'Permission denied' },
    '10.11.0.1': { is: 'unreachable', detail: 'Invalid argument' },
    '192.0.2.1': { is: 'unreachable', detail: 'Network is unreachable' },
    '10.8.64.10': { is: 'local' },
    '10.8.79.255': { is: 'broadcast' },
    '10.8.64.77': { is: 'gateway', gateway: '10.8.64.4' },
  };
  it('asks about each, in a namespace', async () => {
    const from = { host: 'worker', netns: 'pod' };
    expect(await probe({ probe: 'lookup', from, addresses: Object.keys(addresses) })).toMatchObject({
      probe: 'lookup',
      decisions: Object.values(addresses),
    });
  });
  it('asks the host', async () => {
    expect(
      await probe({ probe: 'lookup', from: { host: 'worker' }, addresses: ['172.18.0.9', '192.0.2.1'] }),
    ).toMatchObject({ decisions: [{ is: 'on-link' }, { is: 'gateway', gateway: '172.18.0.1' }] });
  });
  it('no such namespace: the learner has not made it', async () => {
    const from = { host: 'worker', netns: 'nobody' };
    expect(await probe({ probe: 'lookup', from, addresses: ['192.0.2.1'] })).toMatchObject({
      probe: 'failed',
      originMissing: true,
    });
    expect(
      await probe({ probe: 'lookup', from: { host: 'worker', netns: 'file' }, addresses: ['192.0.2.1'] }),
    ).toMatchObject({ probe: 'failed', originMissing: true });
  });
});

describe('file', () => {
  const read = (path: string) => probe({ probe: 'file', host: 'worker', path });
  it('is read as it is, up to a limit', async () => {
    expect(await read('/srv/answers')).toEqual({
      probe: 'file',
      content: '10.0.0.1 on-link\n\nlast line',
      executable: false,
    });
    expect(await read('/srv/empty')).toEqual({ probe: 'file', content: '', executable: true });
    expect(await read('/srv/long')).toMatchObject({ content: expect.stringMatching(/^[0-9a-e\n]{65536}$/) });
  });
  it('is not there', async () => {
    expect(await read('/srv/none')).toEqual({ probe: 'file' });
  });
  it.each(['/srv/folder', '/srv/pipe'])('%s is no file to read', async (path) => {
    expect(await read(path)).toMatchObject({
      probe: 'failed',
      originMissing: false,
      reason: expect.stringContaining('not a plain file'),
    });
  });
  it('a link leads within the host, wherever it points', async () => {
    const made = `ln -s /srv/answers /srv/to-answers; ln -s ../../../../../../etc/hostname /srv/up
ln -s /proc-of/worker/1/root/srv/answers /srv/out; ln -s /proc/1/root/srv/answers /srv/by-proc`;
    await sandbox.exec('worker', ['bash', '-c', made]);
    expect(await read('/srv/to-answers')).toMatchObject({ content: expect.stringContaining('on-link') });
    expect(await read('/srv/up')).toMatchObject({ content: 'worker\n' });
    expect(await read('/srv/out')).toEqual({ probe: 'file' });
    expect(await read('/srv/by-proc')).toMatchObject({ probe: 'failed', originMissing: false });
  });
  it('a link that goes up is followed while files are renamed all the time', async () => {
    await sandbox.exec('worker', ['ln', '-s', '../../../../../../etc/hostname', '/srv/above']);
    const storm =
      'open my $f, ">", "/tmp/a"; while (1) { rename "/tmp/a", "/tmp/b"; rename "/tmp/b", "/tmp/a" }';
    await run(sandbox, 'worker', `perl -e '${storm}' >/dev/null 2>&1 & echo $! >/srv/storm`);
    const seen = await Promise.all(Array.from({ length: 20 }, () => read('/srv/above')));
    await run(sandbox, 'worker', 'kill "$(cat /srv/storm)"');
    expect(seen).toEqual(seen.map(() => expect.objectContaining({ content: 'worker\n' })));
  });
  it('no such host', async () => {
    expect(await probe({ probe: 'file', host: 'worker2', path: '/srv/answers' })).toMatchObject({
      probe: 'failed',
      originMissing: false,
    });
  });
});
