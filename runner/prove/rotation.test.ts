import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { currentRotation, rotated } from './rotation.ts';

const LETTERS = [...'abcdefg'];

test('nothing is lost, and the order stays a ring', () => {
  for (const start of ['x', 'y', 'z']) {
    const found = rotated(LETTERS, start).join('');
    expect(`${found}${found}`).toContain('abcdefg');
    expect(found).toHaveLength(7);
  }
  expect(rotated([], 'x')).toEqual([]);
});

test('the same start begins at the same place', () => {
  expect(rotated(LETTERS, 'x')).toEqual(rotated(LETTERS, 'x'));
});

test('in turn, each of them comes first', () => {
  const starts = Array.from({ length: 60 }, (_, index) => `commit ${index}`);
  const seen = new Set(starts.map((start) => rotated(LETTERS, start)[0]));
  expect([...seen].sort()).toEqual(LETTERS);
});

test('outside of a repository the fallback is taken', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wirebook-rotation-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(currentRotation(folder, 'no commit')).toBe('no commit');
});
