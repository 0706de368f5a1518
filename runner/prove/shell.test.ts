import { expect, test } from 'vitest';
import { parseShell, type ShellCommand } from './shell.ts';

/** The commands as nested lists of their texts. */
type Tree = string | [string, ...Tree[]];
function tree(script: string): Tree[] {
  const show = (command: ShellCommand): Tree => {
    const text = `${command.condition ? '? ' : ''}${script.slice(command.start, command.end)}`;
    return command.inner.length === 0 ? text : [text, ...command.inner.map(show)];
  };
  return parseShell(script).commands.map(show);
}
const texts = (script: string) => tree(script).map((one) => (typeof one === 'string' ? one : one[0]));

test.each([
  ['lines', 'a 1\n\nb 2\n', ['a 1', 'b 2']],
  ['a list', 'a && b || c; d & e', ['a', 'b', 'c', 'd', 'e']],
  ['a pipeline', 'a |\n  b |& c', ['a |\n  b |& c']],
  ['a continued line', 'a \\\n  b', ['a \\\n  b']],
  ['comments', '# x\na # y; z\n b #', ['a', 'b']],
  ['a hash inside a word', 'a b#c "# d" $#', ['a b#c "# d" $#']],
  ['quotes', `a 'b; c' "d; e" \\; f`, [`a 'b; c' "d; e" \\; f`]],
  [
    'substitutions',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash
    'a "$(b "c; d" | e)" `f; g` ${h:-i; j} $((1 + (2 * 3)))',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash
    ['a "$(b "c; d" | e)" `f; g` ${h:-i; j} $((1 + (2 * 3)))'],
  ],
  ['a bracket in quotes', 'a "(" b ")"; c', ['a "(" b ")"', 'c']],
  ['redirections', 'a >b 2>&1 <c &>d >>e <<<f &\ng', ['a >b 2>&1 <c &>d >>e <<<f', 'g']],
  ['process substitution', 'a <(b; c) >(d)\ne', ['a <(b; c) >(d)', 'e']],
  ['an array', 'a=(b c\n d)\ne', ['a=(b c\n d)', 'e']],
  ['tests', '[[ a && b ]] || c\n[ d ] && e', ['[[ a && b ]]', 'c', '[ d ]', 'e']],
  ['arithmetic', '((i++)); a', ['((i++))', 'a']],
  ['not', '! a | b; c', ['! a | b', 'c']],
])('%s', (_name, script, expected) => expect(texts(script)).toEqual(expected));

test.each<[string, string, Tree[]]>([
  ['for', 'for i in a b; do c; d; done; e', [['for i in a b; do c; d; done', 'c', 'd'], 'e']],
  [
    'for of numbers',
    'for ((i = 0; i < 3; i++)); do c\ndone',
    [['for ((i = 0; i < 3; i++)); do c\ndone', 'c']],
  ],
  ['while', 'while a; do b; done >c', [['while a; do b; done >c', '? a', 'b']]],
  [
    'if',
    'if a; then b; elif c; then d; else e; fi',
    [['if a; then b; elif c; then d; else e; fi', 'a', 'b', 'c', 'd', 'e']],
  ],
  [
    'case',
    'case $x in a|b) c; d ;; *) e ;; esac; f',
    [['case $x in a|b) c; d ;; *) e ;; esac', 'c', 'd', 'e'], 'f'],
  ],
  ['a function', 'f() {\n  a\n  b\n}\nf', [['f() {\n  a\n  b\n}', 'a', 'b'], 'f']],
  ['the word function', 'function f { a; }; f', [['function f { a; }', 'a'], 'f']],
  ['a group and a subshell', '{ a; b; } | (c; d)', [['{ a; b; } | (c; d)', 'a', 'b', 'c', 'd']]],
  [
    'a nest',
    'for i in 1; do if a; then b; fi; done',
    [['for i in 1; do if a; then b; fi; done', ['if a; then b; fi', 'a', 'b']]],
  ],
  ['a script in quotes', `x sh -c 'a b; c' d\ne`, [[`x sh -c 'a b; c' d`, 'a b', 'c'], 'e']],
  ['one command in quotes is the command itself', `sh -c 'a'`, [`sh -c 'a'`]],
])('%s', (_name, script, expected) => expect(tree(script)).toEqual(expected));

test('words that only begin like reserved ones', () => {
  expect(texts('dodo\nfi.sh\ndone-it')).toEqual(['dodo', 'fi.sh', 'done-it']);
});

test('here-documents belong to their operator, and are no commands', () => {
  const script = "a <<'X' | b\nfor; do (\nX\nc <<-Y\n\td\n\tY\ne\n";
  const { commands, hereDocuments } = parseShell(script);
  expect(commands.map(({ start, end }) => script.slice(start, end))).toEqual(["a <<'X' | b", 'c <<-Y', 'e']);
  expect(hereDocuments.map(({ body }) => script.slice(body.start, body.end))).toEqual([
    'for; do (\n',
    '\td\n',
  ]);
  expect(hereDocuments.map(({ whole }) => script.slice(whole.start, whole.end))).toEqual([
    'for; do (\nX\n',
    '\td\n\tY\n',
  ]);
});

test('comments, behind a command or alone', () => {
  const script = 'a # one\n  # two\nb\n';
  expect(
    parseShell(script).comments.map(({ start, end, alone }) => [script.slice(start, end), alone]),
  ).toEqual([
    ['# one', false],
    ['# two', true],
  ]);
});

test('branches are not neighbours', () => {
  const [command] = parseShell('if a; then b; else c; fi').commands;
  expect(new Set(command?.inner.map(({ list }) => list)).size).toBe(3);
});

test.each(['if a; then', 'a "b', 'a $(b', 'case x in', 'f() {', ')', ';;', 'done', 'a <<X', '}', 'for'])(
  'what bash refuses comes to an end: %s',
  (script) => {
    expect(parseShell(script).commands.length).toBeLessThan(5);
  },
);
