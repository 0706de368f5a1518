import { expect, test } from 'vitest';
import { fittingLabs, hardwareVirtualization, judge, type VmFacts } from './virtualization.ts';

const FLAGS = 'processor\t: 0\nflags\t\t: fpu vme svm_lock vmx rdrand\nbugs\t\t: none\n';

const GOOD: VmFacts = {
  platform: 'linux',
  uid: 0,
  cpuinfo: FLAGS,
  kvmWritable: true,
  processors: 4,
  tunDevice: true,
  memoryMib: 8000,
  diskMib: 20_000,
};

test.each([
  ['Intel', 'flags\t\t: fpu vmx aes', true, true],
  ['AMD', 'flags\t\t: fpu svm aes', true, true],
  ['a device without the processor', 'flags\t\t: fpu hypervisor', true, false],
  ['the processor without the device', 'flags\t\t: fpu vmx', false, false],
  ['a flag that only begins alike', 'flags\t\t: svm_lock vmx_basic', true, false],
  ['a word elsewhere', 'model name\t: vmx svm\nflags\t\t: fpu', true, false],
])('hardware virtualization: %s', (_case, cpuinfo, kvmWritable, found) => {
  expect(hardwareVirtualization({ cpuinfo, kvmWritable })).toBe(found);
});

test('a machine that has all, with KVM or without', () => {
  expect(judge(GOOD)).toEqual([]);
  expect(judge({ ...GOOD, cpuinfo: '', kvmWritable: false })).toEqual([]);
});

test.each([
  [{ uid: 1000 }, /needs root/, /^sudo npm run test:vm$/],
  [{ tunDevice: false }, /\/dev\/net\/tun is missing/, /modprobe tun/],
  [{ memoryMib: 900 }, /900 MiB of memory/, /larger machine/],
  [{ diskMib: 100 }, /100 MiB are free on the disk/, /make room/],
  [{ platform: 'darwin', uid: 501 }, /this is darwin/, /Linux machine/],
])('%j', (lacking, what, remedy) => {
  const [only, ...others] = judge({ ...GOOD, ...lacking });
  expect(others).toEqual([]);
  expect(only?.what).toMatch(what);
  expect(only?.remedy).toMatch(remedy);
});

test.each([
  ['two processors', 2, 24_000, 2],
  ['many processors', 64, 256_000, 2],
  ['one processor', 1, 24_000, 1],
  ['memory for one lab only', 8, 5_000, 1],
  ['hardly memory for one', 8, 100, 1],
])('labs side by side: %s', (_case, processors, memoryMib, labs) => {
  expect(fittingLabs({ processors, memoryMib })).toBe(labs);
});
