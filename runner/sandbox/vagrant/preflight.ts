/** Can this computer run the machines, and if not, what mends it? Starts none. judge() is pure. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { PreflightResult } from '../driver.ts';
import { textOf } from '../namespaces/machine.ts';
import { SSH } from '../ssh/ssh-command.ts';
import type { Vagrant } from './command.ts';
import { MACHINES } from './machines.ts';
import { type MachineState, parseStatus } from './status.ts';
import { ENABLE_VIRTUALIZATION, INSTALL_VAGRANT } from './troubles.ts';
import { hardwareVirtualization } from './virtualization.ts';

export interface VagrantFacts {
  /** What `vagrant --version` prints; absent when there is none. */
  readonly version: string | undefined;
  readonly ssh: boolean;
  readonly platform: string;
  readonly cpuinfo: string;
  readonly kvmWritable: boolean;
  /** WIREBOOK_TCG=1: libvirt shall emulate the processor. */
  readonly emulate: boolean;
  /** By machine; or why vagrant cannot say. */
  readonly states:
    | ReadonlyMap<string, MachineState>
    | { readonly trouble: string; readonly remedy?: string | undefined };
}

export function judge(facts: VagrantFacts): PreflightResult[] {
  return [vagrant(facts), ssh(facts), virtualization(facts), machines(facts)];
}

const ok = (feature: string, found: string): PreflightResult => ({ feature, verdict: 'ok', found });

function vagrant({ version }: VagrantFacts): PreflightResult {
  if (version !== undefined) return ok('vagrant', version);
  return {
    feature: 'vagrant',
    verdict: 'missing',
    found: 'Vagrant is not installed',
    remedy: INSTALL_VAGRANT,
  };
}

function ssh(facts: VagrantFacts): PreflightResult {
  if (facts.ssh) return ok('ssh', SSH);
  return {
    feature: 'ssh',
    verdict: 'missing',
    found: `there is no ${SSH}`,
    remedy: 'sudo apt-get install -y openssh-client',
  };
}

function virtualization(facts: VagrantFacts): PreflightResult {
  const feature = 'virtualization';
  if (facts.platform !== 'linux') return ok(feature, 'left to the provider');
  if (hardwareVirtualization(facts)) return ok(feature, 'the processor has it, and /dev/kvm is open to us');
  if (facts.emulate)
    return {
      feature,
      verdict: 'degraded',
      found: 'WIREBOOK_TCG=1: the processor is emulated, about ten times slower',
      remedy: 'use a computer with VT-x or AMD-V',
    };
  if (/^flags\s*:.*\b(vmx|svm)\b/m.test(facts.cpuinfo))
    return {
      feature,
      verdict: 'degraded',
      found: 'the processor has it, but /dev/kvm is not open to us (VirtualBox does without)',
      remedy: 'sudo usermod -aG kvm "$USER", and log in anew',
    };
  return {
    feature,
    verdict: 'missing',
    found: 'the processor has neither vmx nor svm',
    remedy: ENABLE_VIRTUALIZATION,
  };
}

function machines({ version, states }: VagrantFacts): PreflightResult {
  const feature = 'machines';
  if (version === undefined)
    return { feature, verdict: 'missing', found: 'not looked at', remedy: 'install Vagrant first' };
  if ('trouble' in states)
    return {
      feature,
      verdict: 'missing',
      found: states.trouble,
      ...(states.remedy === undefined ? {} : { remedy: states.remedy }),
    };
  const running = MACHINES.filter((name) => states.get(name) === 'running');
  const rest = MACHINES.length - running.length;
  return ok(
    feature,
    rest === 0 ? 'all are running' : `${rest} of ${MACHINES.length} will be started when needed`,
  );
}

/** Never throws. */
export async function preflightVagrant(command: Vagrant): Promise<PreflightResult[]> {
  const version = await command.run(['--version'], 60_000).then(
    (text) => text.trim(),
    () => undefined,
  );
  const states =
    version === undefined
      ? new Map<string, MachineState>()
      : await command
          .run(['status', '--machine-readable', ...MACHINES], 120_000)
          .then(parseStatus, (error: Error & { remedy?: string }) => ({
            trouble: error.message,
            remedy: error.remedy,
          }));
  return judge({
    version,
    ssh: may(SSH, constants.X_OK),
    platform: process.platform,
    cpuinfo: textOf('/proc/cpuinfo'),
    kvmWritable: may(join('/dev', 'kvm'), constants.W_OK),
    emulate: process.env.WIREBOOK_TCG === '1',
    states,
  });
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
