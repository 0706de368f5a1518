import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { lintChapter } from './lint.ts';

let root = '';
let chapter = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lint-'));
  chapter = join(root, '01-one');
  write('01-one/chapter.md', SOURCE);
  write('01-one/proofs/q/solution.sh', '# host: worker\necho 1\n');
  write('01-one/proofs/q/wrong-two.sh', '# host: worker\n# fails: answer\n# says: two\necho 2\n');
});
afterEach(() => rmSync(root, { recursive: true }));

const SOURCE = `---
title: One
summary: S
article: "A"
hosts: [worker]
requires: []
---

# One

::: claim A1 holds
So [there](#credits).

\`\`\`sh {name=one}
true
\`\`\`
:::

:::: question q {points=1 title="Q"}
Which?

::: hint
That.
:::

\`\`\`yaml answer
kind: answer
of: ifindex
link: eth0
\`\`\`
::::

## Credits

Somebody.
`;

function write(path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
/** A program that answers as shellcheck would. */
function program(script: string): string {
  write('shellcheck', `#!/bin/sh\n${script}\n`);
  chmodSync(join(root, 'shellcheck'), 0o755);
  return join(root, 'shellcheck');
}
const lint = (shellcheck: string) => lintChapter(chapter, { kinds: KINDS, shellcheck });

test('a good chapter has no problems, and a missing shellcheck is said', async () => {
  expect(await lint(join(root, 'not-there'))).toEqual({
    problems: [],
    notes: [],
    skips: ['shellcheck not installed: scripts were not looked at'],
  });
});

test('what bash would refuse is said with file and line, wherever it stands', async () => {
  write('01-one/proofs/q/solution.sh', '# host: worker\necho "$(\n  echo 1; done\n)"\n');
  const inner = "cat >x <<'X'\n#!/bin/sh\nif a; then\nX\n";
  write('01-one/proofs/q/wrong-two.sh', `# host: worker\n# fails: answer\n# says: two\n${inner}`);
  const { problems } = await lint(join(root, 'not-there'));
  expect(problems.map(({ file, line, message }) => [file.split('/').at(-1), line, message])).toEqual([
    ['solution.sh', 3, "bash syntax: unexpected token 'done'"],
    ['wrong-two.sh', 7, "bash syntax: expected command after 'then'"],
    ['wrong-two.sh', 7, "bash syntax: expected 'fi' to close 'if'"],
  ]);
});

test('shellcheck is given every script, and what it finds is a problem', async () => {
  const found = `{"file":"%s","line":2,"level":"warning","code":1,"message":"%s"}`;
  const script = `for last; do :; done; printf '[${found}]' "$last" "$#"; exit 1`;
  const { problems, skips } = await lint(program(script));
  expect(skips).toEqual([]);
  // Four options, the end of options, and two files.
  expect(problems).toEqual([
    { file: join(chapter, 'proofs/q/wrong-two.sh'), line: 2, message: 'shellcheck warning SC1: 7' },
  ]);
});

test('a shellcheck that does not work is an error, not a pass', async () => {
  await expect(lint(program('echo broken >&2; exit 3'))).rejects.toThrow(/ended with 3: broken/);
});

test('problems of the text, the rules, the links, the claims and the proofs come together, by file and line', async () => {
  write('claims.yaml', 'A2: { section: S, claim: two, verdict: holds, chapter: 1 }\n');
  write('01-one/chapter.md', SOURCE.replace('#credits', '#credit').replace('{name=one}', '{name=one x}'));
  rmSync(join(chapter, 'proofs/q/solution.sh'));
  write('01-one/proofs/q/wrong-two.sh', '# host: worker\necho 2\n');
  const { problems } = await lint(join(root, 'not-there'));
  const md = join(chapter, 'chapter.md');
  const proof = join(chapter, 'proofs/q/wrong-two.sh');
  expect(problems.map(({ file, line, message }) => [file, line, message.slice(0, 30)])).toEqual([
    [md, 11, 'claim A1 is not in claims.yaml'],
    [md, 12, 'the link #credit leads to no h'],
    [md, 14, 'unknown attribute "x" of a ste'],
    [md, 19, 'question q has no proofs/q/sol'],
    [proof, 1, 'a wrong attempt declares "# fa'],
    [proof, 1, 'a wrong attempt declares "# sa'],
  ]);
});
