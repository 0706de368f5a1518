/** Asks bash whether it can read a script, without running any of it (`bash -n`). */
import { execFile } from 'node:child_process';
import type { Readable } from './plan.ts';

export const bashReads: Readable = (script) =>
  new Promise((resolve) => {
    const child = execFile('bash', ['-n', '-s'], (error) => resolve(error === null));
    child.stdin?.on('error', () => resolve(false));
    child.stdin?.end(script);
  });
