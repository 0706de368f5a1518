import { expect, test } from 'vitest';
import { slugOf } from './chapter-id.ts';
import { otherNames, parseGlossary } from './glossary.ts';

const BRIDGE = '- word: bridge\n  forms: [bridges]\n  means: A switch.\n  chapter: a-bridge\n';

test('an entry is read with its line; what it leaves out is empty', () => {
  const { entries, problems } = parseGlossary(
    `# Words\n${BRIDGE}- { word: pod, means: Containers., chapter: pods, before: [one] }\n`,
    'g',
  );
  expect(problems).toEqual([]);
  expect(entries).toEqual([
    { word: 'bridge', forms: ['bridges'], means: 'A switch.', chapter: 'a-bridge', before: [], line: 2 },
    { word: 'pod', forms: [], means: 'Containers.', chapter: 'pods', before: ['one'], line: 6 },
  ]);
});

test.each([
  ['no list', 'bridge: A switch.', 'g:1: the glossary must be a list of words, such as "- word: bridge"'],
  ['no word', '- means: A switch.\n  chapter: a-bridge', /^g:1: word 1: word is missing/],
  ['no meaning', '- word: bridge\n  chapter: a-bridge', /^g:1: word "bridge": means is missing/],
  ['an empty meaning', BRIDGE.replace('A switch.', '" "'), /^g:3: word "bridge": means must not be empty/],
  [
    'a number for a chapter',
    BRIDGE.replace('a-bridge', '4'),
    /^g:4: word "bridge": chapter must be a string; found 4/,
  ],
  [
    'a number in a chapter',
    BRIDGE.replace('a-bridge', 'A bridge'),
    /^g:4: .*the name of a chapter without its number, such as a-bridge; found "A bridge"/,
  ],
  [
    'an unknown argument',
    `${BRIDGE}  form: [x]\n`,
    /^g:5: word "bridge": unknown argument form; did you mean forms\?/,
  ],
  ['a word twice', BRIDGE + BRIDGE.replace('[bridges]', '[]'), /^g:5: "bridge" is given twice; .* line 1/],
  [
    'a form in another case',
    BRIDGE + BRIDGE.replace('- word: bridge', '- word: Bridges'),
    /"Bridges" is given/,
  ],
  ['a form of its own', BRIDGE.replace('[bridges]', '[bridge]'), /^g:1: "bridge" is given twice/],
  ['no YAML', '- word: [', /^g:1: bad YAML/],
])('%s is told with its line', (_what, source, words) => {
  const { problems } = parseGlossary(source, 'g');
  const [first = ''] = problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  if (typeof words === 'string') expect(first).toBe(words);
  else expect(first).toMatch(words);
});

test.each([
  ['04-a-bridge', 'a-bridge'],
  ['drafts', 'drafts'],
])('%s is the chapter %s', (id, slug) => {
  expect(slugOf(id)).toBe(slug);
});

test.each([
  ['forwarding table', ['forwarding tables', 'FDB'], ['FDB']],
  ['masquerade', ['masquerading', 'masquerades'], []],
  ['DNAT', ['destination NAT'], ['destination NAT']],
])('other names of %s', (word, forms, others) => {
  expect(otherNames({ word, forms, means: 'M', chapter: 'c', before: [], line: 1 })).toEqual(others);
});
