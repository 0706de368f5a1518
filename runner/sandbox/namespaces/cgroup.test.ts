import { describe, expect, test } from 'vitest';
import { type CgroupFacts, type CgroupPlan, cgroupSetup, planCgroup } from './cgroup.ts';

const V2 = 'cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n';
const V1 =
  'cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\ncgroup /sys/fs/cgroup/pids cgroup rw,pids 0 0\ncgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n';
const USER = '/user.slice/user-1000.slice/user@1000.service/app.slice/term.scope';
const APP = '/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice';

const nothing: CgroupFacts = {
  uid: 1000,
  own: '',
  mounts: '',
  writable: () => false,
  passedOn: () => [],
  systemdUser: false,
};

describe('where the cap comes from', () => {
  test.each<[string, Partial<CgroupFacts>, CgroupPlan]>([
    [
      'version 1, as root: at the top, where it outlives the caller’s own',
      { uid: 0, mounts: V1, own: '8:pids:/\n4:memory:/jobs/7\n1:cpu:/\n0::/\n', writable: () => true },
      {
        kind: 'v1',
        memory: '/sys/fs/cgroup/memory',
        pids: '/sys/fs/cgroup/pids',
        cpu: '/sys/fs/cgroup/cpu',
      },
    ],
    [
      'version 1, where only our own is ours',
      { mounts: V1, own: '4:memory:/jobs/7\n', writable: (directory) => directory.endsWith('/jobs/7') },
      { kind: 'v1', memory: '/sys/fs/cgroup/memory/jobs/7', pids: undefined, cpu: undefined },
    ],
    [
      'version 1, as an ordinary user',
      { mounts: V1, own: '4:memory:/\n' },
      { kind: 'none', why: 'the memory controller (cgroup v1) belongs to root' },
    ],
    [
      'version 2, on a desktop: beside the terminal’s scope',
      {
        mounts: V2,
        own: `0::${USER}\n`,
        writable: (directory) => directory === APP,
        passedOn: (directory) => (directory === APP ? ['memory', 'pids'] : []),
      },
      { kind: 'v2', parent: APP, pids: true },
    ],
    [
      'version 2, as root: the nearest that passes memory on',
      {
        uid: 0,
        mounts: V2,
        own: '0::/user.slice/user-0.slice/session-3.scope\n',
        writable: () => true,
        passedOn: (directory) => (directory === '/sys/fs/cgroup/user.slice' ? ['memory'] : []),
      },
      { kind: 'v2', parent: '/sys/fs/cgroup/user.slice', pids: false },
    ],
    [
      'version 2, in a container: our own has processes and passes nothing on',
      { uid: 0, mounts: V2, own: '0::/\n', writable: () => true },
      { kind: 'none', why: 'no cgroup with the memory controller is writable for this user' },
    ],
    [
      'version 2, logged in by ssh with a user manager',
      { mounts: V2, own: '0::/user.slice/user-1000.slice/session-3.scope\n', systemdUser: true },
      { kind: 'scope', entered: false },
    ],
    [
      'version 2, in the user manager, memory not passed on there',
      { mounts: V2, own: `0::${USER}\n`, writable: () => true, systemdUser: true },
      { kind: 'scope', entered: true },
    ],
    ['nothing mounted', {}, { kind: 'none', why: 'no cgroup file system is mounted' }],
  ])('%s', (_, facts, plan) => {
    expect(planCgroup({ ...nothing, ...facts })).toEqual(plan);
  });
});

describe('what a plan comes to', () => {
  const limits = { memoryBytes: 1000, processes: 40 };
  test('version 1: a directory in each hierarchy', () => {
    const { directories, writes } = cgroupSetup(
      { kind: 'v1', memory: '/m', pids: '/p', cpu: '/c' },
      'wb-1',
      limits,
    );
    expect(directories).toEqual(['/m/wb-1', '/p/wb-1', '/c/wb-1']);
    expect(writes).toContainEqual({ path: '/m/wb-1/memory.limit_in_bytes', value: '1000' });
    expect(writes).toContainEqual({ path: '/p/wb-1/pids.max', value: '40' });
  });
  test('version 2: one directory', () => {
    const { directories, writes } = cgroupSetup({ kind: 'v2', parent: '/c', pids: true }, 'wb-1', limits);
    expect(directories).toEqual(['/c/wb-1']);
    expect(writes.map(({ path }) => path)).toEqual([
      '/c/wb-1/memory.max',
      '/c/wb-1/memory.swap.max',
      '/c/wb-1/pids.max',
    ]);
  });
  test('a scope: systemd-run goes first', () => {
    const { directories, prefix } = cgroupSetup({ kind: 'scope', entered: true }, 'wb-1', limits);
    expect(directories).toEqual([]);
    expect(prefix.join(' ')).toMatch(
      /^systemd-run --user --scope .*--unit=wb-1 -p MemoryMax=1000 .*TasksMax=40 -p CPUWeight=100 --$/,
    );
  });
  test('nothing: nothing', () => {
    expect(cgroupSetup({ kind: 'none', why: '' }, 'wb-1', limits)).toEqual({
      directories: [],
      writes: [],
      prefix: [],
    });
  });
});
