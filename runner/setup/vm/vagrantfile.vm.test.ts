/** The Vagrantfile as Vagrant reads it, and the archive for the learner's machine. Needs Vagrant, starts no machine. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '../../package-root.mjs';

const FOLDER = mkdtempSync(join(tmpdir(), 'wirebook-vagrantfile-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const { WIREBOOK_BOX: _box, WIREBOOK_TCG: _tcg, ...plain } = process.env;
const run = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = plain): string =>
  execFileSync(command, args, { cwd: join(ROOT, 'vagrant'), encoding: 'utf8', env });

test.each([
  ['the public box', {}],
  [
    'a box elsewhere',
    {
      WIREBOOK_BOX: 'wirebook',
      WIREBOOK_BOX_URL: 'https://boxes.example/wirebook.json',
      WIREBOOK_PORT: '9000',
    },
  ],
  ['emulation', { WIREBOOK_BOX: 'wirebook', WIREBOOK_TCG: '1' }],
])('the Vagrantfile is valid with %s', (_case, env) => {
  const dotfiles = join(FOLDER, 'dot');
  expect(run('vagrant', ['validate'], { ...plain, VAGRANT_DOTFILE_PATH: dotfiles, ...env })).toMatch(
    /validated successfully/,
  );
});

test('the archive has the repository without what was installed or built, and scripts that can be run', () => {
  const archive = join(FOLDER, 'wirebook.tar');
  run('ruby', [
    '-r',
    './sources',
    '-e',
    `WirebookSources.pack(${JSON.stringify(ROOT)}, ${JSON.stringify(archive)})`,
  ]);
  const lines = run('tar', ['-tvf', archive]).trim().split('\n');
  const modes = new Map(lines.map((line) => [line.split(/\s+/).slice(5).join(' '), line.slice(0, 10)]));
  expect(modes.get('vagrant/learner.sh')).toBe('-rwxr-xr-x');
  expect(modes.get('package.json')).toBe('-rw-r--r--');
  expect(modes.has('.npmrc')).toBe(true);
  const tops = new Set([...modes.keys()].map((name) => name.split('/')[0]));
  for (const top of ['.git', '.build', 'node_modules']) expect(tops).not.toContain(top);
  const expected = readdirSync(ROOT).filter(
    (name) => !['.git', '.build', '.vagrant', 'node_modules'].includes(name),
  );
  expect([...tops].sort()).toEqual(expected.sort());
});
