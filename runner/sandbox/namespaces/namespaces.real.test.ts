/** The driver's contract, the isolation table and all endings, in the three id maps: as root, and as an ordinary user. */
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patient, slowdown } from '../../slowdown.ts';
import { CONTRACT } from '../contract.ts';
import { ISOLATION } from './isolation.ts';
import { asTestUser } from './test-user.ts';
import type { TryResult } from './try-all.ts';
import { UID_MAP_MODES, type UidMapMode } from './uid-map.ts';

const PROGRAM = join(import.meta.dirname, 'try-all.ts');
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const ARGV = [process.execPath, '--import', TSX, PROGRAM];
const isRoot = process.getuid?.() === 0;
const DEADLINE_MS = patient(180_000);

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'wirebook-user-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Root becomes the test user for the maps of ordinary users; an ordinary user runs those as himself. */
function start(mode: UidMapMode) {
  // The test user's environment is made anew.
  const env = { WIREBOOK_UIDMAP: mode, WIREBOOK_SLOWDOWN: String(slowdown()) };
  if (isRoot && mode !== 'root') return asTestUser(join(directory, mode), ARGV, env);
  return spawn(process.execPath, ARGV.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
}

async function tryAll(mode: UidMapMode): Promise<TryResult[]> {
  const child = start(mode);
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

describe.concurrent.each(UID_MAP_MODES)('id map %s', (mode) => {
  const wrongUser = mode === 'root' && !isRoot;
  test.skipIf(wrongUser)(
    `holds the contract, isolates and ends${wrongUser ? ' (skipped: not root)' : ''}`,
    { timeout: DEADLINE_MS },
    async () => {
      expect(reachable(), 'a directory that the test user cannot enter').toBeUndefined();
      const results = await tryAll(mode);
      const failed = results
        .filter(({ why }) => why !== undefined)
        .map(({ part, name, why }) => `${part}: ${name}\n${why}`);
      expect(failed).toEqual([]);
      const cases = ISOLATION.filter(({ modes }) => !modes || modes.includes(mode)).length;
      expect(results.filter(({ part }) => part === 'contract')).toHaveLength(CONTRACT.length);
      expect(results.filter(({ part }) => part === 'isolation')).toHaveLength(cases + 1);
      expect(results.filter(({ part }) => part === 'endings').length).toBeGreaterThanOrEqual(6);
    },
  );
});
