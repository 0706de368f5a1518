/** Runs try-all.ts with an id map: as root, or as an ordinary user. For tests. */
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { slowdown } from '../../../slowdown.ts';
import type { UidMapMode } from '../../linux-host/uid-map.ts';
import { asTestUser } from './test-user.ts';
import type { TryResult } from './try-all.ts';

const PROGRAM = join(import.meta.dirname, 'try-all.ts');
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const isRoot = process.getuid?.() === 0;

/** The map of root is root's only. */
export const cannotBe = (mode: UidMapMode): boolean => mode === 'root' && !isRoot;

/** What failed, in words, and how many of each part were tried. */
export async function tryAs(
  mode: UidMapMode,
  parts: readonly TryResult['part'][],
): Promise<{ failed: readonly string[]; tried: Readonly<Partial<Record<TryResult['part'], number>>> }> {
  expect(reachable(), 'a directory that the test user cannot enter').toBeUndefined();
  const directory = mkdtempSync(join(tmpdir(), 'wirebook-user-'));
  try {
    const results = await run(mode, parts, directory);
    const failed = results
      .filter(({ why }) => why !== undefined)
      .map(({ part, name, why }) => `${part}: ${name}\n${why}`);
    const count = (part: string) => results.filter((one) => one.part === part).length;
    return { failed, tried: Object.fromEntries(parts.map((part) => [part, count(part)])) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function run(
  mode: UidMapMode,
  parts: readonly string[],
  directory: string,
): Promise<readonly TryResult[]> {
  const child = start(mode, parts, directory);
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  const status = await new Promise((resolve) => child.once('close', resolve));
  expect([status, err], `${out.slice(-2000)}${err}`).toEqual([0, '']);
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TryResult);
}

/** Root becomes the test user for the maps of ordinary users; an ordinary user runs those as himself. */
function start(mode: UidMapMode, parts: readonly string[], directory: string) {
  const argv = ['--import', TSX, PROGRAM, ...parts];
  // The test user's environment is made anew.
  const { WIREBOOK_ENTRIES } = process.env;
  const env = {
    WIREBOOK_UIDMAP: mode,
    WIREBOOK_SLOWDOWN: String(slowdown()),
    ...(WIREBOOK_ENTRIES !== undefined && { WIREBOOK_ENTRIES }),
  };
  if (isRoot && mode !== 'root') return asTestUser(join(directory, mode), [process.execPath, ...argv], env);
  return spawn(process.execPath, argv, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
}

/** A checkout below a directory that only root may enter cannot be run by another user: said, not passed over. */
function reachable(): string | undefined {
  if (!isRoot) return undefined;
  let path = PROGRAM;
  while (path !== '/') {
    path = join(path, '..');
    try {
      accessSync(path, constants.X_OK);
    } catch {
      return path;
    }
  }
  return undefined;
}
