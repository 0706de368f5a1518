import { expect, test } from 'vitest';
import { type CommandList, parseScript } from './script.ts';

/** The commands as nested lists of their texts. */
type Tree = string | [string, ...Tree[]];
function tree(script: string): Tree[] {
  const show = ({ role, commands }: CommandList): Tree[] =>
    commands.map(({ start, end, lists }) => {
      const text = `${role === 'condition' ? '? ' : ''}${script.slice(start, end)}`;
      return lists.length === 0 ? text : [text, ...lists.flatMap(show)];
    });
  return show({ role: 'script', commands: parseScript(script).commands });
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
  ['and so is what is in it', `sh -c 'a $(b)'`, [[`sh -c 'a $(b)'`, 'b']]],
  ['options', `bash -eu -o pipefail -c 'a; b'`, [[`bash -eu -o pipefail -c 'a; b'`, 'a', 'b']]],
  ['options in one word', `x bash -ec "a; b"`, [[`x bash -ec "a; b"`, 'a', 'b']]],
  ['no script', `sh x -c 'a; b'; x -c 'a; b'`, [`sh x -c 'a; b'`, `x -c 'a; b'`]],
  ['all but variables', `sh -c "a $x; b"`, [[`sh -c "a $x; b"`, 'a $x', 'b']]],
  ['another text then', 'sh -c "a \\"$x\\"; b"', ['sh -c "a \\"$x\\"; b"']],
  ['select', 'select i in a; do b; c; done; d', [['select i in a; do b; c; done', 'b', 'c'], 'd']],
  ['a subshell in a subshell', '((a; b); c); d', [['((a; b); c)', ['(a; b)', 'a', 'b'], 'c'], 'd']],
  ['brackets in a test', '[[ "x ]] y" ]] && a; b', ['[[ "x ]] y" ]]', 'a', 'b']],
  ['not a group', '! { a; b; } && c', [['! { a; b; }', 'a', 'b'], 'c']],
  ['a coprocess', 'coproc { a; b; }', [['coproc { a; b; }', 'a', 'b']]],
  ['a substitution', 'x=$(a; b) c "d $(e)"', [['x=$(a; b) c "d $(e)"', 'a', 'b', 'e']]],
  ['backquotes', 'a `b; c`', [['a `b; c`', 'b', 'c']]],
  ['one inside another', 'a "$(b "$(c)")"', [['a "$(b "$(c)")"', ['b "$(c)"', 'c']]]],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash
  ['an expansion', 'a "${x:-$(b)}" $(( $(c) + 1 ))', [['a "${x:-$(b)}" $(( $(c) + 1 ))', 'b', 'c']]],
  ['a process substitution', 'a <(b; c) > >(d)', [['a <(b; c) > >(d)', 'b', 'c', 'd']]],
  [
    'a substitution in what a loop asks',
    'while [ "$(a)" ]; do b; done',
    [['while [ "$(a)" ]; do b; done', ['? [ "$(a)" ]', 'a'], 'b']],
  ],
  ['a here-document that is expanded', 'a <<X; b\n$(c; d)\nX\ne', [['a <<X', 'c', 'd'], 'b', 'e']],
  ['one that is another text then', 'bash <<X; b\na; c \\$(d)\nX\ne', ['bash <<X', 'b', 'e']],
  ['one that a shell reads, all but variables', 'bash <<X\na; b $c\nX', [['bash <<X', 'a', 'b $c']]],
  ['one that a shell reads', "x bash -s y <<'X'\na; b\nX\n", [["x bash -s y <<'X'", 'a', 'b']]],
])('%s', (_name, script, expected) => expect(tree(script)).toEqual(expected));

test('words that only begin like reserved ones', () => {
  expect(texts('dodo\nfi.sh\ndone-it')).toEqual(['dodo', 'fi.sh', 'done-it']);
});

test('here-documents belong to their operator, and are no commands', () => {
  const script = "a <<'X' | b\nfor; do (\nX\nc <<-Y\n\td\n\tY\ne\n";
  const { commands, hereDocuments } = parseScript(script);
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
    parseScript(script).comments.map(({ start, end, alone }) => [script.slice(start, end), alone]),
  ).toEqual([
    ['# one', false],
    ['# two', true],
  ]);
});

test('comments wherever they may stand, and nowhere else', () => {
  const script = `a "$(
  # 1
  b # 2
)" # 3
x=(c # 4
  d)
case $# in # 5
  0) e ;; # 6
  # 7
esac
f() { # 8
  g |
    # 9
    h
}
cat >i <<'X' # 10
# no comment of this script
X
sh -c 'j # 11
  k'
l '# no' "# no" m# \\# \${n#o} $((2#1))
for ((p = 2#1; p < $#; p++)); do q; done # 12
bash <<'Y'
r # 13
Y
`;
  const { comments, errors: none } = parseScript(script);
  expect(none).toEqual([]);
  expect(comments.map(({ start, end }) => script.slice(start, end)).sort()).toEqual(
    Array.from({ length: 13 }, (_, index) => `# ${index + 1}`).sort(),
  );
});

test('branches are not neighbours', () => {
  const [command] = parseScript('if a; then b; else c; d; fi').commands;
  expect(command?.lists.map(({ commands }) => commands.length)).toEqual([1, 1, 2]);
});

test('commands of a substitution, of what a shell reads, and of a file that it is to read', () => {
  const roles = (script: string) =>
    parseScript(script).commands.map(({ lists }) => lists.map(({ role }) => role));
  expect(roles('a $(b); while c; do d; done')).toEqual([['substitution'], ['condition', 'body']]);
  expect(roles("bash <<'X'\na\nX\ncat >x <<'X'\n#!/bin/sh\na\nX\nsh -c 'a; b'")).toEqual([
    ['script'],
    ['script'],
    ['script'],
  ]);
});

/** Offsets and messages, with the text from there on. */
const errors = (script: string) =>
  parseScript(script).errors.map(({ at, message }) => [script.slice(at, at + 4), message]);

test.each<[string, [at: string, message: RegExp][]]>([
  [
    'if a; then',
    [
      ['', /expected command after 'then'/],
      ['', /expected 'fi'/],
    ],
  ],
  ['a "b', [['"b', /unterminated double quote/]]],
  ['a; done', [['done', /unexpected token 'done'/]]],
  ['a "$(b; done)"', [['done', /unexpected token 'done'/]]],
  ["x sh -c 'a; done; b'", [['done', /unexpected token 'done'/]]],
  ["bash <<'X'\na ;;\nX\n", [[';;\nX', /unexpected token ';;'/]]],
  ["cat >x <<'X'\n#!/bin/sh\ndone\nX\n", [['done', /unexpected token 'done'/]]],
  ['a "`b \\"c\\"`"', [['`b \\', /backslash inside backquotes/]]],
])('what bash refuses is said with its place: %j', (script, expected) => {
  expect(errors(script)).toEqual(expected.map(([at, message]) => [at, expect.stringMatching(message)]));
});

test.each(['a <<X', 'a $(', ')', ';;', '}', 'for', 'f() {', 'case x in'])(
  'and nothing of it keeps us: %s',
  (script) => {
    expect(parseScript(script).commands.length).toBeLessThan(5);
  },
);
