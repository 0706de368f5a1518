/** `wirebook read` at a terminal: a chapter is read, its steps run, its items are solved, and the terminal is as it was. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '../package-root.mjs';
import { personIn, WIREBOOK } from './testing/person.ts';

const scratch = mkdtempSync(join(tmpdir(), 'wirebook-read-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const SMALL = join(ROOT, 'runner/testing/chapters');
const ENTER = '\r';
const CTRL_C = '\x03';
const CTRL_BRACKET = '\x1d';

/** The small chapter with something else in it. */
function smallChapter(name: string, change: (text: string) => string): string {
  const folder = join(scratch, name);
  cpSync(SMALL, folder, { recursive: true });
  const file = join(folder, '01-a-small-chapter/chapter.md');
  const changed = change(readFileSync(file, 'utf8'));
  writeFileSync(file, changed);
  return folder;
}

test('from the first step to the last point', async () => {
  const { press, type, until } = await personIn(scratch);
  type('before=$(stty -g)');
  type(`${WIREBOOK} --chapters ${SMALL} read 01; echo status=$?.`);
  await until(/setup step add-client on worker[\s\S]*Enter run/);
  press(ENTER);
  await until(/✔ done/);
  await until(/step who-is-it on worker[\s\S]*Enter run/);
  press(ENTER);
  await until(/I am the client\r+\n/);
  await until(/✔ as in the chapter/);
  await until(/Question, 5 points[\s\S]*a answer/);
  press('h');
  await until(/Hint 1 of 2/);
  await until(/a answer/);
  press('a');
  await until(/Your answer: /);
  type('1');
  await until(/✘/);
  await until(/a answer/);
  press('t');
  await until(/root@worker:~#/);
  type("readlink /proc/1/ns/net | sed 's/^/link: /'");
  const inode = await until(/link: net:\[(\d+)\]/);
  press(CTRL_BRACKET);
  await until(/a answer/);
  press('a');
  await until(/Your answer: /);
  type(inode);
  await until(/5 points\./);
  await until(/Exercise, 10 points[\s\S]*c check/);
  press('c');
  await until(/worker has no network namespace named server/);
  await until(/c check/);
  press('t');
  await until(/root@worker:~#/);
  // The shell's end leads back, too.
  type('ip netns add server; ip -n server link set lo up; exit');
  await until(/c check/);
  press('c');
  await until(/10 points\./);
  await until(/The end of chapter 1: 15 of 15 points/);
  await until(/status=0\./);
  type('[ "$before" = "$(stty -g)" ] && echo sa""me');
  await until(/same/);
});

test('Ctrl-C ends a step, and at a question of the reader the reading; it says where to go on', async () => {
  const folder = smallChapter('slow', (text) =>
    text
      .replace('echo I am the client', 'echo sle""eping; sleep 6000')
      .replace('I am the client', 'sleeping'),
  );
  const { press, type, until } = await personIn(scratch);
  type(`${WIREBOOK} --chapters ${folder} read 01 --at who-is-it; echo status=$?.`);
  await until(/step who-is-it on worker[\s\S]*Enter run/);
  press(ENTER);
  await until(/sleeping/);
  press(CTRL_C);
  await until(/! exit status 130, the chapter says 0/);
  await until(/Enter run again/);
  press(CTRL_C);
  await until(/To go on: wirebook read 01-a-small-chapter --at who-is-it/);
  await until(/status=0\./);
});

test('what a step prints is held against the chapter, and what was expected against what it printed', async () => {
  const folder = smallChapter('foreseen', (text) =>
    text
      .replace('echo I am the client', 'echo "I am the $(cat /tmp/who 2>/dev/null || echo client)"')
      .replace(
        '```sh {name=who-is-it',
        '::: predict who\nWho is it?\n\n```yaml choices\n- says: the server\n  shows: server\n- says: the client\n  shows: client\n```\n:::\n\n```sh {name=who-is-it',
      ),
  );
  const { press, type, until } = await personIn(scratch);
  type(`${WIREBOOK} --chapters ${folder} read 01; echo status=$?.`);
  await until(/add-client[\s\S]*Enter run/);
  press('t');
  await until(/root@worker:~#/);
  type('echo server > /tmp/who; clear; echo re""ady');
  await until(/ready/);
  press(CTRL_BRACKET);
  await until(/Enter run/);
  press(ENTER);
  await until(/1 {2}the server\r\n *2 {2}the client[\s\S]*Enter pass/);
  press('2');
  await until(/who-is-it on worker[\s\S]*Enter run/);
  press(ENTER);
  await until(/something else than in the chapter:[\s\S]*- I am the client\r\n *\+ I am the server/);
  await until(/You expected the client\. The kernel shows the server\./);
  await until(/Enter run again/);
  press('b');
  await until(/The sandbox is fresh, and everything before who-is-it has run in it\./);
  await until(/Enter run again/);
  press(ENTER);
  await until(/As you expected: the client\./);
  press('q');
  await until(/status=0\./);
});

test('a signal while the sandbox is at work leaves the terminal as it was', async () => {
  const { press, type, until } = await personIn(scratch);
  type('before=$(stty -g)');
  type(`bash -c 'echo pid=$$.; exec ${WIREBOOK} --chapters ${SMALL} read 01'; echo status=$?.`);
  const pid = Number(await until(/pid=(\d+)\./));
  await until(/add-client[\s\S]*Enter run/);
  press('t');
  await until(/root@worker:~#/);
  process.kill(pid, 'SIGTERM');
  await until(/status=143\./);
  type('[ "$before" = "$(stty -g)" ] && echo sa""me');
  expect(await until(/same/)).toBe('');
});
