/** The matrix of proofs as lines for people: a table for each chapter, and in full what is not as it must be. Pure. */
import {
  ATTEMPT_KINDS,
  type AttemptKind,
  type AttemptReport,
  mutationScore,
  type ProofReport,
  type ProvedItem,
  percent,
} from '../prove/report.ts';
import { count, duration } from '../words.ts';
import { diffLines, mark, type Paint } from './text.ts';

const HEADS: Readonly<Record<AttemptKind, string>> = {
  untouched: 'untouched',
  solution: 'solutions',
  wrong: 'wrong',
  mutant: 'mutants',
  revert: 'reverts',
};

/** The chapter's table, its score, and then all that needs to be said. */
export function proofLines(report: ProofReport, paint: Paint): string[] {
  const width = Math.max(...report.items.map(({ id }) => id.length), report.chapter.length - 2);
  const head = ATTEMPT_KINDS.map((kind) => HEADS[kind].padStart(9)).join('  ');
  return [
    `${paint.bold(report.chapter.padEnd(width + 4))}  ${paint.dim(`${head}  optional`)}`,
    ...report.items.map((item) => itemLine(item, width, paint)),
    summaryLine([report], paint),
    ...report.items.flatMap((item) => secondTryLines(item, paint)),
    ...report.items.flatMap((item) => troubleLines(item, paint)),
  ];
}

function itemLine(item: ProvedItem, width: number, paint: Paint): string {
  const ok = item.attempts.every((attempt) => attempt.ok);
  const cells = ATTEMPT_KINDS.map((kind) => {
    const of = item.attempts.filter((attempt) => attempt.kind === kind);
    const good = of.filter((attempt) => attempt.ok).length;
    const text = (of.length === 0 ? '-' : `${good}/${of.length}`).padStart(9);
    return good < of.length ? paint.red(text) : text;
  });
  const optional = `${item.exempt.length}`.padStart(8);
  return `  ${mark(ok ? 'pass' : 'fail', paint)} ${item.id.padEnd(width)}  ${cells.join('  ')}  ${paint.dim(optional)}`;
}

/** `! 182 attempts, 2 not as they must be; mutation score 98.1 % (103 of 105); 24.0 s` */
export function summaryLine(reports: readonly ProofReport[], paint: Paint): string {
  const attempts = reports.flatMap(({ items }) => items.flatMap((item) => item.attempts));
  const bad = attempts.filter(({ ok }) => !ok).length;
  const score = mutationScore(reports);
  const said = bad === 0 ? 'all as they must be' : `${bad} not as ${bad === 1 ? 'it' : 'they'} must be`;
  const mutants =
    score.mutants === 0
      ? 'no mutants'
      : `mutation score ${percent(score)} (${score.killed} of ${score.mutants})`;
  const ms = Math.max(0, ...reports.map((report) => report.ms));
  return `${mark(bad === 0 ? 'pass' : 'fail', paint)} ${count(attempts.length, 'attempt')}, ${said}; ${paint.bold(mutants)} ${paint.dim(duration(ms))}`;
}

/** Every attempt that is not as it must be: a surviving mutant with its difference from the solution. */
export function troubleLines(item: ProvedItem, paint: Paint): string[] {
  return item.attempts
    .filter(({ ok }) => !ok)
    .flatMap((attempt) => ['', ...attemptLines(item.id, attempt, paint)]);
}

/** What was as it must be only at the second try: a sign of a check or a step that is unsteady. */
function secondTryLines(item: ProvedItem, paint: Paint): string[] {
  return item.attempts.flatMap(({ ok, name, first }) =>
    ok && first !== undefined
      ? [paint.dim(`  ${item.id}: ${name} at the second try; at the first, ${first}`)]
      : [],
  );
}

function attemptLines(item: string, attempt: AttemptReport, paint: Paint): string[] {
  const { kind, name, found, diff, script, cells } = attempt;
  const head = `  ${mark('fail', paint)} ${paint.bold(`${item}: ${kind === 'mutant' ? 'surviving mutant ' : ''}${name}`)}`;
  const said = cells.map(({ check, verdict, diagnosis }) => `${mark(verdict, paint)} ${check}: ${diagnosis}`);
  const shown = diff
    ? diffLines(diff, paint, 6)
    : (script ?? '')
        .trimEnd()
        .split('\n')
        .map((line) => `      ${paint.dim(line)}`);
  return [head, `      ${found}`, ...(diff || script ? shown : said.map((line) => `      ${line}`))];
}

/** What is exempt, and why. */
export function exemptLines(reports: readonly ProofReport[], paint: Paint): string[] {
  const exempt = reports.flatMap(({ items }) => items.flatMap((item) => item.exempt));
  if (exempt.length === 0) return [];
  return [
    `${count(exempt.length, 'command')} exempt as optional:`,
    ...exempt.map(
      ({ file, line, command, why }) => `  ${paint.dim(`${file}:${line}`)} ${command}\n      ${why}`,
    ),
  ];
}
