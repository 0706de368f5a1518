/** A person at a terminal, for tests of commands that need one: their own shell, what they type, what is on their screen. */
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { ROOT } from '../../package-root.mjs';
import { patient } from '../../slowdown.ts';
import { spawnPty } from '../../terminal/pty.ts';

export const WIREBOOK = `${process.execPath} ${join(ROOT, 'runner/cli/wirebook.mjs')}`;

/** @param scratch a folder for what wirebook keeps, of this test file alone */
export async function personIn(scratch: string) {
  let screen = '';
  const own = { NO_COLOR: '1', XDG_DATA_HOME: scratch, XDG_RUNTIME_DIR: scratch, XDG_STATE_HOME: scratch };
  const env = { ...(process.env as Record<string, string>), ...own, PS1: 'mine$ ' };
  const terminal = spawnPty(
    { file: 'bash', args: ['--norc', '-i'], env },
    { columns: 200, rows: 50 },
    {
      onData: (chunk) => {
        screen += chunk;
      },
      onExit: () => {},
    },
  );
  onTestFinished(() => terminal.close());
  let seen = 0;
  /** Waits for the words behind all that was waited for before. @returns what the pattern's group holds */
  const until = async (words: RegExp) => {
    await expect.poll(() => screen.slice(seen), { timeout: patient(20_000) }).toMatch(words);
    const [found = '', group = ''] = words.exec(screen.slice(seen)) ?? [];
    seen = screen.indexOf(found, seen) + found.length;
    return group;
  };
  const press = (keys: string) => terminal.write(keys);
  const type = (line: string) => press(`${line}\r`);
  await until(/mine\$ /);
  return { terminal, press, type, until };
}
