import { expect, test } from 'vitest';
import { MACHINES } from './machines.ts';
import { judge, type VagrantFacts } from './preflight.ts';

const GOOD: VagrantFacts = {
  version: 'Vagrant 2.3.4',
  ssh: true,
  platform: 'linux',
  cpuinfo: 'flags\t\t: fpu vme vmx\n',
  kvmWritable: true,
  emulate: false,
  states: new Map(MACHINES.map((name) => [name, 'not_created'])),
};

test('a computer that can', () => {
  expect(judge(GOOD).map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(judge(GOOD)[3]?.found).toBe('4 of 4 will be started when needed');
});

const NONE = 'flags\t\t: fpu vme hypervisor\n';
/** What is otherwise, which feature tells, how bad it is, what is found, what mends it. */
const CASES: readonly (readonly [
  name: string,
  facts: Partial<VagrantFacts>,
  feature: string,
  verdict: string,
  found: RegExp,
  remedy: RegExp,
])[] = [
  ['no Vagrant', { version: undefined }, 'vagrant', 'missing', /not installed/, /apt-get install -y vagrant/],
  ['no ssh', { ssh: false }, 'ssh', 'missing', /no \/usr\/bin\/ssh/, /openssh-client/],
  [
    'no virtualization',
    { cpuinfo: NONE },
    'virtualization',
    'missing',
    /neither vmx nor svm/,
    /WIREBOOK_TCG=1/,
  ],
  [
    '/dev/kvm that opens on a processor without it',
    { cpuinfo: NONE, kvmWritable: true },
    'virtualization',
    'missing',
    /neither/,
    /firmware/,
  ],
  ['emulation', { cpuinfo: NONE, emulate: true }, 'virtualization', 'degraded', /ten times slower/, /VT-x/],
  [
    '/dev/kvm of others',
    { kvmWritable: false },
    'virtualization',
    'degraded',
    /not open to us/,
    /usermod -aG kvm/,
  ],
  [
    'no provider',
    { states: { trouble: 'Vagrant has no provider', remedy: 'install VirtualBox' } },
    'machines',
    'missing',
    /no provider/,
    /VirtualBox/,
  ],
];

test.each(CASES)('%s', (_, facts, feature, verdict, found, remedy) => {
  const result = judge({ ...GOOD, ...facts }).find((one) => one.feature === feature);
  expect(result?.verdict).toBe(verdict);
  expect(result?.found).toMatch(found);
  expect(result?.remedy).toMatch(remedy);
});

test('machines that run', () => {
  const states = new Map(MACHINES.map((name) => [name, 'running']));
  expect(judge({ ...GOOD, states })[3]?.found).toBe('all are running');
});

test('elsewhere than on Linux the provider knows', () => {
  expect(judge({ ...GOOD, platform: 'darwin', cpuinfo: '' })[2]).toMatchObject({ verdict: 'ok' });
});
