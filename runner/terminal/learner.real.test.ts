/** One terminal, two hands: what the learner sees and types, and the steps between. In a real sandbox. */
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Sandbox } from '../sandbox/driver.ts';
import { sandboxForTests, type WatchedTerminal, watch } from './testing/test-terminal.ts';

const PROMPT = 'root@worker:~# ';
const KEY = {
  up: '\x1b[A',
  left: '\x1b[D',
  search: '\x12',
  literally: '\x16',
  erase: '\x7f',
  interrupt: '\x03',
  end: '\x04',
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await sandboxForTests();
});

async function open(): Promise<WatchedTerminal> {
  const terminal = await watch(sandbox);
  onTestFinished(() => terminal.session.close());
  return terminal;
}

describe('the screen', () => {
  it('shows each step as if it had been typed', async () => {
    const { run, screen, untilPrompt } = await open();
    await run('echo one');
    await run('for i in a b; do\n\techo $i\ndone');
    await run("echo 'esc \x1b here' >/dev/null");
    await untilPrompt();
    expect(await screen()).toEqual([
      `${PROMPT}echo one`,
      'one',
      `${PROMPT}for i in a b; do`,
      '>       echo $i',
      '> done',
      'a',
      'b',
      `${PROMPT}echo 'esc ^[ here' >/dev/null`,
      PROMPT,
    ]);
  });

  it('has no marks and no paths of ours in it', async () => {
    const terminal = await open();
    await terminal.run('echo one');
    terminal.session.write('echo two\recho "\r"\r');
    await terminal.until('the commands', () => terminal.commands.length === 3);
    expect(terminal.bytes).not.toMatch(/633;|\.lab|__wb/);
  });

  it('shows the end of a background job, which is no output of the next step', async () => {
    const { run, screen, until, untilPrompt } = await open();
    await run('sleep 301 &');
    await run('kill $!');
    await until(
      'its end',
      async () => (await sandbox.exec('worker', ['pgrep', '-f', 'sleep 301'])).status === 1,
    );
    expect((await run('/bin/echo next')).output).toBe('next\n');
    await untilPrompt();
    expect((await screen()).join('\n')).toMatch(/\[1\]\+ +Terminated +sleep 301/);
  });
});

describe('the history', () => {
  it('has the steps as they were typed', async () => {
    const { run, session, screen, until, untilPrompt } = await open();
    await run('echo "first `echo x` !"');
    await run('echo second');
    await untilPrompt();
    session.write(KEY.up + KEY.up);
    await until(
      'the first step',
      async () => (await screen()).at(-1) === `${PROMPT}echo "first \`echo x\` !"`,
    );
  });

  it('outlasts its shell', async () => {
    const { run, session, screen, until, untilPrompt } = await open();
    await run('echo remembered\necho both lines');
    await run('kill -9 $$');
    await until('a new shell', () => session.state === 'prompt');
    session.write(KEY.up);
    await until('the step', async () => (await screen()).at(-1) === 'echo both lines');
    session.write(KEY.interrupt);
    await untilPrompt();
  });
});

describe('a half-typed line', () => {
  it.each<[what: string, keys: string, rest: string, output: string]>([
    ['with the cursor at its end', 'echo half', ' done\r', 'half done'],
    ['with the cursor inside', `echo hf${KEY.left}`, 'al\r', 'half'],
    ['over several rows', `echo ${'y'.repeat(300)}`, 'z\r', `${'y'.repeat(300)}z`],
    ['amid a search in the history', `echo search${KEY.search}nowhere`, '\r', 'search'],
    ['after Ctrl-V', `echo v${KEY.literally}`, `${KEY.erase}\r`, 'v'],
    ['with unicode', 'echo 網路', '✓\r', '網路✓'],
  ])('comes back %s', async (_what, keys, rest, output) => {
    const { run, session, screen, until, commands } = await open();
    session.write(keys);
    expect(await run('echo step; (exit 3)')).toMatchObject({ outcome: 'ran', exit: 3, output: 'step\n' });
    session.write(rest);
    await until('the line', () => commands.length === 2);
    await until('its output', async () => (await screen()).includes(output));
    expect(await screen()).toContain(`${PROMPT}echo step; (exit 3)`);
  });

  it('comes back after several steps and a shell that ended', async () => {
    const terminal = await open();
    terminal.session.write('echo kept');
    await Promise.all([terminal.run('true'), terminal.run('true')]);
    terminal.session.write('\r');
    await terminal.until('its output', async () => (await terminal.screen()).includes('kept'));
    terminal.session.write('echo lost with its shell');
    expect((await terminal.run('exit 2')).outcome).toBe('shell-ended');
    expect((await terminal.run('echo fine')).output).toBe('fine\n');
  });

  it('in vi command mode', async () => {
    const terminal = await open();
    await terminal.run('set -o vi');
    await terminal.untilPrompt();
    terminal.session.write('echo vi\x1b');
    // Readline waits for the rest of a sequence after ESC; the cursor steps back when it has given up.
    await terminal.until('command mode', () => terminal.bytes.endsWith('\b'));
    expect(await terminal.run('echo step')).toMatchObject({ outcome: 'ran', output: 'step\n' });
    terminal.session.write('X\r');
    await terminal.until('its output', async () => (await terminal.screen()).includes('vXi'));
  });
});

describe('typing meanwhile', () => {
  it('feeds a step that reads', async () => {
    const { run, session, until } = await open();
    const step = run('read -r line; echo "got $line"; (exit 2)');
    await until('the step', () => session.state === 'busy');
    session.write('typed\r');
    expect(await step).toMatchObject({ outcome: 'ran', exit: 2, output: 'got typed\n' });
  });

  it('keeps its order with a step', async () => {
    const { run, session, screen, until, commands } = await open();
    session.write('echo a-$((1+1))\r');
    const step = run('echo b');
    session.write('echo c-$((1+2))\r');
    expect(await step).toMatchObject({ outcome: 'ran', output: 'b\n' });
    await until('all three', () => commands.length === 3);
    const lines = (await screen()).filter((line) => /^(a-2|b|c-3)$/.test(line));
    expect(lines.sort()).toEqual(['a-2', 'b', 'c-3']);
  });

  it('reports the learner’s own commands, and not empty lines', async () => {
    const { session, until, commands } = await open();
    session.write('\r\rcd /etc\r\r(exit 4)\r');
    await until('the commands', () => commands.length === 2);
    expect(commands).toEqual([
      { exit: 0, cwd: '/etc' },
      { exit: 4, cwd: '/etc' },
    ]);
  });
});

describe('a run', () => {
  it('waits for the runs before it', async () => {
    const { run } = await open();
    const runs = ['sleep 0.2; echo a', 'exit 5', 'echo b', 'echo $?'].map((command) => run(command));
    expect((await Promise.all(runs)).map(({ outcome, output }) => [outcome, output])).toEqual([
      ['ran', 'a\n'],
      ['shell-ended', ''],
      ['ran', 'b\n'],
      ['ran', '0\n'],
    ]);
  });
});

describe('a run is refused, and nothing is typed, while there is', () => {
  it.each<[what: string, keys: string, reason: RegExp, leave: string]>([
    [
      'a program',
      'cat > /tmp/injected\r',
      /^cat is in the foreground of worker's terminal; leave it first$/,
      KEY.end,
    ],
    ['a nested shell', 'bash --norc\r', /^bash is in the foreground/, KEY.end],
    ['a shell in another namespace', 'unshare -n bash --norc\r', /^bash is in the foreground/, KEY.end],
    ['a pipeline', 'sleep 302 | cat > /tmp/injected\r', /^sleep is in the foreground/, KEY.interrupt],
    ['the end of a pipeline', 'true | sleep 302\r', /^sleep is in the foreground/, KEY.interrupt],
    [
      'a builtin that reads',
      'read -r x; echo "$x" > /tmp/injected\r',
      /^a command of the shell itself/,
      '\r',
    ],
    ['a loop of the shell', 'while :; do :; done\r', /^a command of the shell itself/, KEY.interrupt],
    ['an open quote', 'echo "a\r', /^an unfinished command stands in worker's terminal/, KEY.interrupt],
    ['an open here-document', 'cat > /tmp/injected <<E\r', /^an unfinished command/, 'E\r'],
  ])('%s', async (_what, keys, reason, leave) => {
    const { run, session, until, untilPrompt, respawns } = await open();
    await run(': > /tmp/injected');
    await untilPrompt();
    session.write(keys);
    await until('it to begin', () => session.state === 'busy' || session.state === 'unfinished');
    const refused = await run('echo injected');
    expect(refused).toMatchObject({ outcome: 'refused', exit: null, output: '' });
    expect(refused.reason).toMatch(reason);
    session.write(leave);
    await untilPrompt();
    expect((await run('tr -d "\\n" < /tmp/injected; echo fine')).output).toBe('fine\n');
    expect(respawns).toEqual([]);
  });

  it.each([
    ['another program in the shell’s place', 'exec bash --norc\r'],
    ['a shell without our hooks', "unset PROMPT_COMMAND; PS0= PS1='$ '\r"],
  ])('%s, which is then replaced', async (_what, keys) => {
    const { run, session, until, respawns } = await open();
    session.write(keys);
    await until('it to begin', () => session.state === 'busy');
    const refused = await run('echo injected');
    expect(refused).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(/a new one was started/),
    });
    expect((await run('echo fine')).output).toBe('fine\n');
    expect(respawns).toEqual([137]);
  });
});
