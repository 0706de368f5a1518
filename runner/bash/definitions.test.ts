import { expect, test } from 'vitest';
import { definitions } from './definitions.ts';

test.each<[what: string, script: string, functions: string[]]>([
  ['none', 'heard; echo "heard() { :; }" # heard() { :; }', []],
  ['one', 'heard() { cat /tmp/heard; }', ['heard']],
  ['the word function', 'function heard { cat; }', ['heard']],
  ['a subshell as the body', 'bits() (IFS=.; echo $1)', ['bits']],
  ['two, and a call', 'a() { :; }\nb() {\n  a\n}\nb', ['a', 'b']],
  ['after &&', 'true && a() { :; }', ['a']],
  ['in a group and in a branch', '{ a() { :; }; }\nif true; then b() { :; }; fi', ['a', 'b']],
  ['inside another one', 'a() { b() { :; }; }', ['a']],
  ['in a subshell', '(a() { :; }; a)', []],
  ['in a substitution', 'x=$(a() { :; }; a)', []],
  ['in a pipeline', 'a() { :; } | cat', []],
  ['in the background', '{ a() { :; }; } &', []],
  ['in a here-document', "cat <<'X'\na() { :; }\nX", []],
])('functions: %s', (_what, script, functions) => {
  expect([...definitions(script).functions]).toEqual(functions);
});

test.each<[what: string, script: string, files: string[]]>([
  ['none', 'cat </tmp/names 2>&1; echo a b', []],
  ['a redirection', 'echo x > /tmp/names', ['/tmp/names']],
  ['a here-document', "cat >>/tmp/names <<'X'\ny\nX", ['/tmp/names']],
  ['quotes', "echo x >'/tmp/two names'", ['/tmp/two names']],
  ['a loop, and a subshell', 'for i in 1; do echo; done >/tmp/a\n(echo >/tmp/b &)', ['/tmp/a', '/tmp/b']],
  ['a variable', 'echo x >/tmp/$pod >"$file"', []],
])('files: %s', (_what, script, files) => expect([...definitions(script).files].sort()).toEqual(files));
