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

const AF_VSOCK = 40;

/** Offsets in struct seccomp_data; the first argument's low word on little-endian machines. */
const OFFSET = { nr: 0, arch: 4, arg0: 16 } as const;

interface Architecture {
  readonly audit: number;
  readonly socket: number;
  readonly refuse: readonly (readonly [number: number, errno: number])[];
  /** Numbers from here on are another ABI (x32). */
  readonly foreignFrom?: number;
}

/** By Node's process.arch. bpf, perf_event_open: EPERM, as an unprivileged user gets it. io_uring_*: ENOSYS, so that
 *  programs fall back to epoll. 425-427 are the same everywhere. */
const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  x64: {
    audit: 0xc000003e,
    socket: 41,
    refuse: [
      [321, EPERM],
      [298, EPERM],
      [425, ENOSYS],
      [426, ENOSYS],
      [427, ENOSYS],
    ],
    foreignFrom: 0x40000000,
  },
  arm64: {
    audit: 0xc00000b7,
    socket: 198,
    refuse: [
      [280, EPERM],
      [241, EPERM],
      [425, ENOSYS],
      [426, ENOSYS],
      [427, ENOSYS],
    ],
  },
};

/** The program for an architecture of Node's `process.arch`; undefined where we know no numbers. System calls of a
 *  foreign ABI (32-bit, x32) get ENOSYS: they would reach the same doors under other numbers. */
export function filterProgram(arch: string): Instruction[] | undefined {
  const known = ARCHITECTURES[arch];
  if (!known) return undefined;
  const step = (code: number, k: number, jt = 0, jf = 0): Instruction => ({ code, jt, jf, k });
  const answer = (k: number): Instruction => step(RETURN, k);
  const program = [
    step(LOAD, OFFSET.arch),
    step(JUMP_EQUAL, known.audit, 1, 0),
    answer(refused(ENOSYS)),
    step(LOAD, OFFSET.nr),
  ];
  if (known.foreignFrom !== undefined) {
    program.push(step(JUMP_AT_LEAST, known.foreignFrom, 0, 1), answer(refused(ENOSYS)));
  }
  for (const [number, errno] of known.refuse) {
    program.push(step(JUMP_EQUAL, number, 0, 1), answer(refused(errno)));
  }
  program.push(
    step(JUMP_EQUAL, known.socket, 1, 0),
    answer(ALLOW),
    step(LOAD, OFFSET.arg0),
    step(JUMP_EQUAL, AF_VSOCK, 0, 1),
    answer(refused(EPERM)),
    answer(ALLOW),
  );
  return program;
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
