import { expect, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import type { GlossaryEntry } from './glossary.ts';
import { glossaryProblems } from './glossary-use.ts';
import { parseChapter } from './parse.ts';
import { glossaryEntry } from './testing/glossary-entry.ts';

const HEAD = '---\ntitle: T\nsummary: bridge\narticle: "A"\nhosts: [worker]\n---\n\n# T\n\n';
/** The 1-based line on which a chapter's own text begins. */
const TEXT = HEAD.split('\n').length;

/** @param texts of chapters `01-one`, `02-two`, `03-three` */
function problems(entries: readonly GlossaryEntry[], ...texts: readonly string[]): string[] {
  const chapters = texts.map((text, index) => {
    const id = ['01-one', '02-two', '03-three'][index] ?? '';
    const { draft } = parseChapter(HEAD + text, { id, folder: '/c', file: id }, { kinds: KINDS });
    return { chapter: draft, file: id };
  });
  const found = glossaryProblems({ file: 'g', entries, problems: [] }, chapters);
  return found.map(({ file, line, message }) => `${file}:${line}: ${message}`);
}

const bridge = glossaryEntry('bridge, bridges', { chapter: 'two', line: 7 });
const early = (line: number) => `01-one:${line}: "bridge" is used before it is explained (two teaches it)`;

test.each([
  ['a paragraph', 'First.\n\nThen a\nbridge.', 3],
  ['a list', 'First.\n\n- two bridges', 2],
  ['a quotation', '> a bridge', 0],
  ['a note', '::: note\nA bridge.\n:::', 1],
  ['a hint', ':::: question q {points=1 title="Q"}\nWhich?\n\n::: hint\nThe bridge.\n:::\n::::', 4],
  ['an emphasis of more than the word', 'It is *a bridge*.', 0],
  ['a strong word', 'It is **bridge**.', 0],
  ['a second use that is emphasised', 'A bridge, that is, a *bridge*.', 0],
])('a word in %s comes too early', (_where, text, below) => {
  expect(problems([bridge], text, 'A bridge.')).toEqual([expect.stringContaining(early(TEXT + below))]);
});

test.each([
  ['a heading', '## A bridge'],
  ['code', 'Type `bridge`, or:\n\n```\nbridge\n```'],
  ['a link', 'See [the bridge](#bridge).'],
  ['a table', '| bridge |\n|---|\n| bridge |'],
  ['the front matter', 'Nothing.'],
  ['the credits', '## Credits\n\nSection "A bridge".'],
  ['an emphasis of its own', 'This is a *bridge*, a switch.'],
])('a word in %s is not too early', (_where, text) => {
  expect(problems([bridge], text, 'A bridge.')).toEqual([]);
});

test.each([
  ['an earlier chapter that emphasises it', [bridge], ['A *bridge*.', 'Text.', 'A bridge.']],
  ['an earlier chapter that the entry names', [{ ...bridge, before: ['one'] }], ['A bridge.', 'Text.', '']],
])('%s explains it to those after', (_what, [entry = bridge], texts) => {
  expect(
    problems([{ ...entry, chapter: 'three' }], ...texts, 'x').filter((text) => !text.startsWith('g:')),
  ).toEqual([]);
});

test('each chapter that comes too early is told', () => {
  const found = problems([{ ...bridge, chapter: 'three' }], 'A bridge.', 'A bridge.', 'A bridge.');
  expect(found.map((text) => text.split(':')[0])).toEqual(['01-one', '02-two']);
});

test.each([
  ['a chapter that is not there', { chapter: 'twoo' }, 'no chapter twoo; did you mean two? known: one, two'],
  ['a chapter before that is not there', { before: ['zero'] }, 'no chapter zero; known: one, two'],
  ['a chapter that does not use it', { chapter: 'one' }, 'is not in the text of one'],
  ['a chapter before that does not use it', { before: ['one'] }, 'is not in the text of one'],
])('%s is told with the entry', (_what, more, words) => {
  const found = problems([{ ...bridge, ...more }], 'Text.', 'A bridge.');
  expect(found).toEqual([expect.stringMatching(/^g:7: word "bridge"/)]);
  expect(found[0]).toContain(words);
});

test('a chapter may teach a word that it has in code only', () => {
  const setting = glossaryEntry('reverse path filter, rp_filter', { chapter: 'two' });
  expect(problems([setting], 'Text.', 'Set `rp_filter`.')).toEqual([]);
});
