/** How steps and shells end: time limits, exits, kills, resets, closing. In a real sandbox. */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Sandbox } from '../sandbox/driver.ts';
import { driverByName } from '../sandbox/drivers.ts';
import { patient } from '../slowdown.ts';
import { startSession } from './shell-session.ts';
import { sandboxForTests, type WatchedTerminal, watch } from './testing/test-terminal.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await sandboxForTests();
});

async function open(): Promise<WatchedTerminal> {
  const terminal = await watch(sandbox);
  onTestFinished(() => terminal.session.close());
  return terminal;
}

describe('a step that takes too long', () => {
  it.each<[what: string, command: string, exit: number, output: string, reason: string, shells: number]>([
    ['is interrupted', 'echo a; sleep 303; echo b', 130, 'a\n^C\n', '(Ctrl-C)', 0],
    ['reads', 'read -r x', 130, '^C\n', '(Ctrl-C)', 0],
    ['is a loop of the shell', 'while :; do :; done', 130, '^C\n', '(Ctrl-C)', 0],
    [
      'ignores Ctrl-C',
      `sh -c "trap '' INT; exec sleep 304"`,
      131,
      '^C^\\Quit\n',
      '(Ctrl-\\, for Ctrl-C did not help)',
      0,
    ],
    [
      'ignores Ctrl-\\ as well',
      `sh -c "trap '' INT QUIT; exec sleep 305"`,
      137,
      '^C^\\Killed\n',
      '(kill -9, for neither Ctrl-C nor Ctrl-\\ helped)',
      0,
    ],
    [
      'is the shell that ignores them',
      "trap '' INT QUIT; while :; do :; done",
      137,
      '^C^\\',
      '(kill -9, for neither Ctrl-C nor Ctrl-\\ helped); the shell ended with it',
      1,
    ],
  ])('%s', async (_what, command, exit, output, reason, shells) => {
    const { run, respawns } = await open();
    const result = await run(command, 200);
    const seconds = patient(200, sandbox.slowdown) / 1000;
    expect(result).toMatchObject({
      outcome: 'timeout',
      exit,
      output,
      reason: `stopped after ${seconds} s ${reason}`,
    });
    expect(await run('echo fine')).toMatchObject({ outcome: 'ran', output: 'fine\n' });
    expect(respawns).toHaveLength(shells);
  });

  it('is not a step that the learner interrupts', async () => {
    const { run, session, until } = await open();
    const step = run('sleep 306');
    await until('the step', () => session.state === 'busy');
    await until(
      'its sleep',
      async () => (await sandbox.exec('worker', ['pgrep', '-f', 'sleep 306'])).status === 0,
    );
    session.interrupt();
    expect(await step).toMatchObject({ outcome: 'ran', exit: 130 });
  });
});

describe('a step that ends its shell', () => {
  it.each<[command: string, exit: number]>([
    ['exit 3', 3],
    ['exec false', 1],
    ['kill -9 $$', 137],
    ['set -e; false', 1],
    ['set -e; echo fine; (exit 4); echo never', 4],
  ])('%s', async (command, exit) => {
    const { run, respawns, screen } = await open();
    expect(await run(command)).toMatchObject({ outcome: 'shell-ended', exit });
    expect(await run('echo fine')).toMatchObject({ outcome: 'ran', output: 'fine\n' });
    expect(respawns).toEqual([exit]);
    expect(await screen()).toContain(
      `[The shell of worker ended with status ${exit}. A new one is started.]`,
    );
  });

  it('kill -9 -1, from outside the shell', async () => {
    const { run, respawns } = await open();
    const step = await run("sh -c 'kill -9 -1'");
    expect(step.outcome).toBe('shell-ended');
    expect(await run('echo fine')).toMatchObject({ outcome: 'ran', output: 'fine\n' });
    expect(respawns).toHaveLength(1);
  });
});

describe('a shell', () => {
  it('comes back as often as the learner ends it', async () => {
    const terminal = await open();
    for (let times = 1; times <= 8; times++) {
      await terminal.untilPrompt();
      terminal.session.write('\x04');
      await terminal.until('a new shell', () => terminal.respawns.length === times);
    }
    expect((await terminal.run('echo fine')).output).toBe('fine\n');
  });

  it('that ends as soon as it starts is given up, until the learner presses Enter', async () => {
    const terminal = await open();
    await terminal.run("cp ~/.bashrc /tmp/bashrc; echo 'exit 9' >> ~/.bashrc; exit");
    await terminal.until('the end', () => terminal.session.state === 'ended');
    expect(await terminal.screen()).toContain('[Press Enter to try once more, or reset the host.]');
    expect(await terminal.run('true')).toMatchObject({
      outcome: 'refused',
      reason: 'the shell of worker has ended',
    });
    await sandbox.exec('worker', ['cp', '/tmp/bashrc', '/root/.bashrc']);
    terminal.session.write('\r');
    expect(await terminal.run('echo fine')).toMatchObject({ outcome: 'ran', output: 'fine\n' });
  });

  it('comes back after its host was rebuilt', async () => {
    const terminal = await open();
    await terminal.run('touch /tmp/old');
    await sandbox.resetHost('worker');
    await terminal.until('a new shell', () => terminal.respawns.length === 1);
    expect(await terminal.run('ls /tmp/old')).toMatchObject({ outcome: 'ran', exit: 2 });
  });
});

describe('the end', () => {
  it('of a terminal leaves nothing', async () => {
    const before = children();
    const session = startSession(sandbox, 'worker');
    await session.ready();
    await session.run({ id: '1', step: 's', command: 'sleep 307 &', timeoutMs: 5000 });
    const hanging = session.run({ id: '2', step: 's', command: 'sleep 308', timeoutMs: 60_000 });
    const sleeps = async () =>
      (await sandbox.exec('worker', ['pgrep', '-c', '-f', 'sleep 30[78]'])).stdout.trim();
    await expect.poll(sleeps).toBe('2');
    session.close();
    session.close();
    expect(await hanging).toMatchObject({ outcome: 'shell-ended', exit: null });
    expect(session.state).toBe('ended');
    await expect.poll(sleeps).toBe('0');
    await expect.poll(() => children().filter((pid) => !before.includes(pid))).toEqual([]);
    expect(await session.run({ id: '3', step: 's', command: 'true', timeoutMs: 5000 })).toMatchObject({
      outcome: 'refused',
    });
  });

  it('of a sandbox ends its terminals', async () => {
    const other = await driverByName('namespaces').up({ hosts: ['worker'] });
    const terminal = await watch(other);
    const step = terminal.run('sleep 309');
    await terminal.until('the step', () => terminal.session.state === 'busy');
    await other.down();
    expect((await step).outcome).toBe('shell-ended');
    await terminal.until('the end', () => terminal.session.state === 'ended');
    terminal.session.close();
  });
});

/** Processes that this one has started and that still run. */
function children(): string[] {
  return readdirSync('/proc/self/task').flatMap((thread) => {
    const list = readFileSync(`/proc/self/task/${thread}/children`, 'utf8').trim();
    return list === '' ? [] : list.split(' ');
  });
}
