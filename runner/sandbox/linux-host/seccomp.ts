/**
 * The seccomp filter of a lab: it refuses what network namespaces do not separate and no lab needs. Pure: a
 * description in, a classic-BPF program out (seccomp(2), linux/filter.h). Knows nothing of how it is loaded.
 */

export interface Instruction {
  readonly code: number;
  readonly jt: number;
  readonly jf: number;
  readonly k: number;
}

const LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
const JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const JUMP_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
const RETURN = 0x06; // BPF_RET | BPF_K

export const ALLOW = 0x7fff0000;
const ERRNO = 0x00050000;
export const EPERM = 1;
export const ENOSYS = 38;
export const refused = (errno: number): number => ERRNO | errno;

/** Offsets in struct seccomp_data; of an argument the low word, on little-endian machines: what the kernel looks at. */
const OFFSET = { nr: 0, arch: 4, argument: (index: number) => 16 + 8 * index } as const;

interface Refusal {
  /** As the system call is named; its number on each architecture (syscall_64.tbl, asm-generic/unistd.h). */
  readonly call: string;
  readonly x64: number;
  readonly arm64: number;
  readonly errno: number;
  /** Only with one of these values as that argument. */
  readonly when?: { readonly argument: number; readonly is: readonly number[] };
}

const AF_VSOCK = 40;
/** ioctl_tty(2): what pretends that something was typed at a terminal. */
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;

/** EPERM is what an unprivileged user gets; ENOSYS makes programs do without. */
const REFUSALS: readonly Refusal[] = [
  { call: 'bpf', x64: 321, arm64: 280, errno: EPERM },
  { call: 'perf_event_open', x64: 298, arm64: 241, errno: EPERM },
  // Rings have no limit of their own per lab, and many a hole came by them; programs fall back to epoll.
  { call: 'io_uring_setup', x64: 425, arm64: 425, errno: ENOSYS },
  { call: 'io_uring_enter', x64: 426, arm64: 426, errno: ENOSYS },
  { call: 'io_uring_register', x64: 427, arm64: 427, errno: ENOSYS },
  // Keys are the user's, not a namespace's; runtimes do without.
  { call: 'add_key', x64: 248, arm64: 217, errno: ENOSYS },
  { call: 'request_key', x64: 249, arm64: 218, errno: ENOSYS },
  { call: 'keyctl', x64: 250, arm64: 219, errno: ENOSYS },
  // Makes the kernel wait at a chosen moment.
  { call: 'userfaultfd', x64: 323, arm64: 282, errno: EPERM },
  { call: 'memfd_secret', x64: 447, arm64: 447, errno: ENOSYS },
  { call: 'socket', x64: 41, arm64: 198, errno: EPERM, when: { argument: 0, is: [AF_VSOCK] } },
  { call: 'ioctl', x64: 16, arm64: 29, errno: EPERM, when: { argument: 1, is: [TIOCSTI, TIOCLINUX] } },
];

/** By Node's process.arch. */
const ARCHITECTURES = {
  /** Numbers from `foreignFrom` on are the ABI x32. */
  x64: { audit: 0xc000003e, foreignFrom: 0x40000000 },
  arm64: { audit: 0xc00000b7, foreignFrom: undefined },
} as const;

/** The program for an architecture of Node's `process.arch`; undefined where we know no numbers. System calls of a
 *  foreign ABI (32-bit, x32) get ENOSYS: they would reach the same doors under other numbers. */
export function filterProgram(arch: string): Instruction[] | undefined {
  if (arch !== 'x64' && arch !== 'arm64') return undefined;
  const { audit, foreignFrom } = ARCHITECTURES[arch];
  const step = (code: number, k: number, jt = 0, jf = 0): Instruction => ({ code, jt, jf, k });
  const answer = (k: number): Instruction => step(RETURN, k);
  const refusal = ({ [arch]: number, errno, when }: Refusal): Instruction[] => {
    if (!when) return [step(JUMP_EQUAL, number, 0, 1), answer(refused(errno))];
    const compare = when.is.flatMap((value) => [step(JUMP_EQUAL, value, 0, 1), answer(refused(errno))]);
    // The argument takes the place of the number, so whoever gets here is done.
    const body = [step(LOAD, OFFSET.argument(when.argument)), ...compare, answer(ALLOW)];
    return [step(JUMP_EQUAL, number, 0, body.length), ...body];
  };
  return [
    step(LOAD, OFFSET.arch),
    step(JUMP_EQUAL, audit, 1, 0),
    answer(refused(ENOSYS)),
    step(LOAD, OFFSET.nr),
    ...(foreignFrom === undefined ? [] : [step(JUMP_AT_LEAST, foreignFrom, 0, 1), answer(refused(ENOSYS))]),
    ...REFUSALS.flatMap(refusal),
    answer(ALLOW),
  ];
}

/** struct sock_filter[]: { u16 code; u8 jt; u8 jf; u32 k }, little-endian as both architectures are. */
export function assemble(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(({ code, jt, jf, k }, index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jt, index * 8 + 2);
    bytes.writeUInt8(jf, index * 8 + 3);
    bytes.writeUInt32LE(k, index * 8 + 4);
  });
  return bytes;
}
