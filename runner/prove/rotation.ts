/**
 * Which few of many attempts a brief proof tries: others for each commit, so that all of them get their turn, and the
 * same ones for the same commit, so that a failure can be had again.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';

/** The list from somewhere on, then what came before. Pure. @param start any text: it says where to begin */
export function rotated<T>(list: readonly T[], start: string): T[] {
  const first = createHash('sha256').update(start).digest().readUInt32BE() % Math.max(list.length, 1);
  return [...list.slice(first), ...list.slice(0, first)];
}

/** The commit that is checked out in the folder, or `fallback` where there is none. */
export function currentRotation(folder: string, fallback: string): string {
  try {
    const git = ['rev-parse', '--short=12', 'HEAD'];
    return execFileSync('git', git, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return fallback;
  }
}
