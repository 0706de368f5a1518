/** Chapters that no author wrote: all that is wrong is told with its line, nothing is thrown, and nothing takes without end. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { changedText, fuzz } from '../../checks/testing/fuzz.ts';
import { ROOT } from '../package-root.mjs';
import { patient } from '../slowdown.ts';
import type { LintProblem } from '../yaml/problems.ts';
import { parseClaims } from './claims.ts';
import { linkProblems } from './links.ts';
import { parseChapter } from './parse.ts';
import { parseProof } from './proofs.ts';
import { curriculumProblems } from './rules.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const WELL_FORMED = read('runner/chapter/fixtures/well-formed.md');
const CHAPTERS = readdirSync(join(ROOT, 'chapters'))
  .filter((name) => /^\d\d-/.test(name))
  .map((name) => read(`chapters/${name}/chapter.md`));
const CLAIMS = read('chapters/claims.yaml');
const FILE = 'chapter.md';

/** What has a meaning in a chapter. */
const WORDS = [
  ...[
    '\n---\n',
    '\n::: note\n',
    '\n:::\n',
    '\n:::: exercise a {points=1 title="A"}\n',
    '\n::::\n',
    '\n::: predict a\n',
    ':::',
    ':',
  ],
  ...[
    '\n```sh {name=a host=worker}\n',
    '\n```\n',
    '```',
    '`',
    '~~~',
    '\n```output\n',
    '\n```yaml checks\n',
    '\n```yaml choices\n',
    '\n```yaml number\n',
  ],
  ...[
    '<',
    '<!--',
    '<a href="',
    '</',
    '>',
    '&',
    '&#x41;',
    '![',
    '[',
    '](',
    ')',
    '[^a]',
    '\n[^a]: ',
    '\n[a]: <b>\n',
  ],
  ...[
    '*',
    '**',
    '_',
    '~',
    '|',
    '\n|-|-|\n',
    '#',
    '\n## ',
    '- ',
    '1. ',
    '> ',
    '\\',
    '$',
    '$ENDPOINTS',
    '"',
    "'",
  ],
  ...[
    '{',
    '}',
    '[[',
    '*a',
    '&a',
    '!!',
    'x: ',
    '- id: ',
    'kind: ',
    'host=',
    '=',
    '..',
    '--',
    '\n\n',
    '    ',
    '\n',
  ],
];

/** What would be run over a chapter by `wirebook lint`, but for the disk. */
async function lint(source: string): Promise<void> {
  const { chapter, draft, problems } = parseChapter(
    source,
    { id: '04-a-bridge', folder: '/c', file: FILE },
    { kinds: KINDS },
  );
  const found = [...problems, ...curriculumProblems(draft, FILE)];
  expect(chapter === undefined).toBe(problems.length > 0);
  expectLines(found, source);
  expectLines(await linkProblems(draft, FILE, async () => false), source);
}

function expectLines(problems: readonly LintProblem[], source: string): void {
  // CommonMark, 2.1: a CR alone ends a line, too.
  const lines = source.split(/\r\n?|\n/).length;
  for (const { line, message } of problems) {
    expect(line >= 1 && line <= lines, `line ${line} of ${lines}: ${message.slice(0, 300)}`).toBe(true);
    expect(message).not.toBe('');
  }
}

const LONG = { timeout: patient(60_000) * Number(process.env.WIREBOOK_FUZZ ?? 1) };

test('changed chapters', LONG, async () => {
  await fuzz(
    100,
    (draw) => {
      const source = draw.chance(0.95) ? WELL_FORMED : draw.pick(CHAPTERS);
      return changedText(draw, source, WORDS, [WELL_FORMED, ...CHAPTERS]);
    },
    lint,
  );
});

/** Where something may stand without end. */
const PLACES: readonly (readonly [before: string, after: string])[] = [
  ['\n## Ports\n\n', '\n'],
  ['\n::: note\n', '\n:::\n'],
  ['\n::: ', '\nText.\n:::\n'],
  ['\n```sh ', '\ntrue\n```\n'],
  ['\n```sh {name=', '}\ntrue\n```\n'],
  ['\n```sh {name=a}\n', '\n```\n'],
  ['\n:::: exercise e {points=1 title="', '"}\nTask.\n::::\n'],
  ['\n:::: exercise e {points=1 title="E"}\nTask.\n\n```yaml checks\n', '\n```\n::::\n'],
  ['\n::: predict e\nWhat?\n\n```yaml choices\n- says: ', '\n```\n:::\n'],
  ['\n:::: exercise e {points=1 title="E"}\nTask.\n\n```yaml checks\n- ', '\n```\n::::\n'],
];

test('a hundred kilobytes of the same', LONG, async () => {
  await fuzz(
    15,
    (draw) => {
      const word = draw.pick([...WORDS, draw.pick(WORDS) + draw.pick(WORDS)]);
      const text = word.repeat(100_000 / word.length);
      if (draw.chance(0.1)) return WELL_FORMED.replace('summary: ', () => `${text}\nsummary: `);
      const [before, after] = draw.pick(PLACES);
      return WELL_FORMED.replace('## Credits', () => `${before}${text}${after}\n## Credits`);
    },
    lint,
  );
});

test.each(PLACES)('blanks without end between %j and %j', async (before, after) => {
  const blanks = ' '.repeat(400_000);
  await lint(WELL_FORMED.replace('## Credits', () => `${before}a${blanks}b${after}\n## Credits`));
});

test('lists of claims, and proofs', LONG, async () => {
  const proof =
    '# host: worker\n# fails: there\n# says: no\nip link add a type veth peer name b # optional: why\n';
  const { draft } = parseChapter(
    WELL_FORMED,
    { id: '04-a-bridge', folder: '/c', file: FILE },
    { kinds: KINDS },
  );
  const claims = CLAIMS.split('\n').slice(0, 60).join('\n');
  await fuzz(
    60,
    (draw) => ({
      claims: changedText(draw, claims, WORDS),
      proof: changedText(draw, proof, ['\n# host: ', '# passes: ', '# order', '# optional:', ', ']),
    }),
    (changed) => {
      expectLines(parseClaims(changed.claims, FILE).problems, changed.claims);
      const given = { item: draft.exercises[0]?.id ?? '', file: FILE, text: changed.proof };
      for (const name of ['solution.sh', 'wrong-x.sh']) {
        expectLines(parseProof({ ...given, name }, draft).problems, changed.proof);
      }
    },
  );
});
