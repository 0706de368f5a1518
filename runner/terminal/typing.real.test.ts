/** What the learner types while a step runs: a program that reads gets it, the step's output does not. In a real sandbox. */
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Sandbox } from '../sandbox/driver.ts';
import type { StepRun } from './step-run.ts';
import { sandboxForTests, type WatchedTerminal, watch } from './testing/test-terminal.ts';
import { lookAtTty } from './tty-look.ts';

const PROMPT = 'root@worker:~# ';
const KEY = { up: '\x1b[A', erase: '\x7f', interrupt: '\x03', end: '\x04' };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await sandboxForTests();
});

async function open(): Promise<WatchedTerminal> {
  const terminal = await watch(sandbox);
  onTestFinished(() => terminal.session.close());
  return terminal;
}

/** A file that the step waits for: it ends when the test says so. */
const GO = '/tmp/go';
const WAIT = `while [ ! -e ${GO} ]; do sleep 0.02; done`;
const go = () => sandbox.exec('worker', ['touch', GO]);

/** Runs a step, and waits until the shell has it. */
async function begin(terminal: WatchedTerminal, command: string): Promise<{ end: Promise<StepRun> }> {
  await sandbox.exec('worker', ['rm', '-f', GO]);
  const end = terminal.run(command);
  await terminal.until('the step', () => terminal.session.state === 'busy');
  return { end };
}

const shellPid = async () =>
  Number((await sandbox.exec('worker', ['pgrep', '-n', '-f', 'rcfile'])).stdout.trim());

describe('while nobody reads', () => {
  it.each<[what: string, keys: string[], line: string]>([
    ['letters', [...'echo typed'], `${PROMPT}echo typed`],
    ['backspace', ['echo typex', KEY.erase, 'd'], `${PROMPT}echo typed`],
    ['an arrow', [KEY.up], `${PROMPT}${WAIT}; echo done`],
  ])('%s are no output, and stand at the prompt afterwards', async (_what, keys, line) => {
    const terminal = await open();
    const step = await begin(terminal, `${WAIT}; echo done`);
    for (const key of keys) terminal.session.write(key);
    await go();
    expect(await step.end).toMatchObject({ outcome: 'ran', exit: 0, output: 'done\n' });
    await terminal.until('the line', async () => (await terminal.screen()).at(-1) === line);
    expect((await terminal.screen()).slice(0, 2)).toEqual([`${PROMPT}${WAIT}; echo done`, 'done']);
  });

  it('whole commands are run afterwards, in order', async () => {
    const terminal = await open();
    const step = await begin(terminal, `${WAIT}; echo done`);
    terminal.session.write('echo a-$((1+1))\r');
    terminal.session.write('echo b-$((1+2))\r');
    await go();
    expect(await step.end).toMatchObject({ output: 'done\n' });
    await terminal.until('both', () => terminal.commands.length === 3);
    const lines = (await terminal.screen()).filter((line) => /^(done|a-2|b-3)$/.test(line));
    expect(lines).toEqual(['done', 'a-2', 'b-3']);
  });

  it('and a line was half typed before, the keys come behind it', async () => {
    const terminal = await open();
    terminal.session.write('echo ha');
    const step = await begin(terminal, `${WAIT}; echo done`);
    terminal.session.write('lf\r');
    await go();
    expect(await step.end).toMatchObject({ output: 'done\n' });
    await terminal.until('its output', async () => (await terminal.screen()).includes('half'));
  });

  it('Ctrl-C ends the step, and takes what was typed before it away', async () => {
    const terminal = await open();
    const step = await begin(terminal, 'echo begun; sleep 310; echo never');
    await terminal.until(
      'its sleep',
      async () => (await sandbox.exec('worker', ['pgrep', '-f', '^sleep 310'])).status === 0,
    );
    terminal.session.write('echo gone');
    terminal.session.write(KEY.interrupt);
    expect(await step.end).toMatchObject({ outcome: 'ran', exit: 130, output: 'begun\n\n' });
    await terminal.untilPrompt();
    expect((await terminal.screen()).join('\n')).not.toContain('gone');
  });

  it('and the shell ends with the step, the next shell gets the keys', async () => {
    const terminal = await open();
    const step = await begin(terminal, `${WAIT}; exit 3`);
    terminal.session.write('echo next-$((1+1))\r');
    await go();
    expect(await step.end).toMatchObject({ outcome: 'shell-ended', exit: 3 });
    await terminal.until('its output', async () => (await terminal.screen()).includes('next-2'));
  });
});

describe('a program that reads', () => {
  it.each<[what: string, command: string, keys: string[], output: string]>([
    ['read', 'read -r x; echo "got $x"', ['ty', 'ped', '\r'], 'got typed\n'],
    ['read, in one go', 'read -r x; echo "got $x"', ['typed\r'], 'got typed\n'],
    ['read, with a prompt', 'read -r -p "name? " x; echo "got $x"', ['typed\r'], 'name? got typed\n'],
    ['read, corrected', 'read -r x; echo "got $x"', [`tx${KEY.erase}yped\r`], 'got typed\n'],
    ['read without echo', 'read -rs x; echo "$x"', ['typed\r'], 'typed\n'],
    ['read of one key', 'read -rn1 x; echo "$x"', ['y'], 'y\n'],
    ['read twice', 'read -r x; read -r y; echo "$x+$y"', ['one\r', 'two\r'], 'one+two\n'],
    ['read later', 'sleep 0.3; read -r x; echo "got $x"', ['typed\r'], 'got typed\n'],
    ['cat', 'cat; echo end', ['one\r', 'two\r', KEY.end], 'one\ntwo\nend\n'],
    ['cat, given arrows', 'cat -v; echo end', [`${KEY.up}\r`, KEY.end], '^[[A\nend\n'],
    ['cat at the end of a pipeline', 'true | cat - /dev/tty', ['one\r', KEY.end], 'one\n'],
  ])('%s', async (_what, command, keys, output) => {
    const terminal = await open();
    const step = await begin(terminal, command);
    for (const key of keys) terminal.session.write(key);
    expect(await step.end).toMatchObject({ outcome: 'ran', exit: 0, output });
  });

  it('shows the learner what he types', async () => {
    const terminal = await open();
    const step = await begin(terminal, 'read -r x; echo "got $x"');
    terminal.session.write('typed');
    await terminal.until('the echo', async () => (await terminal.screen()).at(-1) === 'typed');
    terminal.session.write('\r');
    await step.end;
    expect((await terminal.screen()).slice(1, 3)).toEqual(['typed', 'got typed']);
  });
});

describe('a look at the terminal', () => {
  it.each<[what: string, command: string, look: object]>([
    ['of cat', 'cat > /dev/null', { reads: true, echo: true, canonical: true, signals: true, utf8: false }],
    ['of read without echo', 'read -rs x', { reads: true, echo: false, canonical: true }],
    ['of read of one key', 'read -rn1 x', { reads: true, echo: true, canonical: false }],
    ['of a program that sleeps', 'sleep 311', { reads: false, echo: true, canonical: true }],
    ['of one that reads something else', 'sleep 311 | cat', { reads: false }],
    ['of a nested shell', 'bash --norc', { reads: true, echo: false, canonical: false }],
  ])('%s', async (_what, command, look) => {
    const terminal = await open();
    terminal.session.write(`${command}\r`);
    await terminal.until('the program', () => terminal.session.state === 'busy');
    const pid = await shellPid();
    await expect.poll(() => lookAtTty(sandbox, 'worker', pid)).toMatchObject(look);
  });

  it('of a shell that has ended finds nobody who reads', async () => {
    expect(await lookAtTty(sandbox, 'worker', 4_000_000)).toMatchObject({ reads: false, signals: true });
  });
});
