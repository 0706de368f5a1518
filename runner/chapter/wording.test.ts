import { expect, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { parseChapter } from './parse.ts';
import { parseWording, wordingProblems } from './wording.ts';

const SOURCE = `
- words: [shall, leave away]
  instead: will
  why: bookish
- words: [cable]
  instead: link
  why: the field's word
  unless: [network card]
`;
const { rules } = parseWording(SOURCE, 'w');

/** A chapter whose first prose, hint, title or check title says this. */
function chapter(say: { prose?: string; hint?: string; title?: string; check?: string; summary?: string }) {
  const source = `---
title: One
summary: ${say.summary ?? 'A summary.'}
article: "A"
hosts: [worker]
---

# One

${say.prose ?? 'Prose.'}

:::: exercise one {points=1 title="${say.title ?? 'Title'}"}
Do it.

::: hint
${say.hint ?? 'Look.'}
:::

\`\`\`yaml checks
- id: there
  title: ${say.check ?? 'it is there'}
  kind: namespace
  name: a
\`\`\`
::::
`;
  const where = { id: '01-one', folder: '/c', file: 'f' };
  return { draft: parseChapter(source, where, { kinds: KINDS }).draft, lines: source.split('\n') };
}

test.each([
  ['running text', { prose: 'First line,\nthen it shall end.' }, 'then it shall end.', 'shall'],
  ['any case', { prose: 'Shall it?' }, 'Shall it?', 'Shall'],
  ['a phrase over two words', { prose: 'You leave  away one.' }, 'You leave  away one.', 'leave  away'],
  ['a hint', { hint: 'It shall.' }, 'It shall.', 'shall'],
  ['a title', { title: 'It shall' }, ':::: exercise one {points=1 title="It shall"}', 'shall'],
  ['a check', { check: 'it shall' }, '- id: there', 'shall'],
  ['the field has a word', { prose: 'A cable between pods.' }, 'A cable between pods.', 'cable'],
])('%s is held to the list', (_what, say, line, word) => {
  const { draft, lines } = chapter(say);
  expect(wordingProblems(draft, rules, 'f')).toEqual([
    { file: 'f', line: lines.indexOf(line) + 1, message: expect.stringContaining(`"${word}": write `) },
  ]);
});

test('the front matter is, too', () => {
  const [problem] = wordingProblems(chapter({ summary: 'What shall be.' }).draft, rules, 'f');
  expect(problem).toMatchObject({ line: 1, message: expect.stringContaining('shall') });
});

test.each([
  ['code', '`shall`'],
  ['a part of a word', 'marshalling, shall-not-be'],
  ['a line that says it is meant', 'the cable of a network card'],
])('%s is left alone', (_what, prose) => {
  expect(wordingProblems(chapter({ prose }).draft, rules, 'f')).toEqual([]);
});

test.each([
  ['words: [a]', /must be a list/],
  ['- words: []\n  instead: b\n  why: c', /w:1: .*must name a word/],
  ['- words: [a]\n  instead: b', /w:1: .*why/],
  ['- words: [a]\n  instead: b\n  why: c\n  when: d', /w:4: .*when/],
])('a list with a mistake is told by line: %j', (source, message) => {
  const { problems } = parseWording(source, 'w');
  expect(problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n')).toMatch(
    message,
  );
});
