import { expect, test } from 'vitest';
import type { ReplayReport } from '../session/grade/report.ts';
import { duration, tally, tallyLine } from '../words.ts';
import { junitReport } from './junit.ts';
import { momentLines, PLAIN, replaySummary } from './text.ts';

const report: ReplayReport = {
  chapter: '01-x',
  file: 'chapters/01-x/chapter.md',
  verdict: 'error',
  ms: 2400,
  moments: [
    { type: 'step', id: 'fine', host: 'worker', line: 3, verdict: 'pass' },
    {
      type: 'step',
      id: 'keys',
      host: 'worker',
      line: 5,
      verdict: 'skip',
      reason: "it waits for the learner's keys",
    },
    {
      type: 'step',
      id: 'other',
      host: 'worker',
      line: 9,
      verdict: 'fail',
      reason: 'the output differs from the recording',
      run: { step: 'other', host: 'worker', outcome: 'ran', exit: 0, output: 'b & <c>\n', ms: 12 },
      comparison: {
        same: false,
        diff: [
          { kind: 'recorded', text: 'a' },
          { kind: 'found', text: 'b & <c>\u001b[1m]]>' },
        ],
      },
    },
    {
      type: 'exercise',
      id: 'ex',
      title: 'Ex',
      line: 20,
      verdict: 'error',
      reason: 'lo-up: ip is missing',
      points: { earned: 0, possible: 10 },
      checks: [
        {
          id: 'lo-up',
          kind: 'link',
          title: 'lo is up',
          verdict: 'error',
          diagnosis: 'ip is missing',
          evidence: [],
          ms: 1,
        },
      ],
    },
  ],
};

test('a failed step shows its reason and the diff', () => {
  const [, , other] = report.moments;
  expect(other && momentLines(other, PLAIN)).toEqual([
    '  ✘ other worker 12 ms',
    '      the output differs from the recording',
    '      - a',
    '      + b & <c>\u001b[1m]]>',
  ]);
});

test('the summary counts what is not as recorded', () => {
  expect(replaySummary(report, PLAIN)).toBe('! 01-x 2 not as recorded 2.4 s');
});

test('JUnit keeps pass, skip, failure and error apart, and is well-formed whatever was printed', () => {
  const xml = junitReport([report]);
  expect(xml).toContain('tests="4"');
  expect(xml).toContain('failures="1"');
  expect(xml).toContain('errors="1"');
  expect(xml).toContain('skipped="1"');
  expect(xml).toContain('+ b & <c>·[1m]] >]]></failure>');
  expect(xml).toContain('file="chapters/01-x/chapter.md:9"');
});

test('an error counts as failed, and skips are said when there are any', () => {
  expect(tallyLine(tally(['pass', 'error', 'fail']))).toBe('1 passed, 2 failed');
  expect(tallyLine(tally(['pass', 'skip']))).toBe('1 passed, 0 failed, 1 skipped');
  expect([duration(940), duration(2440)]).toEqual(['940 ms', '2.4 s']);
});
