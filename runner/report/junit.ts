/** Replays as JUnit XML: a test suite per chapter, a test case per step, exercise and question. Pure. */
import library, { type Builder } from 'junit-report-builder';
import type { ReplayedMoment, ReplayReport } from '../session/grade/report.ts';
import { checkLines, diffLines, PLAIN } from './text.ts';

/** The library's types describe an ES module; Node loads it as CommonJS, whose default import is the builder itself. */
const junit = library as unknown as Builder;

export function junitBuilder(): Builder {
  return junit.newBuilder();
}

export function junitReport(reports: readonly ReplayReport[]): string {
  const builder = junitBuilder();
  for (const report of reports) {
    const suite = builder
      .testSuite()
      .name(report.chapter)
      .time(report.ms / 1000);
    for (const moment of report.moments) {
      const testCase = suite
        .testCase()
        .className(report.chapter)
        .name(`${moment.type} ${moment.id}`)
        .file(`${report.file}:${moment.line}`);
      if (moment.type === 'step' && moment.run) testCase.time(moment.run.ms / 1000);
      if (moment.verdict === 'skip') testCase.skipped();
      if (moment.verdict === 'fail') testCase.failure(moment.reason ?? 'failed').stacktrace(details(moment));
      if (moment.verdict === 'error')
        testCase.error(moment.reason ?? 'could not look', 'error', details(moment));
    }
  }
  return builder.build();
}

/** What XML 1.0 cannot carry (control characters other than tab and newline) is shown as a dot. */
export function xmlSafe(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, '·').replaceAll(']]>', ']] >');
}

function details(moment: ReplayedMoment): string {
  return xmlSafe(plainDetails(moment));
}

function plainDetails(moment: ReplayedMoment): string {
  if (moment.type !== 'step') return moment.checks.flatMap((check) => checkLines(check, PLAIN, 0)).join('\n');
  if (moment.comparison) return diffLines(moment.comparison.diff, PLAIN, 0).join('\n');
  return moment.run?.output ?? '';
}
