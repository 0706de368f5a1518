/** What the driver asks of the machine: files, commands on PATH, who we are. Thin; decides nothing. */
import { accessSync, constants, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { PATH } from '../linux-host/host-files.ts';
import type { IdFacts } from '../linux-host/uid-map.ts';

/** A file's text; empty when it cannot be read. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Is a command there, where a lab host will look for it? */
export function hasCommand(command: string): boolean {
  return PATH.split(':').some((directory) => {
    try {
      accessSync(resolve(directory, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export function idFacts(): IdFacts {
  const uid = process.getuid?.() ?? 0;
  return {
    uid,
    gid: process.getgid?.() ?? 0,
    user: userName(uid),
    subuid: textOf('/etc/subuid'),
    subgid: textOf('/etc/subgid'),
    newuidmap: hasCommand('newuidmap') && hasCommand('newgidmap'),
  };
}

/** A uid without an account (in containers) still has its number. */
function userName(uid: number): string {
  try {
    return userInfo().username;
  } catch {
    return String(uid);
  }
}
