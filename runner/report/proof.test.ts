import { expect, test } from 'vitest';
import { type AttemptReport, mutationScore, type ProofReport, percent, verdictOf } from '../prove/report.ts';
import { proofHtml } from './proof-html.ts';
import { proofJunit } from './proof-junit.ts';
import { exemptLines, proofLines, summaryLine } from './proof-text.ts';
import { PLAIN } from './text.ts';

const attempt = (
  kind: AttemptReport['kind'],
  name: string,
  ok: boolean,
  more: Partial<AttemptReport> = {},
): AttemptReport => ({
  kind,
  name,
  ok,
  found: ok ? '' : 'it passes every check',
  cells: [{ check: 'lo-up', verdict: ok ? 'fail' : 'pass', diagnosis: 'lo is <DOWN>' }],
  ms: 5,
  ...more,
});
const report: ProofReport = {
  chapter: '01-x',
  file: 'chapters/01-x/chapter.md',
  verdict: 'fail',
  ms: 2400,
  items: [
    {
      type: 'exercise',
      id: 'server',
      title: 'A <server>',
      line: 20,
      checks: ['lo-up', 'listens'],
      attempts: [
        attempt('untouched', 'untouched', true),
        attempt('mutant', 'solution.sh:2 leaves out "a"', true),
        attempt('mutant', 'solution.sh:3 leaves out "b & <c>"', false, {
          diff: [
            { kind: 'same', text: 'a' },
            { kind: 'recorded', text: 'b & <c>' },
            { kind: 'found', text: ':' },
          ],
        }),
        attempt('revert', 'undo lo-up', true, { script: 'ip link set lo down\n' }),
      ],
      exempt: [{ file: 'proofs/server/solution.sh', line: 4, command: 'sleep 1', why: 'only waits' }],
      start: 'the long way',
    },
  ],
};

test('the table counts each kind, and a survivor is shown with its difference from the solution', () => {
  expect(proofLines(report, PLAIN)).toEqual([
    '01-x        untouched  solutions      wrong    mutants    reverts  optional',
    '  ✘ server        1/1          -          -        1/2        1/1         1',
    '✘ 4 attempts, 1 not as it must be; mutation score 50.0 % (1 of 2) 2.4 s',
    '',
    '  ✘ server: surviving mutant solution.sh:3 leaves out "b & <c>"',
    '      it passes every check',
    '        a',
    '      - b & <c>',
    '      + :',
  ]);
});

test('what is exempt is listed with its reason', () => {
  expect(exemptLines([report], PLAIN)).toEqual([
    '1 command exempt as optional:',
    '  proofs/server/solution.sh:4 sleep 1\n      only waits',
  ]);
  expect(exemptLines([], PLAIN)).toEqual([]);
});

test('a chapter without exercises has no mutants to kill', () => {
  expect(summaryLine([{ ...report, items: [] }], PLAIN)).toBe(
    '✔ 0 attempts, all as they must be; no mutants 2.4 s',
  );
});

test('JUnit has a case for each attempt, and the survivor is a failure', () => {
  const xml = proofJunit([report]);
  expect(xml).toContain('tests="4"');
  expect(xml).toContain('failures="1"');
  expect(xml).toContain('name="mutant solution.sh:3 leaves out &quot;b &amp; &lt;c>&quot;"');
});

test('a check that could not look is an error of its own', () => {
  const cells = [{ check: 'lo-up', verdict: 'error', diagnosis: 'no ip' }] as const;
  const blind = attempt('mutant', 'm', false, { cells });
  expect(verdictOf([blind])).toBe('error');
  expect(verdictOf([attempt('wrong', 'w', false)])).toBe('fail');
  expect(verdictOf([attempt('wrong', 'w', true)])).toBe('pass');
  const [item] = report.items;
  expect(item && proofJunit([{ ...report, items: [{ ...item, attempts: [blind] }] }])).toContain(
    'errors="1"',
  );
});

test('the page needs nothing else, and shows words as they are', () => {
  const html = proofHtml([report]);
  expect(html).not.toMatch(/src=|href=|@import|url\(/);
  expect(html).toContain('A &#60;server&#62;');
  expect(html).not.toContain('<c>');
  expect(html).toContain('Mutation score <strong>50.0 %</strong> (1 of 2)');
  expect(html.match(/<td class="fail"/g)).toHaveLength(3);
  expect(html.match(/title="not judged"/g)).toHaveLength(4);
  expect(html).toContain('only waits');
});

test('99.9 % is not 100 %', () => {
  expect(percent({ killed: 9999, mutants: 10_000 })).toBe('99.9 %');
  expect(percent({ killed: 0, mutants: 0 })).toBe('100 %');
  expect(mutationScore([report])).toEqual({ killed: 1, mutants: 2 });
});
