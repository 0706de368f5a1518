/** What a machine told of itself, and whether a lab host can live on it. Pure. */
import type { PreflightResult } from '../driver.ts';

export interface Link {
  readonly name: string;
  readonly mac: string;
  readonly mtu: number;
  /** What the machine itself needs it for; absent when it is free. */
  readonly carries?: 'ssh' | 'default-route';
}

export interface MachineFacts {
  /** `uname -r` and `uname -m`. */
  readonly kernel: string;
  readonly machine: string;
  /** Commands of LAB_PACKAGES that are not there. */
  readonly missing: readonly string[];
  readonly links: readonly Link[];
  /** Room in /run, KiB. */
  readonly freeKib: number;
}

/** Names of Node's process.arch for those of uname(1): inside/kernel.pl knows system calls by them. */
const ARCHITECTURES: Readonly<Record<string, 'x64' | 'arm64'>> = { x86_64: 'x64', aarch64: 'arm64' };
export const architectureOf = ({ machine }: Pick<MachineFacts, 'machine'>): 'x64' | 'arm64' | undefined =>
  ARCHITECTURES[machine];

/** The lines of inside/parts.pl, `facts`. */
export function parseFacts(lines: readonly string[], kernel: string, machine: string): MachineFacts {
  const missing: string[] = [];
  const links: Link[] = [];
  let freeKib = 0;
  for (const line of lines) {
    const [kind, first = '', mac = '', mtu = '', carries = ''] = line.split(' ');
    if (kind === 'missing') missing.push(first);
    else if (kind === 'free') freeKib = Number(first);
    else if (kind === 'link') {
      const free = carries !== 'ssh' && carries !== 'default-route';
      links.push({ name: first, mac, mtu: Number(mtu), ...(free ? {} : { carries }) });
    }
  }
  return { kernel, machine, missing, links, freeKib };
}

/** mount_setattr(2) is of 5.12, process limits per user namespace of 5.14. */
const KERNEL_NEEDED = [5, 14] as const;
/** A lab host's own files and what it is built from. */
const ROOM_KIB = 2048;
const MTU = 1500;

/** The card that leads to the other machines: a name, or the beginning of its MAC address. */
export function findCard(links: readonly Link[], wanted: string): Link | undefined {
  const mac = wanted.toLowerCase();
  return (
    links.find(({ name }) => name === wanted) ??
    links.find((link) => /^[0-9a-f]{2}(:[0-9a-f]{2})+$/.test(mac) && link.mac.startsWith(mac))
  );
}

export interface Wanted {
  readonly command: string;
  readonly package: string;
}

/** What stands against a lab host on this machine, each with its remedy; empty when nothing does. */
export function obstacles(
  name: string,
  facts: MachineFacts,
  card: string,
  packages: readonly Wanted[],
): PreflightResult[] {
  const missing = (found: string, remedy: string): PreflightResult => ({
    feature: name,
    verdict: 'missing',
    found,
    remedy,
  });
  const found: PreflightResult[] = [];
  const [major = 0, minor = 0] = facts.kernel.split('.').map(Number.parseFloat);
  if (major < KERNEL_NEEDED[0] || (major === KERNEL_NEEDED[0] && minor < KERNEL_NEEDED[1])) {
    found.push(
      missing(
        `Linux ${facts.kernel} is older than ${KERNEL_NEEDED.join('.')}`,
        'use a machine with Debian 12, Ubuntu 22.04 or later',
      ),
    );
  }
  if (!architectureOf(facts))
    found.push(missing(`its processor is a ${facts.machine}`, 'use x86_64 or aarch64'));
  if (facts.missing.length > 0) {
    const needed = packages.filter((one) => facts.missing.includes(one.command)).map((one) => one.package);
    found.push(
      missing(
        `not installed there: ${facts.missing.join(', ')}`,
        `on ${name}: sudo apt-get install -y --no-install-recommends ${[...new Set(needed)].join(' ')}`,
      ),
    );
  }
  if (facts.freeKib < ROOM_KIB)
    found.push(
      missing(
        `/run has ${facts.freeKib} KiB left of the ${ROOM_KIB} that a part needs`,
        `make room in /run on ${name}`,
      ),
    );
  const trouble = cardTrouble(facts.links, card);
  if (trouble) found.push(missing(...trouble));
  return found;
}

function cardTrouble(links: readonly Link[], wanted: string): [string, string] | undefined {
  const known = links.map(({ name, mac }) => `${name} (${mac})`).join(', ') || 'none';
  const card = findCard(links, wanted);
  if (!card)
    return [
      `no network card "${wanted}"; there are: ${known}`,
      'name in the inventory, as `interface`, the card that leads to the other machines: its name or the beginning of its MAC address',
    ];
  if (card.carries)
    return [
      card.carries === 'ssh'
        ? `${card.name} carries this very connection: taken for the lab, the machine would be lost`
        : `${card.name} has the machine's default route: taken for the lab, the machine would be cut off`,
      'name another card as `interface` in the inventory; a lab host needs one of its own',
    ];
  if (card.mtu < MTU)
    return [
      `${card.name} carries frames of ${card.mtu} bytes at most, chapters need ${MTU}`,
      `sudo ip link set ${card.name} mtu ${MTU} (there, and what lies between the machines)`,
    ];
  return undefined;
}
