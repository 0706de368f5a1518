/** Proofs as JUnit XML: a test suite per chapter, a test case per attempt. Pure. */
import type { AttemptReport, ProofReport } from '../prove/report.ts';
import { junitBuilder, xmlSafe } from './junit.ts';
import { diffLines, PLAIN } from './text.ts';

export function proofJunit(reports: readonly ProofReport[]): string {
  const builder = junitBuilder();
  for (const { chapter, file, items, ms } of reports) {
    const suite = builder
      .testSuite()
      .name(chapter)
      .time(ms / 1000);
    for (const { id, line, attempts } of items) {
      for (const attempt of attempts) {
        const testCase = suite
          .testCase()
          .className(`${chapter}.${id}`)
          .name(xmlSafe(`${attempt.kind} ${attempt.name}`))
          .file(`${file}:${line}`)
          .time(attempt.ms / 1000);
        if (attempt.ok) continue;
        const blind = attempt.cells.some(({ verdict }) => verdict === 'error');
        if (blind) testCase.error(xmlSafe(attempt.found), 'error', details(attempt));
        else testCase.failure(xmlSafe(attempt.found)).stacktrace(details(attempt));
      }
    }
  }
  return builder.build();
}

function details({ diff, script, cells }: AttemptReport): string {
  if (diff) return xmlSafe(diffLines(diff, PLAIN, 0).join('\n'));
  const said = cells.map(({ check, verdict, diagnosis }) => `${verdict} ${check}: ${diagnosis}`);
  return xmlSafe([...said, script ?? ''].join('\n'));
}
