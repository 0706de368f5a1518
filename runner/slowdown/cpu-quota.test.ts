import { describe, expect, it } from 'vitest';
import { cpuQuota } from './cpu-quota.ts';

const cases: readonly [machine: string, files: Readonly<Record<string, string>>, processors: number][] = [
  ['without control groups', {}, Infinity],
  [
    'version 2, no limit',
    { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': 'max 100000\n' },
    Infinity,
  ],
  [
    'version 2, a quarter',
    { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': '25000 100000\n' },
    0.25,
  ],
  [
    'version 2, limited above our own group',
    {
      '/proc/self/cgroup': '0::/system.slice/test.service/inner\n',
      '/sys/fs/cgroup/system.slice/test.service/inner/cpu.max': '300000 100000\n',
      '/sys/fs/cgroup/system.slice/test.service/cpu.max': '50000 100000\n',
      '/sys/fs/cgroup/system.slice/cpu.max': 'max 100000\n',
    },
    0.5,
  ],
  [
    'a container that sees its own group as the root',
    { '/proc/self/cgroup': '0::/docker/1a2b\n', '/sys/fs/cgroup/cpu.max': '150000 100000\n' },
    1.5,
  ],
  [
    'version 1, no limit',
    {
      '/proc/self/cgroup': '4:memory:/a\n1:cpu:/\n0::/\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    },
    Infinity,
  ],
  [
    'version 1, mounted with cpuacct',
    {
      '/proc/self/cgroup': '3:cpu,cpuacct:/quick\n',
      '/sys/fs/cgroup/cpu,cpuacct/quick/cpu.cfs_quota_us': '12500\n',
      '/sys/fs/cgroup/cpu,cpuacct/quick/cpu.cfs_period_us': '50000\n',
    },
    0.25,
  ],
  [
    "another controller's group does not count",
    {
      '/proc/self/cgroup': '3:cpuset:/quick\n',
      '/sys/fs/cgroup/cpu/quick/cpu.cfs_quota_us': '12500\n',
      '/sys/fs/cgroup/cpu/quick/cpu.cfs_period_us': '50000\n',
    },
    Infinity,
  ],
  ['garbage', { '/proc/self/cgroup': 'what?\n0::/\n', '/sys/fs/cgroup/cpu.max': '\n' }, Infinity],
];

describe('cpuQuota', () => {
  it.each(cases)('%s', (_machine, files, processors) => {
    expect(cpuQuota((path) => files[path])).toBe(processors);
  });
});
