/** `wirebook shell` in a terminal, as a person has one: what the lab does must stay in the lab. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '../package-root.mjs';
import { personIn, WIREBOOK } from './testing/person.ts';

const scratch = mkdtempSync(join(tmpdir(), 'wirebook-shell-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const CHAPTERS = join(ROOT, 'runner/testing/chapters');
const SHELL = `${WIREBOOK} --chapters ${CHAPTERS} shell 01`;
const LAB_PROMPT = 'root@worker:~#';

/** TIOCSTI: types into a terminal what its reader takes for the person's own words. */
const inject = (descriptor: string, words: string) =>
  `perl -e '${descriptor} for (split(//, qq(${words}\\n))) { ioctl(T, 0x5412, $_) }'`;
const STDIN = 'open(T, q(<&STDIN));';
const TTY = 'open(T, q(+<), q(/dev/tty)) or exit;';

test('the lab cannot type into the person’s shell; sizes go in, the exit status comes out', async () => {
  const { terminal, type, until } = await personIn(scratch);
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
  const { type, until } = await personIn(scratch);
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
  const { type, until } = await personIn(scratch);
  type('before=$(stty -g)');
  type(`bash -c 'echo pid=$$.; exec ${SHELL}'; echo status=$?.`);
  const pid = Number(await until(/pid=(\d+)\./));
  await until(new RegExp(LAB_PROMPT));
  process.kill(pid, 'SIGTERM');
  await until(/status=143\./);
  type('[ "$before" = "$(stty -g)" ] && echo sa""me');
  await until(/same/);
});
