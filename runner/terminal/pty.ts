/** A process on a pty, as bytes. The only importer of node-pty; knows nothing of shells, marks or sandboxes. */
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import * as pty from 'node-pty';
import type { ShellCommand } from '../sandbox/driver.ts';
import { patient } from '../slowdown.ts';
import { type InputEnd, InputQueue } from './input-queue.ts';

export interface PtyHandlers {
  onData(chunk: Buffer): void;
  /** Exit status, 128 + n for signal n. Output of the last moments may be lost (node-pty's issues 72, 85, 726). */
  onExit(status: number): void;
  /** Input that had to wait has reached the pty, all of it. */
  onDrained?(): void;
}

export interface Pty {
  readonly pid: number;
  /**
   * Never blocks: what the pty has no room for waits, and goes to it in order. A key that is a signal (Ctrl-C), written by
   * itself, overtakes what waits and takes it away.
   */
  write(data: string | Uint8Array): void;
  /** Bytes that wait for the pty. Without bound: who writes what others send keeps to one (`input-bound.ts`). */
  waiting(): number;
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
    input.close();
    if (!closed) on.onExit(signal ? 128 + signal : exitCode);
  });

  const input = new InputQueue(inputEnd(child), () => on.onDrained?.());

  const signal = (name: NodeJS.Signals) => {
    // After its exit the number may belong to another process.
    if (!exited) child.kill(name);
  };
  return {
    pid: child.pid,
    write: (bytes) => {
      if (!exited && !closed) input.write(bytes);
    },
    waiting: () => input.waiting,
    resize: (columns, rows) => {
      if (!exited && !closed) child.resize(columns, rows);
    },
    pause: () => child.pause(),
    resume: () => child.resume(),
    kill: () => signal('SIGKILL'),
    close: () => {
      if (closed) return;
      closed = true;
      input.close();
      data.dispose();
      if (exited) return;
      signal('SIGHUP');
      child.destroy();
      setTimeout(() => signal('SIGKILL'), patient(HANGUP_GRACE_MS)).unref();
    },
  };
}

/**
 * node-pty's own `write` gives the bytes to libuv, which loops until a pty takes them and lets nothing else run meanwhile
 * (its issues 831, 956). The descriptor does not block, so it is written to directly.
 */
function inputEnd(child: pty.Terminal): InputEnd {
  return {
    take(bytes) {
      // The number of a closed descriptor may be another file's by now.
      if (child._socket.destroyed) return bytes.length;
      try {
        return writeSync(child.fd, bytes);
      } catch (error) {
        // Anything else than "full" is its end: nobody will ever read this.
        return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : bytes.length;
      }
    },
    discard: () => readAway(child.ptsName),
  };
}

/** More than a pty ever holds. Each read takes a line at most, where the kernel edits lines. */
const MOST_LINES = 16_384;

/**
 * Reads what waits in a pty's input queue from the programs' side, and forgets it: Ctrl-C behind a full queue is not looked
 * at otherwise. A program that waits for input is not deprived of any: there is none, and the kernel lets one read at a time.
 */
function readAway(ptsName: string): void {
  let terminal: number | undefined;
  try {
    terminal = openSync(ptsName, constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
    const away = Buffer.allocUnsafe(4096);
    for (let line = 0; line < MOST_LINES; line++) readSync(terminal, away);
  } catch {
    // EAGAIN: it is empty. EIO, EBUSY, EACCES: a program keeps others from its terminal, and then the signal waits, too.
  } finally {
    if (terminal !== undefined) closeSync(terminal);
  }
}
