/** The server with real labs: a chapter as a learner meets it, over HTTP and sockets, down to the kernel and back. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { loadChapters } from '../../runner/chapter/load.ts';
import { driverByName } from '../../runner/sandbox/drivers.ts';
import type { Lab } from '../../runner/session/lab.ts';
import { openLab } from '../../runner/session/open.ts';
import { temporaryFolder } from './testing/folder.ts';
import { login, openPage, type Page, type Serving, serving, upgrade } from './testing/serving.ts';

const CHAPTER = '01-network-namespaces';
const CONTROL = `/ws/chapter/${CHAPTER}`;

async function real(): Promise<{ started: Serving; labs: Lab[] }> {
  const labs: Lab[] = [];
  const started = await serving({
    chapters: await loadChapters(fileURLToPath(new URL('../../chapters', import.meta.url))),
    openLab: async (chapter, { seed }) => {
      const lab = await openLab(chapter, { driver: driverByName('namespaces'), seed, kinds: KINDS });
      labs.push(lab);
      return lab;
    },
  });
  return { started, labs };
}

async function ready(started: Serving): Promise<Page> {
  const page = await openPage(started, CONTROL);
  await page.message('lab', ({ state }) => state === 'ready');
  return page;
}

async function terminal(started: Serving): Promise<Page> {
  const opened = await upgrade(started.port, `${CONTROL}/terminal/worker`, { cookie: await login(started) });
  if (typeof opened === 'number') throw new Error(`refused with ${opened}`);
  await opened.until('the snapshot', ({ raw }) => raw[0]);
  return opened;
}

const verdictOf = (verdict: string) => (message: { results: readonly { id: string; verdict: string }[] }) =>
  message.results.find(({ id }) => id === 'exists')?.verdict === verdict;

test('a step runs once in the terminal, and its output is held against the recording', async () => {
  const { started } = await real();
  const page = await ready(started);
  const screen = await terminal(started);
  page.send({ type: 'run', runId: 'r1', step: 'kinds-of-namespace' });
  expect(await page.message('ran')).toMatchObject({
    run: { outcome: 'ran', exit: 0 },
    comparison: { same: true },
  });
  await screen.until('the command as typed', ({ raw }) =>
    raw
      .map(({ data }) => data)
      .join('')
      .includes('ls /proc/$$/ns'),
  );
  // The second time it would say that the namespace is there already.
  page.send({ type: 'run', runId: 'r2', step: 'add-client' });
  page.send({ type: 'run', runId: 'r2', step: 'add-client' });
  page.socket.terminate();
  const back = await ready(started);
  back.send({ type: 'run', runId: 'r2', step: 'add-client' });
  const { run, comparison } = await back.message('ran');
  expect(run).toMatchObject({ exit: 0, output: 'client\n' });
  expect(comparison).toMatchObject({ same: true });
});

test('what is typed in the terminal brings the tick, and takes it away again', async () => {
  const { started } = await real();
  const page = await ready(started);
  const screen = await terminal(started);
  await page.message('checks', verdictOf('fail'));
  screen.send({ type: 'input', data: 'ip netns add server\r' });
  const { results } = await page.message('checks', verdictOf('pass'));
  expect(results.find(({ id }) => id === 'exists')).toMatchObject({ kind: 'namespace' });
  page.messages.length = 0;
  screen.send({ type: 'input', data: 'ip netns del server\r' });
  await page.message('checks', verdictOf('fail'));
});

test('"bring me here" replays what comes before; a reset empties everything', async () => {
  const { started, labs } = await real();
  const page = await ready(started);
  const screen = await terminal(started);
  page.send({ type: 'bring', to: 'client-links' });
  await page.message('lab', ({ doing }) => doing?.endsWith('add-client') === true);
  await page.message(
    'lab',
    ({ state }) => state === 'ready' && page.messages.some((m) => m.type === 'cleared'),
  );
  await page.until('the end', ({ messages }) => {
    const last = messages.findLast((message) => message.type === 'lab');
    return last?.type === 'lab' && last.state === 'ready';
  });
  const snapshots = ({ raw }: Page) => raw.filter(({ data }) => data.startsWith('{"type":"snapshot"'));
  await screen.until('the new shell', (terminal) => snapshots(terminal)[1]);
  expect(screen.closed).toBeUndefined();
  const [lab] = labs;
  expect((await lab?.sandbox.exec('worker', ['ip', 'netns', 'list']))?.stdout).toContain('client');
  page.messages.length = 0;
  page.send({ type: 'reset' });
  await page.message('lab', ({ state }) => state === 'ready');
  expect((await lab?.sandbox.exec('worker', ['ip', 'netns', 'list']))?.stdout).toBe('');
  page.send({ type: 'run', runId: 'after', step: 'same-stack' });
  expect((await page.message('ran')).run).toMatchObject({ outcome: 'ran', exit: 0 });
});

test('a sandbox that is killed is reported, refuses steps, and comes back by a reset', async () => {
  const { started, labs } = await real();
  const page = await ready(started);
  await labs[0]?.sandbox.down();
  await page.message('lab', ({ state }) => state === 'failed');
  page.send({ type: 'run', runId: 'r1', step: 'same-stack' });
  expect((await page.message('ran')).run).toMatchObject({ outcome: 'refused' });
  const waits = await upgrade(started.port, `${CONTROL}/terminal/worker`, { cookie: await login(started) });
  page.messages.length = 0;
  page.send({ type: 'reset' });
  await page.message('lab', ({ state }) => state === 'ready');
  page.send({ type: 'run', runId: 'r2', step: 'same-stack' });
  await page.message('ran', ({ runId, run }) => runId === 'r2' && run.outcome === 'ran');
  if (typeof waits === 'object') await waits.until('the snapshot', ({ raw }) => raw[0]);
});

test('the end of the server ends the sandbox', async () => {
  const { started, labs } = await real();
  await ready(started);
  await started.served.close();
  await labs[0]?.sandbox.ended;
  await expect(labs[0]?.sandbox.exec('worker', ['true'])).rejects.toThrow();
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the program with nothing left of it', async (signal) => {
  const cli = fileURLToPath(new URL('../../runner/cli/wirebook.mjs', import.meta.url));
  const child = spawn(process.execPath, [cli, 'serve', '--port', '0', '--no-open', '--json'], {
    env: { ...process.env, XDG_DATA_HOME: temporaryFolder() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = text(child.stderr);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(JSON.parse(String(line)).url));
    void ended.then(async () => reject(new Error(await said)));
  });
  const port = Number(new URL(url).port);
  const served = { url, freshUrl: () => url, close: async () => {} };
  const page = await openPage({ served, port, labs: [], log: [], progressFile: '' }, CONTROL);
  await page.message('shell', ({ state }) => state === 'prompt');
  const family = descendants(child.pid as number);
  expect(family.length).toBeGreaterThan(2);
  child.kill(signal);
  expect((await page.until('close', ({ closed }) => closed)).code).toBe(1001);
  expect(await ended).toBe(signal === 'SIGINT' ? 130 : 143);
  await expect.poll(() => family.filter(runs)).toEqual([]);
});

/** State and parent of a process (proc_pid_stat(5): fields 3 and 4); undefined when there is none. */
function processStat(pid: number): { state: string; parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/** A zombie has ended: it only waits for the machine's init to take note. */
function runs(pid: number): boolean {
  const stat = processStat(pid);
  return stat !== undefined && stat.state !== 'Z';
}

/** Every process below one. */
function descendants(root: number): number[] {
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const children = all.filter((pid) => processStat(pid)?.parent === root);
  return children.flatMap((child) => [child, ...descendants(child)]);
}
