/** How sandboxes on machines end, and what becomes of who comes too early: on machines that are namespaces. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { EXIT, SandboxError } from '../../errors.ts';
import { patient, patientSeconds } from '../../slowdown.ts';
import { startSession } from '../../terminal/shell-session.ts';
import type { Driver, HostName } from '../driver.ts';
import { sshDriver } from './driver.ts';
import { startWorld, type World } from './testing/world.ts';

const isRoot = process.getuid?.() === 0;
const MACHINES: readonly HostName[] = ['control-plane', 'worker', 'internet'];
const TOPOLOGY = { hosts: ['control-plane', 'worker'] } as const;

describe.skipIf(!isRoot)(`endings of the driver ssh${isRoot ? '' : ' (skipped: not root)'}`, () => {
  let world: World;
  const open: (() => Promise<void> | void)[] = [];
  beforeAll(async () => {
    world = await startWorld(MACHINES);
  });
  afterAll(() => world?.end());
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  const driver = (inventory = world.inventory): Driver => {
    const made = sshDriver({ inventory });
    open.push(() => made.close?.());
    return made;
  };

  /** Nothing of ours in the machines' /run, and the cards of the lab as they were: down, with their own IPv6. */
  const nothingLeft = (on: readonly HostName[] = MACHINES): Promise<void> => {
    const look =
      'test ! -e /run/wirebook && ! ip -br link show eth1 | grep -q UP && grep -qx 0 /proc/sys/net/ipv6/conf/eth1/disable_ipv6';
    return until('nothing to be left', () =>
      world.run(on.map((name) => `inside ${name} bash -c '${look}'`).join(' && ')),
    );
  };

  test('down leaves nothing on the machines', async () => {
    const sandbox = await driver().up(TOPOLOGY);
    await sandbox.exec('worker', ['bash', '-c', 'nohup sleep 1000 >/dev/null 2>&1 &']);
    await sandbox.down();
    await nothingLeft();
  });

  test('kill -9 of the runner leaves nothing', async () => {
    const runner = await otherRunner('');
    runner.child.kill('SIGKILL');
    await nothingLeft();
  });

  test('another can attach without becoming the owner', async () => {
    const runner = await otherRunner('');
    const other = driver();
    expect((await other.kept()).map(({ id, labels }) => [id, labels])).toEqual([
      [runner.id, { chapter: '04' }],
    ]);
    const sandbox = await other.attach(runner.id);
    await sandbox.resetHost('worker');
    expect((await sandbox.exec('worker', ['hostname'])).stdout).toBe('worker\n');
    runner.child.kill('SIGKILL');
    await sandbox.ended;
    await expect(sandbox.exec('worker', ['true'])).rejects.toThrow(SandboxError);
    await nothingLeft();
  });

  test('a kept sandbox outlives its runner and ends by an attached down', async () => {
    const runner = await otherRunner('await sandbox.keep();');
    runner.child.kill('SIGKILL');
    await runner.ended;
    const other = driver();
    const sandbox = await other.attach(runner.id);
    expect((await sandbox.exec('worker', ['ip', 'netns'])).stdout).toBe('n1\n');
    await sandbox.down();
    await nothingLeft();
    expect(await other.kept()).toEqual([]);
    await expect(other.attach(runner.id)).rejects.toThrow(/no running sandbox/);
  });

  test('two users of the same machines: the second is told who has them', async () => {
    const first = driver();
    const sandbox = await first.up(TOPOLOGY, { tenant: 'chapter 04' });
    await expect(first.up(TOPOLOGY)).rejects.toThrow(/room for one sandbox/);
    const refused = await driver()
      .up({ hosts: ['worker'] })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SandboxError);
    expect(refused).toMatchObject({ exit: EXIT.sandbox, remedy: expect.stringContaining(sandbox.id) });
    expect((refused as Error).message).toMatch(/in use by .*chapter 04, of root/);
    expect(
      (await sandbox.exec('worker', ['ping', '-qc1', `-W${patientSeconds(2)}`, 'control-plane'])).status,
    ).toBe(0);
    await sandbox.down();
    await nothingLeft();
  });

  test('a terminal: steps, sizes, its end, and the end of the sandbox under it', async () => {
    const sandbox = await driver().up(TOPOLOGY);
    const session = startSession(sandbox, 'worker', { columns: 120 });
    await session.ready();
    const run = (id: string, command: string) => session.run({ id, step: 'x', command, timeoutMs: 10_000 });
    expect(await run('1', 'x=5; stty size; cd /tmp')).toMatchObject({
      outcome: 'ran',
      output: expect.stringMatching(/ 120\n$/),
    });
    session.resize(90, 33);
    await until('the new size', async () =>
      expect((await run(`${Math.random()}`, 'stty size')).output).toBe('33 90\n'),
    );
    expect(await run('2', 'echo $x $PWD; false')).toMatchObject({ output: '5 /tmp\n', exit: 1 });
    expect(await run('3', 'seq 200000 | tail -1')).toMatchObject({ output: '200000\n' });
    const shells = () => sandbox.exec('worker', ['pgrep', '-c', 'bash']);
    expect((await shells()).stdout).toBe('1\n');
    session.close();
    await until('the shell to end', async () => expect((await shells()).stdout).toBe('0\n'));
    await sandbox.down();
    await nothingLeft();
  });

  test('a full disk on a machine is said, and nothing is left on the others', async () => {
    await world.run('inside worker dd if=/dev/zero of=/run/fill bs=1M count=100 2>/dev/null || true');
    const refused = await driver()
      .up(TOPOLOGY)
      .catch((error: unknown) => error);
    await world.run('inside worker rm /run/fill');
    expect(refused).toMatchObject({
      exit: EXIT.sandbox,
      remedy: expect.stringMatching(/room in \/run on worker/),
    });
    await nothingLeft();
  });

  test('a disk that becomes full is said, and the sandbox goes on', async () => {
    const sandbox = await driver().up(TOPOLOGY);
    await world.run('inside worker dd if=/dev/zero of=/run/fill bs=64k 2>/dev/null || true');
    const refused = await sandbox
      .publish('worker', 'x', 'y'.repeat(100_000))
      .catch((error: unknown) => error);
    await world.run('inside worker rm /run/fill');
    expect(refused).toMatchObject({
      exit: EXIT.sandbox,
      message: expect.stringMatching(/No space left/),
      remedy: expect.stringMatching(/room in \/run/),
    });
    expect((await sandbox.exec('worker', ['hostname'])).stdout).toBe('worker\n');
    await sandbox.down();
    await nothingLeft();
  });

  test('a machine that dies ends the sandbox on all, and is named', async () => {
    const sandbox = await driver().up(TOPOLOGY);
    const running = sandbox.exec('worker', ['sleep', '100']).catch((error: unknown) => error);
    await world.run('kill_machine worker');
    await sandbox.ended;
    expect(await running).toMatchObject({
      exit: EXIT.sandbox,
      message: expect.stringMatching(/^the connection to worker was lost/),
      remedy: expect.stringMatching(/worker still running/),
    });
    await expect(sandbox.exec('control-plane', ['true'])).rejects.toThrow(/connection to worker was lost/);
    await nothingLeft(['control-plane', 'internet']);
  });

  /** Another program builds a sandbox and waits. */
  async function otherRunner(
    more: string,
  ): Promise<{ id: string; child: ChildProcess; ended: Promise<void> }> {
    const script = `import { sshDriver } from ${JSON.stringify(new URL('./driver.ts', import.meta.url).href)};
      const sandbox = await sshDriver({ inventory: ${JSON.stringify(world.inventory)} }).up({ hosts: ['control-plane', 'worker'] }, { labels: { chapter: '04' } });
      await sandbox.exec('worker', ['bash', '-c', 'nohup setsid sleep 1000 >/dev/null 2>&1 &']);
      sandbox.open('worker', ['sleep', '1000']);
      await sandbox.exec('worker', ['ip', 'netns', 'add', 'n1']);
      ${more}
      console.log(sandbox.id);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: import.meta.dirname,
    });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    open.push(() => {
      child.kill('SIGKILL');
    });
    const id = await new Promise<string>((resolve, reject) => {
      child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
      void ended.then(() => reject(new Error('the other runner ended')));
    });
    return { id, child, ended };
  }
});

/** Asks again until what is asked does not throw. */
async function until(what: string, fact: () => Promise<unknown>): Promise<void> {
  const waitMs = patient(15_000);
  const end = performance.now() + waitMs;
  for (;;) {
    try {
      await fact();
      return;
    } catch (error) {
      if (performance.now() > end) throw new Error(`waited ${waitMs} ms for ${what}`, { cause: error });
      await delay(20);
    }
  }
}
