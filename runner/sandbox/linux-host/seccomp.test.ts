import { describe, expect, test } from 'vitest';
import { ALLOW, assemble, ENOSYS, EPERM, filterProgram, type Instruction, refused } from './seccomp.ts';

interface Call {
  readonly nr: number;
  readonly arch: number;
  readonly arg0?: number;
  readonly arg1?: number;
}

/** What the kernel would answer: the four instructions that the filter uses (Documentation/networking/filter.rst). */
function run(program: readonly Instruction[], call: Call): number {
  const data = new Map([
    [0, call.nr],
    [4, call.arch],
    [16, call.arg0 ?? 0],
    [24, call.arg1 ?? 0],
  ]);
  let accumulator = 0;
  for (let at = 0; at < program.length; at++) {
    const { code, jt, jf, k } = program[at] as Instruction;
    if (code === 0x20) accumulator = data.get(k) ?? Number.NaN;
    else if (code === 0x15) at += accumulator === k ? jt : jf;
    else if (code === 0x35) at += accumulator >= k ? jt : jf;
    else if (code === 0x06) return k;
    else throw new Error(`instruction ${at} has code ${code}`);
  }
  throw new Error('ran off the end');
}

const X64 = 0xc000003e;
const ARM64 = 0xc00000b7;
const I386 = 0x40000003;

describe.each<[arch: string, audit: number, numbers: Record<string, number>]>([
  [
    'x64',
    X64,
    {
      read: 0,
      socket: 41,
      clone: 56,
      bpf: 321,
      perf: 298,
      setns: 308,
      unshare: 272,
      ioctl: 16,
      keys: 248,
      userfaultfd: 323,
    },
  ],
  [
    'arm64',
    ARM64,
    {
      read: 63,
      socket: 198,
      clone: 220,
      bpf: 280,
      perf: 241,
      setns: 268,
      unshare: 97,
      ioctl: 29,
      keys: 217,
      userfaultfd: 282,
    },
  ],
])('%s', (arch, audit, numbers) => {
  const program = filterProgram(arch) as Instruction[];
  const ask = (nr: number | undefined, arg0 = 0, arg1 = 0) =>
    run(program, { nr: nr as number, arch: audit, arg0, arg1 });

  test('ordinary calls and sockets of all families but AF_VSOCK pass', () => {
    for (const name of ['read', 'clone', 'setns', 'unshare']) expect(ask(numbers[name])).toBe(ALLOW);
    for (const family of [1, 2, 10, 16, 17]) expect(ask(numbers.socket, family)).toBe(ALLOW);
    expect(ask(numbers.read, 40)).toBe(ALLOW);
  });
  test('AF_VSOCK, bpf and perf_event_open: EPERM', () => {
    expect(ask(numbers.socket, 40)).toBe(refused(EPERM));
    expect(ask(numbers.bpf)).toBe(refused(EPERM));
    expect(ask(numbers.perf)).toBe(refused(EPERM));
  });
  test('io_uring: ENOSYS', () => {
    for (const nr of [425, 426, 427]) expect(ask(nr)).toBe(refused(ENOSYS));
    for (const nr of [424, 428]) expect(ask(nr)).toBe(ALLOW);
  });
  test('typing for somebody at a terminal: EPERM; other ioctls pass', () => {
    for (const request of [0x5412, 0x541c]) expect(ask(numbers.ioctl, 0, request)).toBe(refused(EPERM));
    for (const request of [0x5401, 0x5413]) expect(ask(numbers.ioctl, 0x5412, request)).toBe(ALLOW);
    expect(ask(numbers.read, 0, 0x5412)).toBe(ALLOW);
  });
  test('keys and memfd_secret: ENOSYS; userfaultfd: EPERM', () => {
    for (const offset of [0, 1, 2]) expect(ask((numbers.keys ?? 0) + offset)).toBe(refused(ENOSYS));
    expect(ask(447)).toBe(refused(ENOSYS));
    expect(ask(numbers.userfaultfd)).toBe(refused(EPERM));
  });
  test('calls of another architecture do not get round it', () => {
    expect(run(program, { nr: numbers.read as number, arch: I386 })).toBe(refused(ENOSYS));
    expect(run(program, { nr: 359, arch: I386, arg0: 40 })).toBe(refused(ENOSYS));
  });
  test('every jump lands inside', () => {
    program.forEach(({ jt, jf }, at) => {
      expect(at + 1 + Math.max(jt, jf)).toBeLessThan(program.length + 1);
    });
  });
});

test('x32 calls do not get round it', () => {
  expect(run(filterProgram('x64') as Instruction[], { nr: 0x40000000 + 41, arch: X64, arg0: 40 })).toBe(
    refused(ENOSYS),
  );
});

test('no filter is made up for an architecture without known numbers', () => {
  expect(filterProgram('riscv64')).toBeUndefined();
});

test('an instruction is eight bytes, little-endian', () => {
  expect(assemble([{ code: 0x15, jt: 1, jf: 2, k: 0xc000003e }]).toString('hex')).toBe('150001023e0000c0');
});
