/**
 * Runs a lab host's shell for the person who has started the command. What the lab runs gets a terminal of its own, or
 * none, never that person's: whoever holds a terminal can type into it (TIOCSTI of ioctl_tty(2), CVE-2017-5226), and the
 * shell behind it is not the lab's. Knows nothing of chapters.
 *
 * What is printed still reaches the person's terminal, escape sequences and all, as it does with ssh.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { ShellCommand } from '../sandbox/driver.ts';
import { InputBound } from '../terminal/input-bound.ts';
import { type Pty, spawnPty } from '../terminal/pty.ts';
import type { Cleanup } from './cleanup.ts';

/** @returns its exit status, 128 + n for signal n */
export function runForPerson(command: ShellCommand, cleanup: Cleanup): Promise<number> {
  return process.stdin.isTTY ? onPty(command, cleanup) : byPipes(command);
}

/** On a pty between the lab and this process's terminal, which passes on each key as it comes. */
async function onPty(command: ShellCommand, cleanup: Cleanup): Promise<number> {
  const { stdin, stdout } = process;
  const screen = [stdout, process.stderr].find(({ isTTY }) => isTTY);
  const size = () => {
    const [columns = 80, rows = 24] = screen?.getWindowSize() ?? [];
    return { columns, rows };
  };
  let pty: Pty | undefined;
  const status = new Promise<number>((resolve) => {
    pty = spawnPty(command, size(), {
      onData: (chunk) => {
        if (stdout.write(chunk)) return;
        pty?.pause();
        stdout.once('drain', () => pty?.resume());
      },
      onExit: resolve,
    });
  });
  const bound = new InputBound();
  const type = (keys: Buffer) => {
    const admitted = bound.admit(keys, pty?.waiting() ?? 0);
    pty?.write(keys.subarray(0, admitted));
    if (admitted < keys.length) {
      const lost = (keys.length - admitted).toLocaleString('en');
      process.stderr.write(`\r\n[The program reads no more: ${lost} bytes were dropped.]\r\n`);
    }
  };
  const resize = () => pty?.resize(size().columns, size().rows);
  const leave = () => {
    stdin.off('data', type).pause();
    screen?.off('resize', resize);
    stdin.setRawMode(false);
    pty?.close();
  };
  const forget = cleanup.add(leave);
  // The terminal has gone: SIGHUP says so, too.
  stdin.on('error', () => {});
  stdin.setRawMode(true);
  stdin.on('data', type);
  screen?.on('resize', resize);
  try {
    return await status;
  } finally {
    forget();
    leave();
  }
}

/** In a session of its own, which has no terminal: a lab's process cannot open /dev/tty either. */
async function byPipes({ file, args, env }: ShellCommand): Promise<number> {
  const child = spawn(file, args, { stdio: 'pipe', env, detached: true });
  process.stdin.pipe(child.stdin);
  // It may end before it has read everything.
  child.stdin.on('error', () => {});
  child.stdout.pipe(process.stdout, { end: false });
  child.stderr.pipe(process.stderr, { end: false });
  const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return status ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
