/** How much processor time the control groups of this process allow it. Reads by a function that it is given. */

type Read = (path: string) => string | undefined;

/**
 * Processors' worth of time: `max 100000` is Infinity, `25000 100000` is 0.25. The least of our control group and all above it,
 * of version 2 (cpu.max) and version 1 (cpu.cfs_quota_us), since each of them limits what is below. In a container the path
 * in /proc/self/cgroup may be the machine's, of which only the root can be seen here: levels without a file do not limit.
 * Sources: the kernel's admin-guide/cgroup-v2.rst ("cpu.max") and scheduler/sched-bwc.rst ("Management").
 */
export function cpuQuota(read: Read): number {
  const quotas = groupsOf(read('/proc/self/cgroup') ?? '').flatMap(({ mounts, path, quota }) =>
    mounts.flatMap((mount) => levels(path).map((level) => quota(read, `${mount}${level}`))),
  );
  return Math.min(Infinity, ...quotas);
}

interface Group {
  /** Where its hierarchy may be mounted. */
  readonly mounts: readonly string[];
  readonly path: string;
  readonly quota: (read: Read, folder: string) => number;
}

/** Lines such as `0::/user.slice` (version 2) and `3:cpu,cpuacct:/docker/1a` (version 1); cgroups(7). */
function groupsOf(text: string): Group[] {
  return text.split('\n').flatMap((line): Group[] => {
    const [, id, controllers, path] = /^(\d+):([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined || controllers === undefined) return [];
    if (id === '0') return [{ mounts: ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'], path, quota: version2 }];
    if (!controllers.split(',').includes('cpu')) return [];
    return [{ mounts: ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup/cpu,cpuacct'], path, quota: version1 }];
  });
}

/** `/a/b` is limited at `/a/b`, at `/a` and at the root, ``. */
function levels(path: string): string[] {
  const names = path.split('/').filter((name) => name !== '');
  return Array.from({ length: names.length + 1 }, (_, kept) =>
    names
      .slice(0, kept)
      .map((name) => `/${name}`)
      .join(''),
  );
}

function version2(read: Read, folder: string): number {
  const [, quota, period] = /^(\d+) (\d+)/.exec(read(`${folder}/cpu.max`) ?? '') ?? [];
  return share(quota, period);
}

function version1(read: Read, folder: string): number {
  const [quota] = /^\d+/.exec(read(`${folder}/cpu.cfs_quota_us`) ?? '') ?? []; // -1: no limit
  const [period] = /^\d+/.exec(read(`${folder}/cpu.cfs_period_us`) ?? '') ?? [];
  return share(quota, period);
}

function share(quota: string | undefined, period: string | undefined): number {
  const processors = Number(quota) / Number(period);
  return processors > 0 ? processors : Infinity; // NaN: no quota was told
}
