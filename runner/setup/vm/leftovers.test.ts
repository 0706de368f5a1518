import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compare, look } from './leftovers.ts';

const NOTHING = { links: ['lo', 'eth0'], mounts: [], processes: [], files: [] };

test('what was there before is no trace', () => {
  expect(compare(NOTHING, NOTHING)).toEqual([]);
  expect(compare({ ...NOTHING, links: ['lo', 'eth0', 'docker0'] }, NOTHING)).toEqual([]);
});

test('each thing that stays is named', () => {
  const after = { links: ['lo', 'virbr0', 'eth0'], mounts: ['/x/etc'], processes: ['7 qemu'], files: ['/x'] };
  expect(compare(NOTHING, after)).toEqual([
    'network link virbr0',
    'mount /x/etc',
    'process 7 qemu',
    'file /x',
  ]);
});

test('sees a process by its arguments and by its environment', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wirebook-leftovers-'));
  const children = [
    spawn('cat', ['-', folder], { stdio: 'pipe' }),
    spawn('cat', [], { stdio: 'pipe', env: { ...process.env, WIREBOOK_LAB_DIR: folder } }),
  ];
  try {
    const seen = look(folder);
    expect(seen.processes).toEqual(expect.arrayContaining(children.map(({ pid }) => `${pid} cat`)));
    expect(seen.files).toEqual([folder]);
    expect(seen.links).toContain('lo');
  } finally {
    const gone = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of children) child.kill();
    await Promise.all(gone);
    rmSync(folder, { recursive: true });
  }
  expect(look(folder)).toMatchObject({ processes: [], files: [] });
});
