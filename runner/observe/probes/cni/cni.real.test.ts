import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cni as kind } from '../../../../checks/kinds/cni/cni.ts';
import { DEFAULT_TOPOLOGY } from '../../../../checks/network/default-topology.ts';
import type { CniPart, CniProbe, CniResult } from '../../../../checks/probes/cni.ts';
import type { LabProcess, Sandbox } from '../../../sandbox/driver.ts';
import { namespacesDriver } from '../../../sandbox/namespaces/driver.ts';
import { runProbes } from '../run.ts';
import { run } from '../testing/service-host.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await namespacesDriver().up({ hosts: ['worker'] });
  await run(sandbox, 'worker', 'mkdir -p /srv/cni');
});
afterAll(() => sandbox?.down());

const ipam = {
  type: 'host-local',
  ranges: [[{ subnet: '10.77.0.0/24', rangeStart: '10.77.0.10', rangeEnd: '10.77.0.12' }]],
  routes: [{ dst: '0.0.0.0/0' }],
};
const config = {
  cniVersion: '1.0.0',
  name: 'tested',
  type: 'tested',
  bridge: 'test0',
  isGateway: true,
  ipam,
};

const said = async (script: string) => (await sandbox.exec('worker', ['bash', '-c', script])).stdout.trim();
const write = (name: string, text: string) =>
  run(sandbox, 'worker', `cat > ${name} <<'END'\n${text}\nEND\nchmod +x ${name}`);
/** What a probe must leave as it was: namespaces, devices, folders in /run, leases, processes. */
const traces = () =>
  said(`ip netns list; ls /run/netns /run; ip -br link | awk '{ print $1 }'; cat /proc/sys/net/ipv4/ip_forward
find /var/lib/cni -name '10.*'; iptables-save -t nat | grep -c 10.77; pgrep -fc 'sleep 10'`);

async function judge(args: Record<string, unknown>) {
  const parsed = kind.schema.parse({ host: 'worker', ...args });
  const probes = await runProbes(sandbox, kind.probes?.(parsed) ?? []);
  return kind.judge(parsed, {
    topology: DEFAULT_TOPOLOGY,
    state: { depth: 'light', takenAt: 0, hosts: {} },
    probes,
  });
}

/** For calls that are waited for in vain. */
const impatient = (): Sandbox => Object.create(sandbox, { slowdown: { value: 0.5 } });
const probe = async (program: string, parts: readonly CniPart[], on = sandbox): Promise<CniResult> => {
  const { cniVersion, name, ...plugin } = config;
  const request: CniProbe = {
    probe: 'cni',
    from: { host: 'worker' },
    target: { program, network: { cniVersion, name, plugins: [plugin] } },
    path: ['/srv/cni', '/opt/cni/bin'],
    capabilities: {},
    parts,
  };
  const [result] = await runProbes(on, [request]);
  if (result?.probe !== 'cni') throw new Error(JSON.stringify(result));
  return result;
};

describe('plugins that follow the specification', () => {
  it.each(['bridge', 'ptp'])('%s passes, and all is as before', async (name) => {
    await said('sysctl -qw net.ipv4.ip_forward=1');
    const before = await traces();
    expect(await judge({ plugin: `/opt/cni/bin/${name}`, config, pool: 3 })).toMatchObject({
      verdict: 'pass',
    });
    expect(await traces()).toBe(before);
  });
  it('a list of three, with what a runtime says of the pod', async () => {
    await run(
      sandbox,
      'worker',
      `cat > /etc/cni/net.d/x.conflist <<'END'
{"cniVersion": "1.0.0", "name": "listed", "plugins": [
  {"type": "bridge", "bridge": "test1", "isGateway": true, "ipMasq": true,
   "ipam": {"type": "host-local", "subnet": "10.78.0.0/24", "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}},
  {"type": "bandwidth", "capabilities": {"bandwidth": true}}]}
END`,
    );
    const bandwidth = { ingressRate: 1e6, ingressBurst: 1e6, egressRate: 1e6, egressBurst: 1e6 };
    const portMappings = [{ hostPort: 18080, containerPort: 80, protocol: 'tcp' }];
    const list = { conflist: '/etc/cni/net.d/x.conflist', calls: ['add', 'del'] };
    expect(await judge({ ...list, capabilities: { bandwidth, portMappings } })).toMatchObject({
      verdict: 'pass',
    });
    expect(await judge({ ...list, calls: ['check'], capabilities: { bandwidth } })).toMatchObject({
      verdict: 'pass',
    });
  });
});

describe('a list that is none', () => {
  it.each([
    ['/etc/none', '', 'No such file'],
    ['/etc/broken', '{', 'it is not JSON'],
    ['/etc/list', '[]', 'it is no JSON object'],
    ['/etc/one', '{"cniVersion": "1.0.0", "name": "x", "type": "bridge"}', 'is no list'],
    ['/etc/untyped', '{"cniVersion": "1.0.0", "name": "x", "plugins": [{}]}', 'has no "type"'],
  ])('%s', async (conflist, text, words) => {
    if (text) await write(conflist, text);
    expect(await judge({ conflist })).toMatchObject({
      verdict: 'fail',
      diagnosis: expect.stringContaining(words),
    });
  });
  it('names a program that is nowhere', async () => {
    await write('/etc/nowhere', '{"cniVersion": "1.0.0", "name": "x", "plugins": [{"type": "nowhere"}]}');
    expect(await judge({ conflist: '/etc/nowhere', calls: ['add'] })).toMatchObject({
      diagnosis: expect.stringContaining('there is no program nowhere'),
    });
  });
});

describe('how a program ends', () => {
  it.each([
    ['missing', undefined],
    ['forbidden', '#!/bin/sh\nchmod -x $0'],
    ['no-program', 'echo hello'],
    ['no-interpreter', '#!/bin/none'],
    ['killed', '#!/bin/sh\nkill -SEGV $$'],
    ['ran', '#!/bin/sh\nexit 3'],
  ])('%s', async (outcome, text) => {
    const name = `/srv/cni/${outcome}`;
    if (text !== undefined) await write(name, text);
    if (outcome === 'forbidden') await said(`chmod -x ${name}`);
    const { operations } = await probe(name, ['version']);
    expect(operations[0]?.calls[0]).toMatchObject({ outcome, status: outcome === 'ran' ? 3 : null });
  });
  it('never: the part ends, and the next begins', async () => {
    await write('/srv/cni/hangs', '#!/bin/sh\n[ $CNI_COMMAND = VERSION ] || exec sleep 1000');
    const { operations } = await probe('/srv/cni/hangs', ['add', 'version'], impatient());
    expect(operations.map(({ purpose }) => purpose)).toEqual(['add-taken', 'version', 'version-again']);
    expect(operations[0]?.calls[0]).toMatchObject({ outcome: 'late', status: null });
    expect(await said('pgrep -fc "^sleep 1000"')).toBe('0');
  });
  it('printing without end, and without anybody who reads', async () => {
    await write('/srv/cni/endless', '#!/bin/sh\nyes >&2; yes');
    const { operations } = await probe('/srv/cni/endless', ['version'], impatient());
    expect(operations[0]?.calls[0]?.stdout.length).toBeLessThanOrEqual(65_536);
  });
});

describe('what a call gets', () => {
  it('its variables, and no others of their kind; the configuration; the root as its folder', async () => {
    await write(
      '/srv/cni/tell',
      `#!/bin/sh
{ pwd; env | grep ^CNI_ | sort | sed 's/=.*//'; } >&2
cat`,
    );
    const { operations, containers } = await probe('/srv/cni/tell', ['version', 'errors']);
    const call = (purpose: string) => operations.find((one) => one.purpose === purpose)?.calls[0];
    expect(call('version')).toMatchObject({
      stdout: '{"cniVersion": "1.0.0"}',
      stderr: '/\nCNI_COMMAND\nCNI_PATH\n',
    });
    expect(call('unknown-command')?.stderr).toBe(
      '/\nCNI_COMMAND\nCNI_CONTAINERID\nCNI_IFNAME\nCNI_NETNS\nCNI_PATH\n',
    );
    expect(call('no-netns')?.stderr).not.toContain('CNI_NETNS');
    expect(JSON.parse(call('no-netns')?.stdout ?? '')).toEqual(config);
    expect(call('broken-json')?.stdout).toBe(call('no-netns')?.stdout.slice(0, -1));
    expect(call('unknown-command')?.environment).toMatchObject({
      CNI_COMMAND: 'JUMP',
      CNI_CONTAINERID: containers.errors?.first?.id,
      CNI_PATH: '/srv/cni:/opt/cni/bin',
    });
    expect(containers.errors?.first?.id).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('whatever happens', () => {
  it('a plugin that leaves all it can: namespaces and leases are gone, the rest is said', async () => {
    await write(
      '/srv/cni/messy',
      `#!/bin/bash
[ "$CNI_COMMAND" = ADD ] || exit 0
ip link add "m\${CNI_CONTAINERID:0:8}" type bridge
PATH=$CNI_PATH host-local`,
    );
    const before = await traces();
    const { looks } = await probe('/srv/cni/messy', ['add']);
    expect(
      looks
        .at(-1)
        ?.kept.map(({ container }) => container)
        .sort(),
    ).toEqual(['first', 'second', 'third']);
    expect(await traces()).toBe(before);
  });

  it('killed in the middle: a guard clears up, and the next probe waits for it', async () => {
    const before = await traces();
    await write(
      '/srv/cni/slow',
      `#!/bin/bash
echo $$ >> /tmp/slow
PATH=$CNI_PATH host-local >/dev/null
exec sleep 1000`,
    );
    const started: LabProcess[] = [];
    const watched: Sandbox = Object.create(sandbox, {
      open: {
        value: (...words: Parameters<Sandbox['open']>) => {
          const child = sandbox.open(...words);
          started.push(child);
          return child;
        },
      },
    });
    const running = probe('/srv/cni/slow', ['add'], watched).catch(() => 'killed');
    expect(
      await said(
        'until [ -s /tmp/slow ] && ls /var/lib/cni/networks/tested/10.* 2>/dev/null; do sleep 0.05; done | head -1',
      ),
    ).toContain('10.77.0.');
    expect(await said('ls /run/netns | grep -c cni-check')).not.toBe('0');
    for (const child of started) child.kill('SIGKILL');
    expect(await running).toBe('killed');
    // The guard has the lock: whoever gets it comes after the guard.
    await said('flock /run true');
    expect(await traces()).toBe(before);
    expect(await said('kill -0 $(cat /tmp/slow) 2>&1')).toContain('No such process');
    expect(await judge({ plugin: '/opt/cni/bin/bridge', config, calls: ['add'] })).toMatchObject({
      verdict: 'pass',
    });
  });
});
