/** What a step gives back: status and exact output, one row a case, in one shell of a real sandbox. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sandboxForTests, type WatchedTerminal, watch } from './testing/test-terminal.ts';

let terminal: WatchedTerminal;
beforeAll(async () => {
  terminal = await watch(await sandboxForTests());
});

/** The rows run in this order and in the same shell. */
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: shell text
const rows: readonly [what: string, command: string, output: string, exit?: number][] = [
  ['plain output', 'echo hello', 'hello\n'],
  ['no output', 'true', ''],
  ['a status', '(exit 7)', '', 7],
  ['the status of the step before', 'echo $?', '7\n'],
  ['no newline at the end', 'printf abc', 'abc'],
  ['the next step after that', 'printf "d\\n"', 'd\n'],
  ['standard error', 'echo wrong >&2; false', 'wrong\n', 1],
  ['a carriage return and CR LF of the program', "printf 'a\\rb\\r\\nc\\n'", 'a\rb\r\nc\n'],
  ['an unknown command', 'no-such-command', 'bash: no-such-command: command not found\n', 127],
  [
    'a syntax error in the second line',
    'echo one\n)',
    "one\nbash: eval: line 2: syntax error near unexpected token `)'\nbash: eval: line 2: `)'\n",
    2,
  ],
  [
    'an unclosed quote',
    'echo "open',
    'bash: eval: line 1: unexpected EOF while looking for matching `"\'\n',
    2,
  ],
  ['a chapter variable', 'echo $ENDPOINTS', '4\n'],
  ['a here-document with tabs', 'cat <<-E\n\tone\n\t\ttwo\n\tE', 'one\ntwo\n'],
  ['a quoted here-document with tabs', "cat <<'E'\n\t$HOME `date` \\ '\nE", "\t$HOME `date` \\ '\n"],
  ['a tab in a string', "printf '%s' 'a\tb'", 'a\tb'],
  ['exclamation marks', 'echo hi!! !$ "!echo"', 'hi!! !$ !echo\n'],
  ['backquotes', 'echo `echo inner`', 'inner\n'],
  ['quotes and backslashes', `echo 'it'\\''s' "a\\\\b" \\n $'\\x41'`, "it's a\\b n A\n"],
  ['unicode', 'echo "grün ✓ 網路 🙂"', 'grün ✓ 網路 🙂\n'],
  ['several lines', 'for i in 1 2 3; do\n  echo "$i"\ndone\necho end', '1\n2\n3\nend\n'],
  ['a line that is longer than the terminal', `echo ${'x'.repeat(500)}`, `${'x'.repeat(500)}\n`],
  ['a comment at the end', 'echo a # b', 'a\n'],
  ['only a comment', '# nothing', ''],
  ['a leading space', '  echo led', 'led\n'],
  ['a directory', 'cd /tmp', ''],
  ['the directory in the next step', 'pwd', '/tmp\n'],
  ['a variable and an array', 'x=5; declare -A map=([a]=b)', ''],
  ['both in the next step', 'echo $x ${map[a]}', '5 b\n'],
  ['a function', 'greet() { echo "hello $1"; return 4; }', ''],
  ['the function in the next step', 'greet you', 'hello you\n', 4],
  ['an alias', 'alias hey="echo hey"', ''],
  ['the alias in the next step', 'hey you', 'hey you\n'],
  ['a background job', 'sleep 300 &', ''],
  ['the job in the next step', 'kill -0 $! && jobs -r | wc -l', '1\n'],
  ['its end, waited for', 'kill $!; wait $! 2>/dev/null; echo $?', '143\n'],
  ['return', 'return 3', '', 3],
  ['clear', 'clear; echo after', '\x1b[H\x1b[2J\x1b[3Jafter\n'],
  ['a trap', "trap 'echo trapped' USR1; kill -USR1 $$; trap - USR1", 'trapped\n'],
  ['a forged end', "printf '\\e]633;D;0\\a'; echo still", '\x1b]633;D;0\x07still\n'],
  [
    'a forged end with a nonce',
    "printf '\\e]633;D;0123456789abcdef;0\\a'; (exit 9)",
    '\x1b]633;D;0123456789abcdef;0\x07',
    9,
  ],
  ['marks that never end', "printf '\\e]633;'; (exit 3)", '\x1b]633;', 3],
  [
    'a nested shell without marks',
    'export PS1 PS2 PS0; echo "echo in; exit 5" | bash --norc -i 2>/dev/null',
    'in\n',
    5,
  ],
  ['export taken back', 'export -n PS1 PS2 PS0', ''],
  ['an empty PS0', 'PS0=', ''],
  ['after an empty PS0', 'echo a; (exit 3)', 'a\n', 3],
  ['a prompt of the learner', "PS1='$ '", ''],
  ['after it', 'echo b', 'b\n'],
  ['no PROMPT_COMMAND', 'unset PROMPT_COMMAND; (exit 6)', '', 6],
  ['after no PROMPT_COMMAND', 'echo c; (exit 8)', 'c\n', 8],
  // Its end is only seen at the prompt, so what the learner's hook prints is taken for its own.
  ['a PROMPT_COMMAND of the learner', "PROMPT_COMMAND='echo mine; false'", 'mine\n'],
  ['after it, too', '(exit 4)', '', 4],
  ['vi keys', 'set -o vi', ''],
  ['after vi keys', 'echo vi', 'vi\n'],
  ['emacs keys', 'set -o emacs', ''],
  ['nounset', 'set -u', ''],
  ['after nounset', 'echo u', 'u\n'],
  ['nounset taken back', 'set +u', ''],
  ['POSIX mode', 'set -o posix', ''],
  ['after POSIX mode', 'echo p', 'p\n'],
  ['POSIX mode taken back', 'set +o posix', ''],
  ['other separators', 'IFS=x', ''],
  ['after other separators', 'echo sep', 'sep\n'],
  ['separators taken back', 'unset IFS', ''],
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: shell text

describe('a step', () => {
  it.each(rows)('%s', async (_what, command, output, exit = 0) => {
    const run = await terminal.run(command);
    expect({ outcome: run.outcome, exit: run.exit, output: run.output }).toEqual({
      outcome: 'ran',
      exit,
      output,
    });
  });

  it('gives 10 MB exactly', async () => {
    const { output } = await terminal.run("head -c 10000000 /dev/zero | tr '\\0' x; echo; echo é");
    expect(output.length).toBe(10_000_003);
    expect(output).toBe(`${'x'.repeat(10_000_000)}\né\n`);
  });

  it('gives UTF-8 whole, however the chunks fall', async () => {
    const { output } = await terminal.run('for i in {1..20000}; do printf ✓🙂é; done');
    expect(output).toBe('✓🙂é'.repeat(20_000));
  });

  it('is announced with its status, directory and run', async () => {
    await terminal.session.run({ id: 'announced', step: 's', command: 'cd /etc; false', timeoutMs: 5000 });
    expect(terminal.commands.at(-1)).toEqual({ exit: 1, cwd: '/etc', runId: 'announced' });
  });

  it('leaves no shell behind that had to be replaced', () => {
    expect(terminal.respawns).toEqual([]);
  });
});
