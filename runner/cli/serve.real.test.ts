/** `wirebook serve` as a person meets it when something is in its way: a server that runs already, a home that cannot be written. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { ask, login, upgrade } from '../../web/server/testing/serving.ts';
import { ROOT } from '../package-root.mjs';

let scratch: string;
const servers: ChildProcess[] = [];
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'wirebook-serve-'));
});
afterEach(async () => {
  for (const child of servers.splice(0)) {
    const ended = new Promise((resolve) => child.once('close', resolve));
    if (child.exitCode === null && child.kill('SIGTERM')) await ended;
  }
  rmSync(scratch, { recursive: true, force: true });
});

/** @param env beside this process's own; undefined takes a name away */
function start(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) {
  const child = spawn(process.execPath, [join(ROOT, 'runner/cli/wirebook.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', XDG_DATA_HOME: scratch, XDG_RUNTIME_DIR: scratch, ...env },
  });
  servers.push(child);
  const stderr = text(child.stderr);
  const status = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, stderr, status };
}

/** The link, as soon as the server has printed it. */
function serving(args: readonly string[]): Promise<string> {
  const { child, status, stderr } = start(['serve', '--no-open', '--json', ...args]);
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(JSON.parse(String(line)).url));
    void status.then(async () => reject(new Error(await stderr)));
  });
}

/** Opens a link as a browser that has no cookie yet. */
const opened = (link: string) => {
  const { port, search } = new URL(link);
  return ask(Number(port), `/${search}`);
};

test('the way to a fresh link that the page names gives one while the server runs', async () => {
  const first = await serving(['--port', '0']);
  expect((await opened(first)).status).toBe(200);
  const used = await opened(first);
  expect(used.status).toBe(401);
  const [, command = ''] = /<code>npx wirebook (.+?)<\/code>/.exec(used.body) ?? [];
  const again = start([...command.split(' '), '--no-open']);
  const said = await text(again.child.stdout);
  expect([await again.status, await again.stderr]).toEqual([0, '']);
  const [fresh = ''] = /http:\S+/.exec(said) ?? [];
  expect(new URL(fresh).host).toBe(new URL(first).host);
  expect((await opened(fresh)).status).toBe(200);
});

test('a server that was killed is no server: its port is free again', async () => {
  const first = await serving(['--port', '0']);
  const { port } = new URL(first);
  servers[0]?.kill('SIGKILL');
  await expect.poll(() => servers[0]?.signalCode).toBe('SIGKILL');
  const second = await serving(['--port', port]);
  expect((await opened(second)).status).toBe(200);
  const { child, status } = start(['serve', '--no-open', '--json', '--port', port]);
  expect(new URL(JSON.parse(await text(child.stdout)).url).port).toBe(port);
  expect(await status).toBe(0);
});

test('a paste that no program reads keeps neither pages nor SIGTERM from the server', async () => {
  const link = await serving(['--port', '0']);
  const [server] = servers;
  onTestFinished(() => void server?.kill('SIGKILL'));
  const port = Number(new URL(link).port);
  const cookie = await login({ served: { freshUrl: () => link } });
  const enter = async (path: string) => {
    const page = await upgrade(port, `/ws/chapter/01-network-namespaces${path}`, { cookie });
    if (typeof page === 'number') throw new Error(`refused with ${page}`);
    return page;
  };
  const control = await enter('');
  await control.message('lab', ({ state }) => state === 'ready');
  const terminal = await enter('/terminal/worker');
  await terminal.until('the snapshot', ({ raw }) => raw[0]);
  terminal.send({ type: 'input', data: 'sleep 630\r' });
  await control.message('shell', ({ state }) => state === 'busy');
  for (let piece = 0; piece < 16; piece += 1)
    terminal.send({ type: 'input', data: 'echo pasted\r'.padEnd(65_536, 'x\r') });
  const heard = once(terminal.socket, 'pong');
  terminal.socket.ping();
  await heard;
  expect((await ask(port, '/', { cookie })).status).toBe(200);
  server?.kill('SIGTERM');
  await control.until('the end', ({ closed }) => closed);
  await expect.poll(() => server?.exitCode).toBe(143);
});

test('another program on the port is told, with what helps', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { status, stderr } = start(['serve', '--no-open', '--port', `${port}`]);
  expect(await status).toBe(2);
  expect(await stderr).toBe(
    `wirebook: Port ${port} of 127.0.0.1 is taken, perhaps by another Wirebook.\n  npx wirebook serve --port 0\n`,
  );
});

test('a home that cannot be written: one cause, one line, and the remedy', async () => {
  const home = { HOME: '/dev/null', XDG_DATA_HOME: undefined, XDG_CACHE_HOME: undefined };
  const { status, stderr } = start(['serve', '--no-open', '--port', '0'], home);
  expect(await stderr).toMatch(
    /^wirebook: \/dev\/null\/\.local\/share\/wirebook cannot be made: ENOTDIR.*\n {2}Keep progress in another folder: XDG_DATA_HOME=.*\n$/,
  );
  expect(await status).toBe(2);
  const probed = start(['doctor', '--json'], home);
  const results = JSON.parse(await text(probed.child.stdout)) as { verdict: string; found: string }[];
  expect(results.filter(({ verdict }) => verdict === 'missing')).toEqual([]);
  expect(await probed.status).toBe(0);
});

test('a machine that cannot run labs: the first cause with its remedy, and where the rest is said', async () => {
  const nowhere = { XDG_RUNTIME_DIR: '', TMPDIR: '/dev/null' };
  const { status, stderr } = start(['serve', '--no-open', '--port', '0'], nowhere);
  expect(await stderr).toMatch(
    /^wirebook: This machine cannot run labs: user namespaces: .*\/dev\/null\/wirebook-\d+ cannot be written.*\n {2}name a folder .*\n {2}More: npx wirebook doctor\n$/,
  );
  expect(await status).toBe(3);
});
