/** When the driver starts machines, brings them back and takes them down: on machines that are namespaces, by a vagrant that only notes what it is asked. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EXIT, SandboxError } from '../../errors.ts';
import type { Driver, HostName } from '../driver.ts';
import { startWorld, type World } from '../ssh/testing/world.ts';
import { vagrantDriver } from './driver.ts';
import { MACHINES } from './machines.ts';

const isRoot = process.getuid?.() === 0;
const ALL = MACHINES.join(' ');
const TOPOLOGY = { hosts: ['worker'] } as const;
const chapter = (name: string) => ({ tenant: name });

describe.skipIf(!isRoot)(`the driver vagrant${isRoot ? '' : ' (skipped: not root)'}`, () => {
  let world: World;
  let folder: string;
  const open: Driver[] = [];
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.end());
  beforeEach(() => {
    folder = join(world.directory, 'vagrant');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'states'), { recursive: true });
    copyFileSync(join(import.meta.dirname, 'testing/vagrant.sh'), join(folder, 'vagrant'));
    copyFileSync(world.config('vagrant'), join(folder, 'ssh-config'));
    states('not_created');
  });
  afterEach(async () => {
    for (const driver of open.splice(0)) await driver.close?.();
  });

  const states = (state: string, names: readonly string[] = MACHINES) => {
    for (const name of names) writeFileSync(join(folder, 'states', name), state);
  };
  const dotfiles = () => join(folder, 'dotfiles');
  const driver = (program = join(folder, 'vagrant')): Driver => {
    const made = vagrantDriver([{ program, folder, dotfiles: dotfiles(), emulated: false }]);
    open.push(made);
    return made;
  };
  /** What vagrant was asked since the last time, without looking; the four calls for snapshots as one. */
  const lines = (): string[] => {
    const file = join(folder, 'calls');
    const all = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    rmSync(file, { force: true });
    return all;
  };
  const calls = (): string[] => {
    const short = lines().map((line) =>
      /^snapshot (save|restore)/.test(line) ? line.replace(/ \S+$/, '') : line.trim(),
    );
    return short.filter(
      (line, index) => !/^(status|ssh-config|snapshot list)/.test(line) && short.indexOf(line) === index,
    );
  };

  test('starts all machines once, brings them back between chapters and learners, and destroys what it made', async () => {
    const one = driver();
    const said: string[] = [];
    const first = await one.up(TOPOLOGY, { ...chapter('01'), onProgress: (what) => said.push(what) });
    expect(calls()).toEqual([`up ${ALL}`, 'snapshot save ready']);
    expect(said).toContain('starting: worker: Booting VM...');
    expect((await first.exec('worker', ['hostname'])).stdout).toBe('worker\n');
    await expect(one.up(TOPOLOGY, chapter('02'))).rejects.toThrow(/room for one/);
    await first.down();
    await (await one.up(TOPOLOGY, chapter('01'))).down();
    expect(calls()).toEqual([]);
    await (await one.up(TOPOLOGY, chapter('02'))).down();
    expect(calls()).toEqual(['snapshot restore ready']);
    // What one learner has left there is not for the next.
    await (await one.up(TOPOLOGY, { labels: { chapter: '02', learner: 'guest@local' } })).down();
    expect(calls()).toEqual(['snapshot restore ready']);
    await one.close?.();
    expect(calls()).toEqual([`destroy ${ALL}`]);
    expect(existsSync(join(dotfiles(), 'wirebook-owner.json'))).toBe(false);
  });

  test('machines that ran before are used as they are, brought back, and left running', async () => {
    states('running');
    writeFileSync(join(folder, 'snapshots'), 'ready\n');
    const one = driver();
    await (await one.up(TOPOLOGY, chapter('01'))).down();
    await one.close?.();
    expect(calls()).toEqual(['snapshot restore ready']);
  });

  test('only machines that the next chapter needs and another one has used are brought back', async () => {
    const one = driver();
    const restored = async (hosts: readonly HostName[], user: string) => {
      lines();
      await (await one.up({ hosts }, chapter(user))).down();
      const found = lines().flatMap((line) => /^snapshot restore ready (\S+)/.exec(line)?.[1] ?? []);
      return found.sort();
    };
    expect(await restored(['worker'], '01')).toEqual([]);
    expect(await restored(['control-plane'], '02')).toEqual([]);
    expect(await restored(['control-plane', 'worker'], '02')).toEqual(['worker']);
    expect(await restored(['worker', 'worker2'], '03')).toEqual(['worker']);
    expect(await restored(['worker', 'worker2'], '03')).toEqual([]);
  });

  test('machines that were off are switched off again', async () => {
    states('poweroff', ['worker']);
    states('running', ['control-plane', 'worker2', 'internet']);
    const one = driver();
    await (await one.up(TOPOLOGY)).down();
    await one.close?.();
    expect(calls()).toEqual(['up worker', 'snapshot save ready', 'halt worker']);
  });

  test('for a kept sandbox they stay, and go when another process has ended it', async () => {
    const one = driver();
    const { id } = await (await one.up(TOPOLOGY, chapter('01'))).keep();
    await one.close?.();
    expect(calls()).toEqual([`up ${ALL}`, 'snapshot save ready']);
    const other = driver();
    await expect(other.up(TOPOLOGY)).rejects.toThrow(new RegExp(`in use by the sandbox ${id}`));
    expect((await other.kept()).map((record) => record.id)).toEqual([id]);
    await (await other.attach(id)).down();
    await other.close?.();
    expect(calls()).toEqual([`destroy ${ALL}`]);
    expect(await driver().kept()).toEqual([]);
    await expect(driver().attach(id)).rejects.toThrow(/no running sandbox/);
  });

  test('another process that lives has the machines', async () => {
    mkdirSync(dotfiles());
    // Process 1 lives as long as the machine does.
    const start = readFileSync('/proc/1/stat', 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')[19];
    const note = { pid: 1, start, made: [...MACHINES], woken: [] };
    writeFileSync(join(dotfiles(), 'wirebook-owner.json'), JSON.stringify(note));
    const one = driver();
    await expect(one.up(TOPOLOGY)).rejects.toThrow(/in use by another Wirebook \(process 1\)/);
    await one.close?.();
    expect(calls()).toEqual([]);
  });

  test('what a killed process had started is taken down by the next', async () => {
    mkdirSync(dotfiles());
    const note = { pid: 2_000_000_000, start: '1', made: [...MACHINES], woken: [] };
    writeFileSync(join(dotfiles(), 'wirebook-owner.json'), JSON.stringify(note));
    states('running');
    const one = driver();
    await (await one.up(TOPOLOGY)).down();
    await one.close?.();
    expect(calls()).toEqual(['snapshot save ready', `destroy ${ALL}`]);
  });

  test('interrupted while they start, what was begun is taken down', async () => {
    writeFileSync(join(folder, 'slow'), '');
    const one = driver();
    const begun = new Promise<void>((resolve) => {
      const up = one.up(TOPOLOGY, { onProgress: (what) => what.includes('Booting') && resolve() });
      up.catch(() => {});
    });
    await begun;
    await one.close?.();
    expect(calls()).toEqual([`up ${ALL}`, 'interrupted', `destroy ${ALL}`]);
  });

  test.each([
    ['up', 'No usable default provider could be found for your system.', /no provider/, /VirtualBox/],
    ['up', 'qemu-img: error while writing: No space left on device', /disk is full/, /df -h/],
    ['snapshot', 'VERR_DISK_FULL', /disk is full/, /df -h/],
    [
      'status',
      'There is a syntax error in the following Vagrantfile.',
      /vagrant status .* failed/,
      /vagrant status/,
    ],
  ])('a complaint of %s: %s', async (command, words, what, remedy) => {
    writeFileSync(join(folder, `complain-${command}`), words);
    const one = driver();
    const error = await one.up(TOPOLOGY).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SandboxError);
    expect(error).toMatchObject({
      exit: EXIT.sandbox,
      message: expect.stringMatching(what),
      remedy: expect.stringMatching(remedy),
    });
    rmSync(join(folder, `complain-${command}`));
    await one.close?.();
    if (command !== 'status') expect(calls().at(-1)).toBe(`destroy ${ALL}`);
  });

  test('no vagrant at all', async () => {
    const one = driver('/nonexistent/vagrant');
    await expect(one.up(TOPOLOGY)).rejects.toMatchObject({ message: expect.stringMatching(/not installed/) });
    expect((await one.preflight())[0]).toMatchObject({ feature: 'vagrant', verdict: 'missing' });
  });

  test('a topology that the machines cannot have is refused before any of them is started', async () => {
    const one = driver();
    const segments = [{ name: 'left', subnet: '10.1.0.0/24' }];
    const hosts = ['worker', 'ann'].map((name, index) => ({
      name,
      interfaces: [{ segment: 'left', address: `10.1.0.${index + 1}` }],
    }));
    await expect(one.up({ segments, hosts })).rejects.toMatchObject({
      exit: EXIT.usage,
      message: expect.stringMatching(/has no machine for ann; it has control-plane, worker, /),
      remedy: expect.stringMatching(/--sandbox namespaces/),
    });
    expect(lines()).toEqual([]);
  });

  test('a machine that died is started again for the next sandbox', async () => {
    const one = driver();
    const first = await one.up(TOPOLOGY);
    calls();
    await world.run('restart_server worker');
    await first.ended;
    await expect(first.exec('worker', ['true'])).rejects.toThrow(/connection to worker was lost/);
    states('shutoff', ['worker']);
    await (await one.up(TOPOLOGY)).down();
    expect(calls()).toEqual(['up worker', 'snapshot restore ready']);
    await one.close?.();
    expect(calls()).toEqual([`destroy ${ALL}`]);
  });
});
