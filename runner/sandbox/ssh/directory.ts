/**
 * The private directory of a driver: configurations and masters' sockets. Its name says whose it is, so that what a
 * killed program left is removed by the next. Knows nothing of what is in it.
 */
import { mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive, processId, stateBase } from '../namespaces/kept-sandboxes.ts';

let made = 0;
const mine = new Set<string>();

/** Made anew, open to nobody else; short enough for a socket in it (unix(7): 108 bytes, of which ssh wants 17). */
export function privateDirectory(): string {
  const base = `${stateBase()}-ssh`;
  const me = processId(process.pid);
  made += 1;
  const path = join(base, `${process.pid}-${me?.start}-${made}`);
  // In one call: whoever else leaves takes an empty base along.
  mkdirSync(path, { recursive: true, mode: 0o700 });
  sweep(base);
  if (mine.size === 0) process.once('exit', () => [...mine].forEach(removeDirectory));
  mine.add(path);
  return path;
}

export function removeDirectory(path: string): void {
  mine.delete(path);
  rmSync(path, { recursive: true, force: true });
  try {
    rmdirSync(dirname(path));
  } catch {
    // others are there
  }
}

function sweep(base: string): void {
  for (const name of readdirSync(base)) {
    const [pid, start = ''] = name.split('-');
    if (!isAlive({ pid: Number(pid), start })) rmSync(join(base, name), { recursive: true, force: true });
  }
}
