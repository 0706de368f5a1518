/** What is built is started where it is that of the sources, and never else: in a small copy of the repository, without tsx. */
import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../package-root.mjs';

const COPIED = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'checks',
  'runner',
  'web/protocol.ts',
  'web/app',
  'web/server',
  'chapters/01-network-namespaces',
];
let clone: string;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'wirebook-clone-'));
  for (const path of COPIED) cpSync(join(ROOT, path), join(clone, path), { recursive: true });
  mkdirSync(join(clone, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules')).filter((one) => one !== 'tsx')) {
    symlinkSync(join(ROOT, 'node_modules', name), join(clone, 'node_modules', name));
  }
  execFileSync(process.execPath, [join(clone, 'runner/setup/bundle-cli.mjs')]);
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

function wirebook(...args: readonly string[]): Promise<{ status: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(clone, 'runner/cli/wirebook.mjs'), ...args],
      { cwd: tmpdir(), env: { ...process.env, NO_COLOR: '1' } },
      (error, stdout, stderr) => resolve({ status: error ? error.code : 0, stdout, stderr }),
    );
  });
}

function change(file: string, from: string, to: string): void {
  const text = readFileSync(join(clone, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(clone, file), text.replace(from, to));
}

test('what was built runs without tsx', async () => {
  expect(await wirebook('list', '--help')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('List the chapters.'),
  });
  expect((await wirebook('lint')).stdout).toMatch(/^1 chapter, /);
});

test('a chapter that was changed is listed as it is now', async () => {
  expect((await wirebook('list')).stdout).toContain('01-network-namespaces');
  change('chapters/01-network-namespaces/chapter.md', 'title: ', 'title: Anew, ');
  expect((await wirebook('list')).stdout).toContain('01-network-namespaces  Anew, ');
  change('chapters/01-network-namespaces/chapter.md', 'title: Anew, ', 'titel: ');
  const broken = await wirebook('list');
  expect(broken.stderr).toMatch(/chapter\.md:2: .*titel/);
  expect(broken.status).toBe(2);
});

test('a source that was changed is run as it is now, or nothing is', async () => {
  change('runner/cli/usage/list.ts', 'List the chapters.', 'Tell the chapters.');
  expect(await wirebook('list', '--help')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('npm ci'),
  });
  symlinkSync(join(ROOT, 'node_modules/tsx'), join(clone, 'node_modules/tsx'));
  expect((await wirebook('list', '--help')).stdout).toContain('Tell the chapters.');
});
