/** Can this machine run virtual machines, how, and what mends it if not? judge() is pure: facts in, troubles out. */
import { accessSync, constants, readFileSync, statfsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';

export interface VmFacts {
  readonly platform: string;
  readonly uid: number;
  /** /proc/cpuinfo. */
  readonly cpuinfo: string;
  readonly kvmWritable: boolean;
  readonly processors: number;
  readonly tunDevice: boolean;
  /** MiB that a process could get without swapping (MemAvailable). */
  readonly memoryMib: number;
  /** MiB free where disks are kept. */
  readonly diskMib: number;
}

export interface Trouble {
  readonly what: string;
  readonly remedy: string;
}

/** Four machines of 512 MiB with QEMU's own; under emulation they were seen to take 530 MiB each. */
const MEMORY_MIB = 2600;
/** The box (0.2 GiB, and 1.3 GiB while it is built), its copy in libvirt's pool, four disks with what labs write. */
const DISK_MIB = 4096;

/**
 * Has the processor what KVM needs? Judged by its flags: /dev/kvm may be there and open on a machine whose processor
 * cannot do it, and a guest then stops in the middle of its boot.
 */
export function hardwareVirtualization({
  cpuinfo,
  kvmWritable,
}: Pick<VmFacts, 'cpuinfo' | 'kvmWritable'>): boolean {
  return kvmWritable && /^flags\s*:.*\b(vmx|svm)\b/m.test(cpuinfo);
}

export function judge(facts: VmFacts): Trouble[] {
  const troubles: Trouble[] = [];
  const trouble = (what: string, remedy: string) => troubles.push({ what, remedy });
  if (facts.platform !== 'linux') {
    trouble(`this is ${facts.platform}, and the machines run on Linux`, 'run it in a Linux machine');
    return troubles;
  }
  if (facts.uid !== 0) {
    trouble('a libvirt of its own needs root', 'sudo npm run test:vm');
  }
  if (!facts.tunDevice) {
    trouble(
      '/dev/net/tun is missing: the machines have no network',
      'sudo modprobe tun (a container: run it with --device /dev/net/tun)',
    );
  }
  if (facts.memoryMib < MEMORY_MIB) {
    trouble(
      `${facts.memoryMib} MiB of memory are free, four machines need ${MEMORY_MIB}`,
      'end other programs, or take a larger machine',
    );
  }
  if (facts.diskMib < DISK_MIB) {
    trouble(
      `${facts.diskMib} MiB are free on the disk of .build, boxes and disks need ${DISK_MIB}`,
      'make room there; .build itself may be deleted at any time',
    );
  }
  return troubles;
}

/** More than this would make what is late later still. */
const MOST_LABS = 2;

/** How many labs' machines run side by side: in one lab mostly one machine at a time computes, so each has a processor. */
export function fittingLabs({ processors, memoryMib }: Pick<VmFacts, 'processors' | 'memoryMib'>): number {
  return Math.max(1, Math.min(MOST_LABS, processors, Math.floor(memoryMib / MEMORY_MIB)));
}

/** @param folder where disks will be kept */
export function vmFacts(folder: string): VmFacts {
  const { bavail, bsize } = statfsSync(folder);
  const available = /^MemAvailable:\s+(\d+) kB/m.exec(text('/proc/meminfo'))?.[1];
  return {
    platform: process.platform,
    uid: process.getuid?.() ?? -1,
    cpuinfo: text('/proc/cpuinfo'),
    kvmWritable: writable('/dev/kvm'),
    processors: availableParallelism(),
    tunDevice: isDevice('/dev/net/tun'),
    memoryMib: Math.floor(Number(available ?? 0) / 1024),
    diskMib: Math.floor((bavail * bsize) / 2 ** 20),
  };
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function writable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function isDevice(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isCharacterDevice() ?? false;
}
