/** Collects what probe.ts judges: reads sysctls, and builds a real sandbox of one host to try things in. */
import { release } from 'node:os';
import { LAB_PACKAGES } from '../../setup/packages.mjs';
import type { NamespacesOptions } from './build.ts';
import { build, requestedMode } from './build.ts';
import { cgroupFacts, planCgroup } from './cgroup.ts';
import { hasCommand, idFacts, textOf } from './machine.ts';
import type { MachineFacts, Trial } from './probe.ts';
import { filterProgram } from './seccomp.ts';
import { chooseMode, subordinateRange } from './uid-map.ts';

/** Prints `feature<TAB>ok` or `feature<TAB>what was said`. Runs on a lab host. */
const TRIAL = `
try() { local feature=$1 said; shift; if said=$("$@" 2>&1 >/dev/null); then said=ok; fi; printf '%s\\t%s\\n' "$feature" "\${said:-failed}" | head -1; }
veth() { ip link add try-a type veth peer name try-b; }
bridge() { ip link add try-br type bridge; }
vxlan() { ip link add try-vx type vxlan id 1 dstport 4789 dev eth0; }
br_netfilter() { cat /proc/sys/net/bridge/bridge-nf-call-iptables; }
overlay() { mkdir -p /tmp/l /tmp/m && mount -t tmpfs t /tmp/l && mkdir /tmp/l/u /tmp/l/w /tmp/l/d && mount -t overlay o -o lowerdir=/tmp/l/d,upperdir=/tmp/l/u,workdir=/tmp/l/w /tmp/m; }
nf_tables() { iptables -t nat -A OUTPUT -p tcp -d 192.0.2.1 --dport 80 -m statistic --mode random --probability 0.5 -j DNAT --to-destination 192.0.2.2:80 && iptables -t nat -F; }
ip_tables() { if command -v iptables-legacy; then iptables-legacy -t nat -L -n; fi; }
conntrack_() { conntrack -L; }
seccomp() { python3 -c 'import socket,sys
try: socket.socket(40, 1)
except PermissionError: sys.exit(0)
except OSError as e: sys.exit(str(e))
sys.exit("AF_VSOCK sockets can be made")'; }
try veth veth; try bridge bridge; try vxlan vxlan; try br_netfilter br_netfilter; try overlay overlay
try nf_tables nf_tables; try ip_tables ip_tables; try conntrack conntrack_; try seccomp seccomp
`;

/** Never throws. */
export async function machineFacts(options: NamespacesOptions): Promise<MachineFacts> {
  const ids = idFacts();
  const sysctl = (key: string): string | undefined => textOf(`/proc/sys/${key}`).trim() || undefined;
  const ranges = [ids.subuid, ids.subgid].map((text) => subordinateRange(text, ids.user, ids.uid));
  return {
    uid: ids.uid,
    user: ids.user,
    kernel: release(),
    architecture: process.arch,
    filterKnown: filterProgram(process.arch) !== undefined,
    missing: LAB_PACKAGES.filter(({ command }) => !hasCommand(command)),
    mode: requestedMode(options) ?? chooseMode(ids),
    newuidmap: ids.newuidmap,
    subordinateIds: ranges.every((range) => range !== undefined),
    apparmorRestrict: sysctl('kernel/apparmor_restrict_unprivileged_userns'),
    maxUserNamespaces: sysctl('user/max_user_namespaces'),
    unprivilegedClone: sysctl('kernel/unprivileged_userns_clone'),
    cgroup: planCgroup(cgroupFacts(hasCommand('systemd-run'))),
    trial: await tryOne(options),
  };
}

async function tryOne(options: NamespacesOptions): Promise<Trial> {
  try {
    const sandbox = await build({ hosts: ['worker'] }, options, {});
    try {
      const { stdout } = await sandbox.exec('worker', ['bash', '-s'], { stdin: TRIAL });
      const lines = stdout
        .trim()
        .split('\n')
        .map((line) => line.split('\t') as [string, string]);
      return { built: true, features: Object.fromEntries([...lines, ['memory cap', sandbox.memoryCap()]]) };
    } finally {
      await sandbox.down();
    }
  } catch (error) {
    return { built: false, why: (error as Error).message };
  }
}
