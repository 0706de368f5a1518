/**
 * A program for tests: runs parts of these (the driver's contract, the isolation table, the attacks, the endings) in whatever identity it was
 * started, and prints one line of JSON per item. `node --import tsx try-all.ts`
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { patient } from '../../../slowdown.ts';
import { chooseMode, type UidMapMode } from '../../linux-host/uid-map.ts';
import { CONTRACT, CONTRACT_TOPOLOGY, CONTRACT_VARIABLES } from '../../testing/contract.ts';
import { namespacesDriver } from '../driver.ts';
import { idFacts } from '../machine.ts';
import { ATTACKS } from './attacks.ts';
import { ISOLATION } from './isolation.ts';
import { leftOf, type Traces, tracesOf } from './traces.ts';

export interface TryResult {
  readonly part: 'contract' | 'isolation' | 'attacks' | 'endings';
  readonly name: string;
  readonly ms: number;
  /** Absent when it held. */
  readonly why?: string;
}

process.env.SECRET_OF_THE_RUNNER = 'not for labs';
const driver = namespacesDriver();
const mode = (process.env.WIREBOOK_UIDMAP as UidMapMode | undefined) ?? chooseMode(idFacts());

async function item(part: TryResult['part'], name: string, hold: () => Promise<void>): Promise<void> {
  let why: string | undefined;
  const started = performance.now();
  try {
    await hold();
  } catch (error) {
    why = (error as Error).stack ?? String(error);
  }
  process.stdout.write(
    `${JSON.stringify({ part, name, ms: Math.round(performance.now() - started), ...(why !== undefined && { why }) } satisfies TryResult)}\n`,
  );
}

/** Polls until nothing is left; the kernel may take a moment to take namespaces apart. */
async function nothingLeft(traces: Traces): Promise<void> {
  assert.ok(
    traces.processes.length >= 3 && traces.namespaces.length >= 10,
    'the traces are those of a sandbox',
  );
  const end = performance.now() + patient(10_000);
  let left = leftOf(traces);
  while (left.length > 0 && performance.now() < end) {
    await delay(10);
    left = leftOf(traces);
  }
  assert.deepEqual(left, []);
}

async function contract(): Promise<void> {
  const sandbox = await driver.up(CONTRACT_TOPOLOGY, { variables: CONTRACT_VARIABLES });
  let traces: Traces | undefined;
  for (const { name, hold } of CONTRACT) {
    traces ??= tracesOf(sandbox.id);
    await item('contract', name, () => hold(sandbox));
  }
  await item('endings', 'after down nothing is left', () => nothingLeft(traces as Traces));
}

async function isolation(): Promise<void> {
  const tcp = createServer().listen(0, '127.0.0.1');
  const abstract = `wirebook-${process.pid}`;
  const unix = createServer().listen(`\0${abstract}`);
  await Promise.all([tcp, unix].map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const address = tcp.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const env = { PORT: String(port), ABSTRACT: abstract, RUNNER: String(process.pid) };
  const sandbox = await driver.up({ hosts: ['control-plane', 'worker', 'internet'] });
  for (const { name, sh, expect, modes } of ISOLATION) {
    if (modes && !modes.includes(mode)) continue;
    await item('isolation', `${expect}: ${name}`, async () => {
      const { status, signal, stdout, stderr } = await sandbox.exec('worker', ['bash', '-c', sh], { env });
      const detail = `status ${status} ${signal ?? ''}\n${stdout.slice(-500)}${stderr.slice(-500)}`;
      if (expect === 'works') assert.equal(status, 0, detail);
      else assert.ok(status !== null && ![0, 126, 127].includes(status), detail);
    });
  }
  await item('isolation', 'refused: a fork bomb', async () => {
    // Not in bash, which waits for seconds when it cannot fork.
    const bomb = [
      'import os, time',
      'for i in range(2000):',
      '    try:',
      '        if os.fork() == 0: time.sleep(1000)',
      '    except BlockingIOError: print(i); break',
    ].join('\n');
    const { stdout } = await sandbox.exec('worker', ['python3', '-c', bomb]);
    assert.ok(Number(stdout) > 100, `stopped after ${stdout} forks`);
    const counts = tracesOf(sandbox.id).processes.length;
    assert.ok(counts < 450, `${counts} processes`);
    await sandbox.resetHost('worker');
    assert.equal((await sandbox.exec('worker', ['true'])).status, 0);
  });
  tcp.close();
  unix.close();
  const traces = tracesOf(sandbox.id);
  await sandbox.down();
  await item('endings', 'after all that, down leaves nothing', () => nothingLeft(traces));
}

async function attacks(): Promise<void> {
  const sandbox = await driver.up({ hosts: ['worker'] });
  for (const { name, modes, hold } of ATTACKS) {
    if (!modes || modes.includes(mode)) await item('attacks', name, () => hold(sandbox));
  }
  await sandbox.down();
}

/** Another process builds a sandbox and is killed; `keep` decides what becomes of it. */
async function otherRunner(keep: boolean): Promise<{ id: string; kill: () => Promise<void> }> {
  const script = `import { namespacesDriver } from ${JSON.stringify(new URL('../driver.ts', import.meta.url).href)};
    const sandbox = await namespacesDriver().up({ hosts: ['control-plane', 'worker'] }, { labels: { chapter: '04' } });
    await sandbox.exec('worker', ['bash', '-c', 'nohup setsid sleep 1000 >/dev/null 2>&1 &']);
    sandbox.open('worker', ['sleep', '1000']);
    await sandbox.exec('worker', ['ip', 'netns', 'add', 'n1']);
    ${keep ? 'await sandbox.keep();' : ''}
    console.log(sandbox.id);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, [...process.execArgv, '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  });
  const id = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', () => reject(new Error('the other runner ended')));
  });
  const kill = () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  return { id, kill };
}

async function endings(): Promise<void> {
  await item('endings', 'kill -9 of the runner leaves nothing', async () => {
    const { id, kill } = await otherRunner(false);
    const traces = tracesOf(id);
    await kill();
    await nothingLeft(traces);
  });
  await item('endings', 'another process can attach, without becoming the owner', async () => {
    const { id, kill } = await otherRunner(false);
    const record = (await driver.kept()).find((one) => one.id === id);
    assert.deepEqual(record?.labels, { chapter: '04' });
    const traces = tracesOf(id);
    const sandbox = await driver.attach(id);
    assert.equal((await sandbox.exec('worker', ['hostname'])).stdout, 'worker\n');
    await sandbox.resetHost('worker');
    await kill();
    await sandbox.ended;
    await nothingLeft(traces);
  });
  await item('endings', 'a kept sandbox outlives its runner and ends by an attached down', async () => {
    const { id, kill } = await otherRunner(true);
    const traces = tracesOf(id);
    await kill();
    const sandbox = await driver.attach(id);
    assert.equal((await sandbox.exec('worker', ['ip', 'netns'])).stdout, 'n1\n');
    await sandbox.down();
    await nothingLeft(traces);
    assert.equal(
      (await driver.kept()).some((one) => one.id === id),
      false,
    );
    await assert.rejects(driver.attach(id), /no running sandbox/);
  });
  await item('endings', 'kill -9 of the keeper leaves only files, and the next up sweeps them', async () => {
    const sandbox = await driver.up({ hosts: ['worker'] });
    const traces = tracesOf(sandbox.id);
    const keeper = traces.processes.find(
      ({ pid }) => pid === Math.min(...traces.processes.map((one) => one.pid)),
    );
    process.kill(keeper?.pid as number, 'SIGKILL');
    await sandbox.ended;
    await sandbox.down();
    await nothingLeft(traces);
  });
}

const PARTS: Readonly<Record<TryResult['part'], () => Promise<void>>> = {
  contract,
  isolation,
  attacks,
  endings,
};

// Waiting for `ended` alone does not hold the event loop.
const awake = setInterval(() => {}, 60_000);
for (const part of process.argv.slice(2)) await PARTS[part as TryResult['part']]();
clearInterval(awake);
