import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DEFAULT_TOPOLOGY } from '../../checks/network/default-topology.ts';
import { claimProblems, parseClaims } from './claims.ts';
import { missing, summarise, withShown } from './claims-shown.ts';
import type { Block, Chapter, Step } from './model.ts';

const entry = (id: string, verdict: string, chapter: number): string =>
  `${id}:\n  section: S\n  claim: Says ${id}.\n  verdict: ${verdict}\n  really: Not quite.\n  chapter: ${chapter}\n`;
const list = (text: string) => parseClaims(text, 'claims.yaml');

function chapter(number: number, ...blocks: readonly Block[]): Chapter {
  return {
    id: `0${number}-one`,
    number,
    folder: `/chapters/0${number}-one`,
    title: 'One',
    summary: 'S',
    article: 'A',
    topology: DEFAULT_TOPOLOGY,
    hosts: ['worker'],
    minutes: 5,
    requires: [],
    variables: {},
    blocks,
    steps: [],
    exercises: [],
    questions: [],
    predictions: [],
    figures: [],
  };
}
function marked(id: string, verdict: 'holds' | 'limited' | 'refuted', ...blocks: Block[]): Block {
  return { type: 'aside', flavour: 'claim', claim: { id, verdict, open: false }, line: 30, blocks };
}
function step(name: string): Block {
  const made: Step = {
    name,
    host: 'worker',
    command: 'true\n',
    exit: 0,
    timeoutMs: 1000,
    background: false,
    interactive: false,
    setup: false,
    line: 31,
  };
  return { type: 'step', step: made };
}

test('an entry becomes a claim with its article and line', () => {
  const { claims, ids, problems } = list(`# head\n${entry('A12', 'limited', 3)}${entry('B1', 'holds', 4)}`);
  expect(problems).toEqual([]);
  expect([...ids]).toEqual(['A12', 'B1']);
  expect(claims[0]).toEqual({
    id: 'A12',
    article: 'A',
    section: 'S',
    claim: 'Says A12.',
    verdict: 'limited',
    really: 'Not quite.',
    chapter: 3,
    line: 2,
  });
});

test('what holds needs no more words', () => {
  expect(list('A1: { section: S, claim: C, verdict: holds, chapter: 1 }\n').problems).toEqual([]);
});

const good = entry('A1', 'holds', 1);
test.each([
  ['- A1\n', 1, /must be a map/],
  [`${good}E5: y\n`, 7, /claim id "E5" must be a letter A-D/],
  [`${good}A01: y\n`, 7, /claim id "A01"/],
  [`${good}${good}`, 7, /bad YAML: Map keys must be unique/],
  [`${good}A2: words\n`, 7, /claim A2: must be a map of arguments; found "words"/],
  [
    good.replace('holds', 'hold'),
    4,
    /verdict must be one of holds, limited, refuted, untestable; found "hold"/,
  ],
  [good.replace('chapter: 1', 'chapter: 27'), 6, /chapter must be a chapter, 1 to 26; found 27/],
  [good.replace('chapter: 1', 'chapter: 1.5'), 6, /chapter must be a whole number; found 1.5/],
  [good.replace('Says A1.', '""'), 3, /claim must not be empty/],
  [good.replace('really', 'realy'), 5, /unknown argument realy; did you mean really\?/],
  [good.replace('  section: S\n', ''), 1, /section is missing/],
  [
    good.replace('  really: Not quite.\n', '').replace('holds', 'refuted'),
    1,
    /really is missing: what really/,
  ],
])('a list that is wrong: %j', (text, line, message) => {
  expect(list(text).problems).toEqual([
    { file: 'claims.yaml', line, message: expect.stringMatching(message) },
  ]);
});

test('chapters mark what the list knows, with its verdict', () => {
  const claims = list(`${entry('A1', 'limited', 1)}${entry('B12', 'untestable', 1)}A2: broken\n`);
  const of = (...blocks: Block[]) => claimProblems(chapter(1, ...blocks), claims, 'f');
  expect(of(marked('A1', 'limited'))).toEqual([]);
  // What is wrong with an entry is said once, at the entry.
  expect(of(marked('A2', 'holds'))).toEqual([]);
  expect(of(marked('A12', 'holds'), marked('A1', 'holds'), marked('B12', 'holds'))).toEqual([
    { file: 'f', line: 30, message: 'claim A12 is not in claims.yaml; did you mean A1?' },
    { file: 'f', line: 30, message: 'claim A1 is marked holds, but claims.yaml line 1 says limited' },
    { file: 'f', line: 30, message: 'claim B12 is marked holds, but claims.yaml line 7 says untestable' },
  ]);
});

test('a claim is shown where it is marked, and missing in the chapter where it belongs', () => {
  const { claims } = list(
    [
      entry('A1', 'limited', 1),
      entry('A2', 'limited', 2),
      entry('A3', 'limited', 3),
      entry('A4', 'untestable', 1),
    ].join(''),
  );
  const inside: Block = { type: 'aside', flavour: 'note', line: 40, blocks: [step('second')] };
  const chapters = [
    chapter(1, marked('A1', 'limited', step('first'), inside), marked('A2', 'limited')),
    chapter(2),
  ];
  const shown = withShown(claims, chapters);
  expect(shown[0]?.shown).toEqual([{ chapter: '01-one', number: 1, line: 30, steps: ['first', 'second'] }]);
  // A3's chapter is not written, and no chapter can show A4.
  expect(missing(shown, chapters).map(({ id }) => id)).toEqual(['A2']);
  expect(summarise(shown)).toMatchObject({
    claims: 4,
    shown: 2,
    byVerdict: {
      limited: { claims: 3, shown: 2 },
      untestable: { claims: 1, shown: 0 },
      holds: { claims: 0 },
    },
  });
});

test('the list itself has no mistake', () => {
  const path = fileURLToPath(new URL('../../chapters/claims.yaml', import.meta.url));
  const { claims, problems } = list(readFileSync(path, 'utf8'));
  expect(problems).toEqual([]);
  expect(claims).toHaveLength(165);
});
