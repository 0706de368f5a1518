/** Collects what probe.ts judges: reads sysctls, and builds a real sandbox of one host to try things in. */
import { release } from 'node:os';
import { DEFAULT_TOPOLOGY } from '../../../checks/network/default-topology.ts';
import { hostNames } from '../../../checks/network/topology.ts';
import { readTrial, trialScript } from '../kernel-features.ts';
import { filterProgram } from '../linux-host/seccomp.ts';
import { chooseMode, subordinateRange } from '../linux-host/uid-map.ts';
import { LAB_PACKAGES } from '../packages.mjs';
import type { NamespacesOptions } from './build.ts';
import { build, requestedMode } from './build.ts';
import { cgroupFacts, planCgroup } from './cgroup.ts';
import { hasCommand, idFacts, textOf } from './machine.ts';
import type { MachineFacts, Trial } from './preflight.ts';

/** Prints a line as a feature's trial does. Runs on a lab host. */
const FILTER_TRIAL = `
said=$(python3 -c 'import socket,sys
try: socket.socket(40, 1)
except PermissionError: sys.exit(0)
except OSError as e: sys.exit(str(e))
sys.exit("AF_VSOCK sockets can be made")' 2>&1) && said=ok
printf 'seccomp\\t%s\\n' "$said" | head -1
`;

const [HOST = ''] = hostNames(DEFAULT_TOPOLOGY);
/** All features together: a second, but a minute where the processor is emulated. */
const TRIAL_MS = 120_000;

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
    const sandbox = await build({ hosts: [HOST] }, options, {});
    try {
      const script = `${trialScript()}${FILTER_TRIAL}`;
      const { stdout } = await sandbox.exec(HOST, ['bash', '-s'], { stdin: script, timeoutMs: TRIAL_MS });
      return { built: true, features: { ...readTrial(stdout), 'memory cap': sandbox.memoryCap() } };
    } finally {
      await sandbox.down();
    }
  } catch (error) {
    return { built: false, why: (error as Error).message };
  }
}
