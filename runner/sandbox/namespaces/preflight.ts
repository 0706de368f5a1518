/**
 * Can this machine run labs, and if not, what mends it? Pure: facts in, results out. preflight-facts.ts collects them.
 * Feature names are those that a chapter's `requires` uses.
 */
import type { PreflightResult } from '../driver.ts';
import { KERNEL_FEATURES } from '../kernel-features.ts';
import type { UidMapMode } from '../linux-host/uid-map.ts';
import type { CgroupPlan } from './cgroup.ts';

/** What a real sandbox of one host answered, or why there was none. */
export type Trial =
  | { readonly built: false; readonly why: string }
  /** By feature: `ok`, or what the tool said. */
  | { readonly built: true; readonly features: Readonly<Record<string, string>> };

export interface MachineFacts {
  readonly uid: number;
  readonly user: string;
  /** `uname -r`. */
  readonly kernel: string;
  /** Node's process.arch. */
  readonly architecture: string;
  readonly filterKnown: boolean;
  readonly missing: readonly { readonly command: string; readonly package: string }[];
  readonly mode: UidMapMode;
  readonly newuidmap: boolean;
  /** Has the user lines of 65,536 ids in both /etc/subuid and /etc/subgid? */
  readonly subordinateIds: boolean;
  /** Contents of sysctls; undefined where the kernel has no such key. */
  readonly apparmorRestrict: string | undefined;
  readonly maxUserNamespaces: string | undefined;
  readonly unprivilegedClone: string | undefined;
  readonly cgroup: CgroupPlan;
  readonly trial: Trial;
}

/** mount_setattr(2) is of 5.12, process limits per user namespace of 5.14. */
const KERNEL_NEEDED = [5, 14] as const;

export function judge(facts: MachineFacts): PreflightResult[] {
  return [
    kernel(facts),
    tools(facts),
    userNamespaces(facts),
    ids(facts),
    mounts(facts),
    filter(facts),
    memory(facts),
    ...kernelFeatures(facts),
    ...weakestPoint(facts),
  ];
}

/** What a hostile learner would go for first on this machine; .github/SECURITY.md has the rest. */
function weakestPoint(facts: MachineFacts): PreflightResult[] {
  if (!facts.trial.built) return [];
  const found = (what: string): PreflightResult[] => [
    ok('weakest point', `${what}; for people that you do not trust: --sandbox vagrant`),
  ];
  if (filter(facts).verdict !== 'ok')
    return found('no filter keeps system calls from labs that they do not need');
  if (memory(facts).verdict !== 'ok') return found('a lab can take all memory and all processors');
  if (facts.mode === 'single')
    return found(
      "a lab's root has your own user id, so the kernel does not tell the two apart where it goes by user",
    );
  if (facts.mode === 'range')
    return found('all your labs have the same user ids, so one can use up what the kernel counts by user');
  return found(
    'labs have this kernel, and no limits of their own for remembered connections, neighbours and pseudo-terminals',
  );
}

const ok = (feature: string, found: string): PreflightResult => ({ feature, verdict: 'ok', found });

function kernel({ kernel: release }: MachineFacts): PreflightResult {
  const feature = 'kernel';
  const [major = 0, minor = 0] = release.split('.').map(Number.parseFloat);
  const [needMajor, needMinor] = KERNEL_NEEDED;
  if (major > needMajor || (major === needMajor && minor >= needMinor))
    return ok(feature, `Linux ${release}`);
  return {
    feature,
    verdict: 'missing',
    found: `Linux ${release} is older than ${KERNEL_NEEDED.join('.')}`,
    remedy: 'use a distribution of 2022 or later (Debian 12, Ubuntu 22.04)',
  };
}

function tools({ missing }: MachineFacts): PreflightResult {
  const feature = 'tools';
  if (missing.length === 0) return ok(feature, 'all programs of a lab are installed');
  const packages = [...new Set(missing.map((wanted) => wanted.package))].join(' ');
  return {
    feature,
    verdict: 'missing',
    found: `not installed: ${missing.map(({ command }) => command).join(', ')}`,
    remedy: `sudo apt-get install -y ${packages}`,
  };
}

/** A sandbox that was not built, for a reason that is not about mounting /proc or /sys. */
function userNamespaces(facts: MachineFacts): PreflightResult {
  const feature = 'user namespaces';
  if (facts.trial.built || isMaskedProc(facts.trial.why))
    return ok(feature, `work, with the id map "${facts.mode}"`);
  const missing = (found: string, remedy: string): PreflightResult => ({
    feature,
    verdict: 'missing',
    found,
    remedy,
  });
  const { why } = facts.trial;
  if (facts.maxUserNamespaces === '0' || /No space left on device/.test(why)) {
    return missing(
      `the kernel allows no more user namespaces (user.max_user_namespaces = ${facts.maxUserNamespaces ?? '?'})`,
      'sudo sysctl -w user.max_user_namespaces=15000',
    );
  }
  if (facts.uid !== 0 && facts.unprivilegedClone === '0') {
    return missing(
      'only root may create user namespaces (kernel.unprivileged_userns_clone = 0)',
      'sudo sysctl -w kernel.unprivileged_userns_clone=1',
    );
  }
  if (facts.uid !== 0 && facts.apparmorRestrict === '1' && isRefusal(why)) {
    return missing(
      "Ubuntu's AppArmor takes the capabilities away in a user namespace (kernel.apparmor_restrict_unprivileged_userns = 1)",
      'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0  (for the whole machine, until it restarts; or run wirebook with sudo)',
    );
  }
  if (/newuidmap|newgidmap/.test(why)) {
    return missing(
      `newuidmap refused: ${why}`,
      `sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${facts.user}`,
    );
  }
  if (/clone.*(Operation not permitted|Permission denied)/.test(why)) {
    return missing(
      `creating a user namespace is refused: ${why}`,
      'in a container: start it with --security-opt seccomp=unconfined; otherwise run wirebook on the machine itself',
    );
  }
  const unwritable = /\b(?:EACCES|EPERM|EROFS|ENOSPC|EDQUOT|ENOTDIR|ENOENT): .*'(.+)'/.exec(why)?.[1];
  if (unwritable !== undefined) {
    return missing(
      `no sandbox could be built, because ${unwritable} cannot be written: ${why}`,
      'name a folder that you may write to: TMPDIR=<folder> XDG_RUNTIME_DIR= npx wirebook serve',
    );
  }
  return missing(`no sandbox could be built: ${why}`, 'run wirebook on a Linux machine or VM of your own');
}

const isRefusal = (why: string): boolean => /Operation not permitted|Permission denied/.test(why);
const isMaskedProc = (why: string): boolean =>
  /mount of \S*(proc|sys)\b.*(Operation not permitted|Permission denied)/.test(why);

function ids(facts: MachineFacts): PreflightResult {
  const feature = 'ids';
  if (facts.mode === 'root') return ok(feature, 'running as root; labs are mapped to an unused range of ids');
  if (facts.mode === 'range') return ok(feature, 'newuidmap and a range in /etc/subuid');
  const found = 'labs have a single user id: tcpdump, nginx and dnsmasq cannot change to theirs, chown fails';
  if (!facts.newuidmap)
    return { feature, verdict: 'degraded', found, remedy: 'sudo apt-get install -y uidmap' };
  if (facts.subordinateIds)
    return {
      feature,
      verdict: 'degraded',
      found: `${found} (chosen by WIREBOOK_UIDMAP)`,
      remedy: 'unset WIREBOOK_UIDMAP',
    };
  return {
    feature,
    verdict: 'degraded',
    found,
    remedy: `sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${facts.user}`,
  };
}

function mounts({ trial, uid, apparmorRestrict }: MachineFacts): PreflightResult {
  const feature = 'proc and sysfs';
  if (trial.built) return ok(feature, 'a lab host has its own');
  if (!isMaskedProc(trial.why)) return notLooked(feature);
  if (uid !== 0 && apparmorRestrict === '1') {
    return {
      feature,
      verdict: 'missing',
      found: `AppArmor refuses the mount: ${trial.why}`,
      remedy: 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    };
  }
  return {
    feature,
    verdict: 'missing',
    found: 'mounting /proc is refused, because parts of it are hidden here (a container)',
    remedy:
      'start the container with --security-opt systempaths=unconfined, or run wirebook on the machine itself',
  };
}

const notLooked = (feature: string): PreflightResult => ({
  feature,
  verdict: 'missing',
  found: 'not looked at: no sandbox could be built',
  remedy: 'mend what is above, then run doctor again',
});

function filter(facts: MachineFacts): PreflightResult {
  const feature = 'seccomp filter';
  if (!facts.filterKnown) {
    return {
      feature,
      verdict: 'degraded',
      found: `no filter for ${facts.architecture}: AF_VSOCK, bpf, perf, io_uring, keys and TIOCSTI stay open in labs`,
      remedy: 'run labs of people you trust only',
    };
  }
  if (!facts.trial.built) return notLooked(feature);
  if (facts.trial.features.seccomp === 'ok')
    return ok(feature, 'labs get no AF_VSOCK, bpf, perf_event_open, io_uring, keys or TIOCSTI');
  return {
    feature,
    verdict: 'degraded',
    found: `the filter does not hold: ${facts.trial.features.seccomp ?? 'no answer'}`,
    remedy: 'run labs of people you trust only',
  };
}

function memory({ cgroup, trial }: MachineFacts): PreflightResult {
  const feature = 'memory cap';
  const degraded = (found: string, remedy: string): PreflightResult => ({
    feature,
    verdict: 'degraded',
    found,
    remedy,
  });
  if (cgroup.kind === 'none') {
    return degraded(
      `${cgroup.why}: a lab can use all memory and processors (its file systems and the number of its processes are limited)`,
      'log in where a systemd user manager runs, or run wirebook as root',
    );
  }
  if (cgroup.kind === 'scope' && !cgroup.entered) {
    return degraded(
      'the hosts are in a systemd scope, but shells opened later are outside of it',
      'systemd-run --user --scope npx wirebook serve',
    );
  }
  const said = trial.built ? trial.features['memory cap'] : undefined;
  if (said !== undefined && said !== 'ok')
    return degraded(`a cgroup was made but does not hold: ${said}`, 'run wirebook as root');
  const where = cgroup.kind === 'scope' ? 'a systemd user scope' : `cgroup ${cgroup.kind}`;
  return ok(
    feature,
    `each sandbox is limited by ${where}, and weighs as much as any other on the processors`,
  );
}

function kernelFeatures({ trial }: MachineFacts): PreflightResult[] {
  return KERNEL_FEATURES.map(({ feature, option, modules, essential }) => {
    if (!trial.built) return notLooked(feature);
    const said = trial.features[feature] ?? 'no answer';
    if (said === 'ok') return ok(feature, 'works in a lab host');
    return {
      feature,
      verdict: essential ? 'missing' : 'degraded',
      found: `${option} ${essential ? '' : '(steps that need it are skipped) '}does not work in a lab host: ${said}`,
      remedy: `sudo modprobe ${modules.length === 1 ? '' : '-a '}${modules.join(' ')}`,
    };
  });
}
