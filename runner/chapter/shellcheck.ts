/** Proofs held against shellcheck, when this machine has it. Its JSON becomes problems; nothing else is known of it. */
import { execFile } from 'node:child_process';
import { z } from 'zod';
import { patient } from '../slowdown.ts';
import type { LintProblem } from '../yaml/problems.ts';

/**
 * Left out: SC2034, unused variables: the counter of a waiting loop is one. Warnings and errors only: style is the
 * author's.
 */
const ARGUMENTS = ['--format=json', '--shell=bash', '--severity=warning', '--exclude=SC2034'];
const TIMEOUT_MS = 60_000;

const comments = z.array(
  z.object({ file: z.string(), line: z.int(), level: z.string(), code: z.int(), message: z.string() }),
);

/** `--format=json` as problems. @throws Error when it is not what shellcheck prints */
export function shellcheckProblems(json: string): LintProblem[] {
  return comments.parse(JSON.parse(json)).map(({ file, line, level, code, message }) => ({
    file,
    line,
    message: `shellcheck ${level} SC${code}: ${message}`,
  }));
}

/**
 * @param command the program; it exits with 0 (nothing found) or 1 (something found)
 * @returns undefined when this machine does not have it
 * @throws Error when it ran and did not do its work
 */
export async function runShellcheck(
  command: string,
  files: readonly string[],
): Promise<LintProblem[] | undefined> {
  if (files.length === 0) return [];
  const run = await new Promise<{ missing: boolean; status: unknown; stdout: string; stderr: string }>(
    (resolve) => {
      const options = { timeout: patient(TIMEOUT_MS), maxBuffer: 64 * 1024 * 1024 };
      execFile(command, [...ARGUMENTS, '--', ...files], options, (error, stdout, stderr) => {
        const status = error ? (error.code ?? error.signal) : 0;
        resolve({ missing: status === 'ENOENT', status, stdout, stderr });
      });
    },
  );
  if (run.missing) return undefined;
  if (run.status !== 0 && run.status !== 1) {
    throw new Error(`${command} ended with ${run.status}: ${run.stderr.trim() || 'no words'}`);
  }
  return shellcheckProblems(run.stdout);
}
