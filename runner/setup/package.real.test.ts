/** The npm package: packed, unpacked into an empty folder beside nothing but its dependencies, and used there. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ask } from '../../web/server/testing/serving.ts';
import { ROOT } from '../package-root.mjs';

let scratch: string;
let installed: string;
let env: NodeJS.ProcessEnv;

const packed = z.tuple([z.object({ filename: z.string() })]);
const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** What `npm install ./wirebook-*.tgz` does, with this checkout's copies of the dependencies. */
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'wirebook-package-'));
  env = {
    ...process.env,
    NO_COLOR: '1',
    XDG_DATA_HOME: scratch,
    XDG_RUNTIME_DIR: scratch,
    XDG_STATE_HOME: scratch,
  };
  const said = execFileSync('npm', ['pack', '--json', '--pack-destination', scratch], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...env, npm_config_cache: join(scratch, 'npm'), npm_config_offline: 'true' },
  });
  const [{ filename }] = packed.parse(JSON.parse(said.slice(said.indexOf('['))));
  const modules = join(scratch, 'app/node_modules');
  installed = join(modules, 'wirebook');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(scratch, filename), '-C', installed, '--strip-components=1']);
  for (const name of Object.keys(dependencies())) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  mkdirSync(join(modules, '.bin'));
  symlinkSync('../wirebook/runner/cli/wirebook.mjs', join(modules, '.bin/wirebook'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const dependencies = () =>
  manifest.parse(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))).dependencies;
const argv = (...args: readonly string[]) => [join(scratch, 'app/node_modules/.bin/wirebook'), ...args];

function wirebook(...args: readonly string[]): Promise<{ status: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, argv(...args), { cwd: join(scratch, 'app'), env }, (error, stdout, stderr) =>
      resolve({ status: error ? error.code : 0, stdout, stderr }),
    );
  });
}

test('has no sources, tests or fixtures in it, but what labs run', () => {
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => /\.tsx?$|\.mts$|test|fixtures|sources\.json/.test(file))).toEqual([]);
  expect(files).toEqual(
    expect.arrayContaining([
      'LICENSE',
      '.build/cli/main.js',
      '.build/cli/chapters.json',
      '.build/app/.vite/manifest.json',
      '.build/app/.vite/license.md',
      'chapters/claims.yaml',
      'chapters/01-network-namespaces/proofs/server/solution.sh',
      'runner/observe/collect/collect.pl',
      'runner/sandbox/linux-host/inside/keeper.pl',
      'vagrant/Vagrantfile',
    ]),
  );
});

test('depends on every package that its code imports, and on no other', () => {
  const folder = join(installed, '.build/cli');
  const code = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const imported = code.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/^import\b.*?"([^".][^"]*)";$/gm)].map(
      ([, from = '']) => from,
    ),
  );
  const packages = imported
    .filter((from) => !from.startsWith('node:'))
    .map((from) => /^(@[^/]+\/)?[^/]+/.exec(from)?.[0]);
  expect([...new Set(packages)].sort()).toEqual(Object.keys(dependencies()).sort());
});

test('lists, lints and replays', async () => {
  expect((await wirebook('list')).stdout).toContain('01-network-namespaces');
  expect(await wirebook('lint', '01')).toMatchObject({ status: 0, stderr: '' });
  const replayed = await wirebook('replay', '01');
  expect(replayed.stdout).toMatch(/\d+ passed, 0 failed/);
  expect(replayed.status).toBe(0);
});

test('serves the page with its scripts', async () => {
  const child = spawn(process.execPath, argv('serve', '--port', '0', '--no-open', '--json'), {
    cwd: join(scratch, 'app'),
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const said = await Promise.race([
      new Promise<string>((resolve) => child.stdout.once('data', (line) => resolve(String(line)))),
      ended.then(() => '{}'),
    ]);
    const { url } = z.object({ url: z.string() }).parse(JSON.parse(said));
    const { port, search } = new URL(url);
    const login = await ask(Number(port), `/${search}`);
    const cookie = login.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const home = await ask(Number(port), '/', { cookie });
    expect(home.status).toBe(200);
    const script = /<script type="module" src="([^"]+)"/.exec(home.body)?.[1] ?? '';
    const answer = await ask(Number(port), script, { cookie });
    expect(answer.headers['content-type']).toContain('javascript');
    expect(answer.status).toBe(200);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
});
