import { describe, expect, test } from 'vitest';
import type { PreflightResult } from '../driver.ts';
import { FEATURE_NAMES } from '../kernel-features.ts';
import { judge, type MachineFacts } from './preflight.ts';

const FEATURES = [...FEATURE_NAMES, 'seccomp', 'memory cap'];
const working = Object.fromEntries(FEATURES.map((feature) => [feature, 'ok']));

const GOOD: MachineFacts = {
  uid: 1000,
  user: 'ann',
  kernel: '6.1.0-18-amd64',
  architecture: 'x64',
  filterKnown: true,
  missing: [],
  mode: 'range',
  newuidmap: true,
  subordinateIds: true,
  apparmorRestrict: undefined,
  maxUserNamespaces: '62000',
  unprivilegedClone: '1',
  cgroup: { kind: 'v2', parent: '/c', pids: true },
  trial: { built: true, features: working },
};

const refusal = (why: string): Partial<MachineFacts> => ({
  trial: { built: false, why: `the sandbox could not be built: ${why}` },
});
const failing = (feature: string, said: string): Partial<MachineFacts> => ({
  trial: { built: true, features: { ...working, [feature]: said } },
});

test('a good machine: everything is ok, and nothing is to be done', () => {
  for (const result of judge(GOOD))
    expect(result).toEqual({ feature: result.feature, verdict: 'ok', found: expect.any(String) });
});

test('what is not ok has a remedy, what is ok has none, features are named once', () => {
  const odd = judge({
    ...GOOD,
    ...refusal('anything'),
    mode: 'single',
    cgroup: { kind: 'none', why: 'w' },
    filterKnown: false,
  });
  for (const { verdict, remedy } of odd) expect(remedy === undefined).toBe(verdict === 'ok');
  expect(new Set(odd.map(({ feature }) => feature)).size).toBe(odd.length);
});

describe('each situation', () => {
  test.each<
    [
      string,
      Partial<MachineFacts>,
      feature: string,
      PreflightResult['verdict'],
      found: RegExp,
      remedy: RegExp,
    ]
  >([
    [
      'no uidmap',
      { mode: 'single', newuidmap: false },
      'ids',
      'degraded',
      /single user id/,
      /^sudo apt-get install -y uidmap$/,
    ],
    [
      'uidmap without a range',
      { mode: 'single', subordinateIds: false },
      'ids',
      'degraded',
      /single user id/,
      /usermod --add-subuids \S+ --add-subgids \S+ ann$/,
    ],
    ['single by choice', { mode: 'single' }, 'ids', 'degraded', /WIREBOOK_UIDMAP/, /unset WIREBOOK_UIDMAP/],
    [
      'Ubuntu’s AppArmor, at the map',
      { apparmorRestrict: '1', ...refusal('/proc/77/uid_map: Operation not permitted') },
      'user namespaces',
      'missing',
      /AppArmor/,
      /kernel\.apparmor_restrict_unprivileged_userns=0/,
    ],
    [
      'Ubuntu’s AppArmor, at the first mount',
      { apparmorRestrict: '1', ...refusal('mount of /: mount(none, /, ): Permission denied') },
      'user namespaces',
      'missing',
      /AppArmor/,
      /kernel\.apparmor_restrict_unprivileged_userns=0/,
    ],
    [
      'AppArmor’s restriction does not bind root',
      { uid: 0, mode: 'root', apparmorRestrict: '1' },
      'user namespaces',
      'ok',
      /root/,
      /^$/,
    ],
    [
      'max_user_namespaces = 0',
      { maxUserNamespaces: '0', ...refusal('clone(805306385, 0, 0): No space left on device') },
      'user namespaces',
      'missing',
      /user\.max_user_namespaces = 0/,
      /^sudo sysctl -w user\.max_user_namespaces=/,
    ],
    [
      'user namespaces used up',
      refusal('clone(805306385, 0, 0): No space left on device'),
      'user namespaces',
      'missing',
      /no more user namespaces/,
      /max_user_namespaces/,
    ],
    [
      'unprivileged_userns_clone = 0',
      { unprivilegedClone: '0', ...refusal('clone(805306385, 0, 0): Operation not permitted') },
      'user namespaces',
      'missing',
      /only root/,
      /^sudo sysctl -w kernel\.unprivileged_userns_clone=1$/,
    ],
    [
      'a container whose seccomp profile forbids clone',
      refusal('clone(805306385, 0, 0): Operation not permitted'),
      'user namespaces',
      'missing',
      /is refused/,
      /seccomp=unconfined/,
    ],
    [
      'a folder that cannot be written',
      refusal("EACCES: permission denied, mkdir '/run/user/1000/wirebook'"),
      'user namespaces',
      'missing',
      /\/run\/user\/1000\/wirebook cannot be written/,
      /^name a folder .*TMPDIR=<folder>/,
    ],
    [
      'newuidmap refuses',
      refusal('newuidmap: uid range [0-1) -> [1000-1001) not allowed'),
      'user namespaces',
      'missing',
      /newuidmap refused/,
      /--add-subuids/,
    ],
    [
      'masked /proc in a container',
      refusal('mount of mnt/proc: mount(proc, mnt/proc, proc): Operation not permitted'),
      'proc and sysfs',
      'missing',
      /hidden here/,
      /systempaths=unconfined/,
    ],
    [
      'masked /proc is not laid at the door of user namespaces',
      refusal('mount of mnt/proc: mount(proc, mnt/proc, proc): Operation not permitted'),
      'user namespaces',
      'ok',
      /work/,
      /^$/,
    ],
    [
      'an unknown failure keeps its words',
      refusal('something new'),
      'user namespaces',
      'missing',
      /something new/,
      /./,
    ],
    ['an old kernel', { kernel: '5.10.0-28-amd64' }, 'kernel', 'missing', /older than 5\.14/, /Debian 12/],
    ['a kernel of exactly the needed version', { kernel: '5.14.0' }, 'kernel', 'ok', /5\.14/, /^$/],
    [
      'missing tools, two of one package',
      {
        missing: [
          { command: 'ip', package: 'iproute2' },
          { command: 'ss', package: 'iproute2' },
          { command: 'nft', package: 'nftables' },
        ],
      },
      'tools',
      'missing',
      /ip, ss, nft/,
      /^sudo apt-get install -y iproute2 nftables$/,
    ],
    [
      'br_netfilter not loaded',
      failing('br_netfilter', 'cat: No such file or directory'),
      'br_netfilter',
      'degraded',
      /No such file/,
      /^sudo modprobe br_netfilter$/,
    ],
    [
      'overlay not loaded',
      failing('overlay', 'unknown filesystem type'),
      'overlay',
      'degraded',
      /unknown/,
      /^sudo modprobe overlay$/,
    ],
    [
      'ip_tables not loaded',
      failing('ip_tables', "can't initialize iptables table"),
      'ip_tables',
      'degraded',
      /initialize/,
      /^sudo modprobe -a ip_tables /,
    ],
    [
      'vxlan not there',
      failing('vxlan', 'Error: Unknown device type.'),
      'vxlan',
      'degraded',
      /Unknown device/,
      /^sudo modprobe vxlan$/,
    ],
    [
      'veth not there',
      failing('veth', 'Error: Unknown device type.'),
      'veth',
      'missing',
      /Unknown device/,
      /^sudo modprobe veth$/,
    ],
    [
      'bridge not there',
      failing('bridge', 'Error: Unknown device type.'),
      'bridge',
      'missing',
      /Unknown device/,
      /^sudo modprobe bridge$/,
    ],
    [
      'nat not there',
      failing('nf_tables', 'TABLE_ADD failed'),
      'nf_tables',
      'missing',
      /TABLE_ADD/,
      /^sudo modprobe -a nf_tables /,
    ],
    [
      'a filter that does not hold',
      failing('seccomp', 'AF_VSOCK sockets can be made'),
      'seccomp filter',
      'degraded',
      /AF_VSOCK/,
      /trust/,
    ],
    [
      'an architecture without a filter',
      { filterKnown: false, architecture: 'riscv64' },
      'seccomp filter',
      'degraded',
      /riscv64/,
      /trust/,
    ],
    [
      'no cgroup to be had',
      { cgroup: { kind: 'none', why: 'nothing is writable' } },
      'memory cap',
      'degraded',
      /nothing is writable/,
      /root/,
    ],
    [
      'a scope that shells are not in',
      { cgroup: { kind: 'scope', entered: false } },
      'memory cap',
      'degraded',
      /outside of it/,
      /^systemd-run --user --scope /,
    ],
    ['a scope', { cgroup: { kind: 'scope', entered: true } }, 'memory cap', 'ok', /systemd user scope/, /^$/],
    [
      'a cgroup that could not be made',
      failing('memory cap', 'no cgroup could be made'),
      'memory cap',
      'degraded',
      /does not hold/,
      /./,
    ],
  ])('%s', (_, facts, feature, verdict, found, remedy) => {
    const result = judge({ ...GOOD, ...facts }).find((one) => one.feature === feature);
    expect(result?.verdict).toBe(verdict);
    expect(result?.found).toMatch(found);
    expect(result?.remedy ?? '').toMatch(remedy);
  });
});

describe('the weakest point', () => {
  test.each<[string, Partial<MachineFacts>, RegExp]>([
    ['no filter, whatever else there is', { filterKnown: false, mode: 'single' }, /system calls/],
    ['no cap', { cgroup: { kind: 'none', why: 'w' }, mode: 'single' }, /all memory/],
    ['one id', { mode: 'single' }, /your own user id/],
    ['ids that labs share', {}, /the same user ids/],
    ['none of these', { mode: 'root', uid: 0 }, /this kernel/],
  ])('%s', (_, facts, found) => {
    const result = judge({ ...GOOD, ...facts }).find(({ feature }) => feature === 'weakest point');
    expect(result?.found).toMatch(found);
  });
  test('of a machine that cannot run labs is not known', () => {
    expect(judge({ ...GOOD, ...refusal('anything') }).map(({ feature }) => feature)).not.toContain(
      'weakest point',
    );
  });
});

test('without a sandbox nothing that needs one is called ok', () => {
  const results = judge({ ...GOOD, ...refusal('clone: Operation not permitted') });
  const needSandbox = [
    'proc and sysfs',
    'seccomp filter',
    'veth',
    'bridge',
    'vxlan',
    'br_netfilter',
    'overlay',
    'nf_tables',
    'ip_tables',
    'conntrack',
  ];
  for (const feature of needSandbox)
    expect(results.find((one) => one.feature === feature)?.found).toMatch(/not looked at/);
});
