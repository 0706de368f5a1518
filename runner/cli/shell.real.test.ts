/** `wirebook shell` in a terminal, as a person has one: what the lab does must stay in the lab. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { ROOT } from '../package-root.mjs';
import { patient } from '../slowdown.ts';
import { spawnPty } from '../terminal/pty.ts';

const scratch = mkdtempSync(join(tmpdir(), 'wirebook-shell-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const ENV = { NO_COLOR: '1', XDG_DATA_HOME: scratch, XDG_RUNTIME_DIR: scratch, XDG_STATE_HOME: scratch };
const CHAPTERS = join(ROOT, 'runner/testing/chapters');
const SHELL = `${process.execPath} ${join(ROOT, 'runner/cli/wirebook.mjs')} --chapters ${CHAPTERS} shell 01`;
const LAB_PROMPT = 'root@worker:~#';

/** A person's own shell on a terminal. */
async function person() {
  let screen = '';
  const env = { ...(process.env as Record<string, string>), ...ENV, PS1: 'mine$ ' };
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
  const type = (line: string) => terminal.write(`${line}\r`);
  await until(/mine\$ /);
  return { terminal, type, until };
}

/** TIOCSTI: types into a terminal what its reader takes for the person's own words. */
const inject = (descriptor: string, words: string) =>
  `perl -e '${descriptor} for (split(//, qq(${words}\\n))) { ioctl(T, 0x5412, $_) }'`;
const STDIN = 'open(T, q(<&STDIN));';
const TTY = 'open(T, q(+<), q(/dev/tty)) or exit;';

test('the lab cannot type into the person’s shell; sizes go in, the exit status comes out', async () => {
  const { terminal, type, until } = await person();
  const marker = join(scratch, 'typed');
  const whichTerminal = 'perl -e \'print "device=", (stat STDIN)[6], ".\\n"\'';
  type(whichTerminal);
  const mine = await until(/device=(\d+)\./);
  type(`${SHELL}; echo status=$?.`);
  await until(new RegExp(LAB_PROMPT));
  type(whichTerminal);
  const theirs = await until(/device=(\d+)\./);
  type('stty size');
  await until(/^50 200\r$/m);
  terminal.resize(90, 40);
  type('until [ "$(stty size)" = "40 90" ]; do sleep 0.02; done; echo resi""zed');
  await until(/resized/);
  type(`${inject(STDIN, `touch ${marker}`)}; exit 7`);
  await until(/status=7\./);
  type('echo fini""shed');
  await until(/finished/);
  expect(existsSync(marker)).toBe(false);
  expect(theirs).not.toBe(mine);
});

test('nor by its controlling terminal, when commands come by a pipe', async () => {
  const { type, until } = await person();
  const marker = join(scratch, 'piped');
  type(`cat > ${join(scratch, 'script')} <<'END'`);
  type(
    `${inject(TTY, `touch ${marker}`)}; (: < /dev/tty) && echo terminal=some. || echo terminal=none.; exit 6`,
  );
  type('END');
  type(`${SHELL} < ${join(scratch, 'script')}; echo status=$?.`);
  const terminal = await until(/^terminal=(.*)\.\r$/m);
  await until(/status=6\./);
  type('echo fini""shed');
  await until(/finished/);
  expect(existsSync(marker)).toBe(false);
  expect(terminal).toBe('none');
});

test('a signal leaves the terminal as it was', async () => {
  const { type, until } = await person();
  type('before=$(stty -g)');
  type(`bash -c 'echo pid=$$.; exec ${SHELL}'; echo status=$?.`);
  const pid = Number(await until(/pid=(\d+)\./));
  await until(new RegExp(LAB_PROMPT));
  process.kill(pid, 'SIGTERM');
  await until(/status=143\./);
  type('[ "$before" = "$(stty -g)" ] && echo sa""me');
  await until(/same/);
});
