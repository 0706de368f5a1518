/** A process on a pty, as bytes. The only importer of node-pty; knows nothing of shells, marks or sandboxes. */
import * as pty from 'node-pty';
import type { ShellCommand } from '../sandbox/driver.ts';
import { patient } from '../slowdown.ts';

export interface PtyHandlers {
  onData(chunk: Buffer): void;
  /** Exit status, 128 + n for signal n. Output of the last moments may be lost (node-pty's issues 72, 85, 726). */
  onExit(status: number): void;
}

export interface Pty {
  readonly pid: number;
  write(data: string | Uint8Array): void;
  resize(columns: number, rows: number): void;
  pause(): void;
  resume(): void;
  /** Hangs up: closes the pty, so that the kernel sends SIGHUP, and kills the process if it stays. No handler is called any more. */
  close(): void;
  /** SIGKILL to the process itself; `onExit` follows. */
  kill(): void;
}

const HANGUP_GRACE_MS = 500;

export function spawnPty(
  command: ShellCommand,
  size: { columns: number; rows: number },
  on: PtyHandlers,
): Pty {
  const child = pty.spawn(command.file, [...command.args], {
    name: command.env.TERM ?? 'xterm-256color',
    cols: size.columns,
    rows: size.rows,
    cwd: '/',
    env: { ...command.env },
    encoding: null,
  });
  let exited = false;
  let closed = false;

  const data = child.onData((chunk) => on.onData(chunk));
  child.onExit(({ exitCode, signal }) => {
    exited = true;
    if (!closed) on.onExit(signal ? 128 + signal : exitCode);
  });

  const signal = (name: NodeJS.Signals) => {
    // After its exit the number may belong to another process.
    if (!exited) child.kill(name);
  };
  return {
    pid: child.pid,
    write: (bytes) => {
      if (!exited && !closed) child.write(bytes);
    },
    resize: (columns, rows) => {
      if (!exited && !closed) child.resize(columns, rows);
    },
    pause: () => child.pause(),
    resume: () => child.resume(),
    kill: () => signal('SIGKILL'),
    close: () => {
      if (closed) return;
      closed = true;
      data.dispose();
      if (exited) return;
      signal('SIGHUP');
      child.destroy();
      setTimeout(() => signal('SIGKILL'), patient(HANGUP_GRACE_MS)).unref();
    },
  };
}
