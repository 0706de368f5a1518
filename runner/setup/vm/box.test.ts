import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { boxHash, findOrBuild } from './box.ts';

const FILES = [
  { name: 'build.sh', content: 'mmdebstrap' },
  { name: 'modules', content: 'veth\nbridge\n' },
];

test('the same box whatever the order of its ingredients', () => {
  expect(boxHash([...FILES].reverse(), ['curl', 'bash'])).toBe(boxHash(FILES, ['bash', 'curl']));
  expect(boxHash(FILES, [])).toMatch(/^[0-9a-f]{16}$/);
});

test.each([
  ['a script', [{ name: 'build.sh', content: 'debootstrap' }, FILES[1] ?? FILES[0]], ['curl']],
  ['a name', [{ name: 'make.sh', content: 'mmdebstrap' }, FILES[1] ?? FILES[0]], ['curl']],
  ['a file more', [...FILES, { name: 'x', content: '' }], ['curl']],
  ['a file less', FILES.slice(1), ['curl']],
  ['a package more', FILES, ['curl', 'jq']],
  ['a package less', FILES, []],
])('another box for %s', (_what, files, packages) => {
  expect(
    boxHash(
      files.filter((file) => file !== undefined),
      packages,
    ),
  ).not.toBe(boxHash(FILES, ['curl']));
});

test('what moves from one file to the next makes another box', () => {
  const moved = [
    { name: 'build.sh', content: 'mmdebstra' },
    { name: 'modules', content: 'pveth\nbridge\n' },
  ];
  expect(boxHash(moved, [])).not.toBe(boxHash(FILES, []));
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirebook-box-'));
  mkdirSync(join(folder, 'recipe'));
  for (const { name, content } of FILES) writeFileSync(join(folder, 'recipe', name), content);
});
afterEach(() => rmSync(folder, { recursive: true }));

function finder() {
  const built: string[] = [];
  const find = (packages: readonly string[]) =>
    findOrBuild({
      recipe: join(folder, 'recipe'),
      cache: join(folder, 'cache'),
      packages,
      build: async (file) => {
        built.push(file);
        writeFileSync(file, 'a box');
      },
    });
  return { built, find };
}

test('is built once, and anew when its recipe changes; the old one goes', async () => {
  const { built, find } = finder();
  const first = await find(['curl']);
  expect(first.found).toBe(false);
  expect(await find(['curl'])).toEqual({ ...first, found: true });
  expect(built).toEqual([first.file]);

  writeFileSync(join(folder, 'recipe', 'modules'), 'veth\n');
  const second = await find(['curl']);
  expect(second.found).toBe(false);
  expect(readdirSync(join(folder, 'cache'))).toEqual([`${second.name}.box`]);
});

test('what a build that was killed left is no box', async () => {
  const { built, find } = finder();
  mkdirSync(join(folder, 'cache', 'build.x1y2z3', 'root'), { recursive: true });
  writeFileSync(join(folder, 'cache', 'wirebook-0.box.new'), 'half');
  const box = await find(['curl']);
  expect(built).toEqual([box.file]);
  expect(readdirSync(join(folder, 'cache'))).toEqual([`${box.name}.box`]);
});

test('a build that fails leaves none to be found', async () => {
  const options = { recipe: join(folder, 'recipe'), cache: join(folder, 'cache'), packages: [] };
  await expect(
    findOrBuild({ ...options, build: () => Promise.reject(new Error('no room')) }),
  ).rejects.toThrow('no room');
  expect(readdirSync(join(folder, 'cache'))).toEqual([]);
});
