/**
 * Runs a program as an ordinary user for tests, without touching the machine's accounts: a private mount namespace
 * with its own /etc/passwd, group, subuid and subgid, then setpriv(1). Needs root. The user's home and runtime
 * directories live in the given directory.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const USER = { name: 'labuser', uid: 2000, gid: 2000 } as const;
const FILES = ['passwd', 'group', 'subuid', 'subgid'] as const;

/** A child whose standard output and error output are pipes. */
export function asTestUser(
  directory: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const home = join(directory, 'home');
  const runtime = join(directory, 'run');
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o755);
  chmodSync(dirname(directory), 0o755);
  for (const path of [home, runtime]) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chownSync(path, USER.uid, USER.gid);
  }
  const line = {
    passwd: `${USER.name}:x:${USER.uid}:${USER.gid}::${home}:/bin/bash`,
    group: `${USER.name}:x:${USER.gid}:`,
    subuid: `${USER.name}:300000:65536`,
    subgid: `${USER.name}:300000:65536`,
  };
  for (const name of FILES) writeFileSync(join(directory, name), `${present(`/etc/${name}`)}${line[name]}\n`);
  const script = [
    'set -e; mount --make-rprivate /',
    ...FILES.map((name) => `mount --bind "$0/${name}" /etc/${name}`),
    `exec setpriv --reuid ${USER.uid} --regid ${USER.gid} --clear-groups -- "$@"`,
  ].join('\n');
  const { PATH = '/usr/sbin:/usr/bin:/sbin:/bin' } = process.env;
  return spawn('unshare', ['-m', 'bash', '-c', script, directory, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, LANG: 'C.UTF-8', HOME: home, XDG_RUNTIME_DIR: runtime, ...env },
  });
}

function present(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\n?$/, '\n');
  } catch {
    return '';
  }
}
