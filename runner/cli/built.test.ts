import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readStamp, see, unchanged } from './built.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wirebook-built-'));
  for (const name of ['a.ts', 'b.ts']) {
    writeFileSync(join(root, name), 'export const x = 1;\n');
    utimesSync(join(root, name), 100, 100);
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const changes: readonly [how: string, change: (file: string) => void][] = [
  ['longer', (file) => writeFileSync(file, 'export const x = 10;\n')],
  ['of the same length', (file) => writeFileSync(file, 'export const x = 2;\n')],
  // A branch that is older, a clock that was put back.
  ['older', (file) => utimesSync(file, 1, 1)],
  ['gone', (file) => rmSync(file)],
];

test.each(changes)('a source that is %s now makes the build stale', (_how, change) => {
  const seen = see(root, ['a.ts', 'b.ts']);
  expect(unchanged(root, seen)).toBe(true);
  change(join(root, 'b.ts'));
  expect(unchanged(root, seen)).toBe(false);
});

test('a source that comes makes stale what was built without it', () => {
  const seen = see(root, ['a.ts', 'later.ts']);
  writeFileSync(join(root, 'later.ts'), '');
  expect(unchanged(root, seen)).toBe(false);
});

test('without a build there is no stamp', () => {
  expect(readStamp(root)).toBeUndefined();
});
