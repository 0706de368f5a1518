/** Reports as lines for people. Pure: colours come in as an argument, so that a pipe gets plain lines. */
import type { CheckResult, Verdict } from '../../checks/verdict.ts';
import type { GradedItem, ReplayedMoment, ReplayReport } from '../session/grade/report.ts';
import type { DiffLine } from '../terminal/step-run.ts';
import { duration, MARKS, tally, tallyLine } from '../words.ts';

export interface Paint {
  readonly green: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const same = (text: string) => text;
/** No colours: for files and pipes. */
export const PLAIN: Paint = { green: same, red: same, yellow: same, dim: same, bold: same };

const painter: Record<Verdict, keyof Paint> = { pass: 'green', fail: 'red', error: 'yellow', skip: 'dim' };

export function mark(verdict: Verdict, paint: Paint): string {
  return paint[painter[verdict]](MARKS[verdict]);
}

/** One line for a step or exercise that went well; with the reason, diff and evidence when it did not. */
export function momentLines(moment: ReplayedMoment, paint: Paint): string[] {
  const where = moment.type === 'step' ? paint.dim(moment.host) : paint.dim(moment.type);
  const time = moment.type === 'step' && moment.run ? paint.dim(duration(moment.run.ms)) : '';
  const head = `  ${mark(moment.verdict, paint)} ${moment.id} ${where} ${time}`.trimEnd();
  if (moment.verdict === 'pass') return [head];
  const lines = [head, `      ${moment.reason ?? ''}`];
  if (moment.type !== 'step')
    return [...lines, ...moment.checks.flatMap((check) => checkLines(check, paint, 6))];
  if (moment.comparison) return [...lines, ...diffLines(moment.comparison.diff, paint, 6)];
  const output = moment.run?.output.trimEnd();
  return output ? [...lines, ...output.split('\n').map((line) => `      ${paint.dim('|')} ${line}`)] : lines;
}

/** A check with its diagnosis, and for what is not a pass the evidence with the command that shows it. */
export function checkLines(check: CheckResult, paint: Paint, indent: number): string[] {
  const pad = ' '.repeat(indent);
  const lines = [`${pad}${mark(check.verdict, paint)} ${check.title}`];
  if (check.verdict === 'pass') return lines;
  lines.push(`${pad}    ${check.diagnosis}`);
  for (const { host, netns, command, expected, found } of check.evidence) {
    const place = [host, netns].filter(Boolean).join(', netns ');
    if (command) lines.push(`${pad}    ${paint.dim(`${place ? `${place}: ` : ''}${command}`)}`);
    if (expected !== undefined) lines.push(`${pad}      ${paint.dim(`expected: ${expected}`)}`);
    for (const line of found.split('\n')) lines.push(`${pad}      ${paint.dim(line)}`);
  }
  return lines;
}

export function diffLines(diff: readonly DiffLine[], paint: Paint, indent: number): string[] {
  const pad = ' '.repeat(indent);
  return diff.map(({ kind, text }) => {
    if (kind === 'recorded') return `${pad}${paint.red(`- ${text}`)}`;
    if (kind === 'found') return `${pad}${paint.green(`+ ${text}`)}`;
    return `${pad}  ${text}`;
  });
}

export function gradedLines(item: GradedItem, paint: Paint): string[] {
  const { earned, possible } = item.points;
  const score = `${earned}/${possible}`;
  const head = `${paint.bold(item.title)}  ${earned === possible ? paint.green(score) : paint.red(score)} points`;
  return [head, ...item.checks.flatMap((check) => checkLines(check, paint, 2))];
}

export function replaySummary(report: ReplayReport, paint: Paint): string {
  const bad = report.moments.filter(({ verdict }) => verdict === 'fail' || verdict === 'error').length;
  const said = bad === 0 ? 'as recorded' : `${bad} not as recorded`;
  return `${mark(report.verdict, paint)} ${paint.bold(report.chapter)} ${said} ${paint.dim(duration(report.ms))}`;
}

/** Whole replays as plain text, for a file. */
export function replayText(reports: readonly ReplayReport[]): string {
  const lines = reports.flatMap((report) => [
    report.chapter,
    ...report.moments.flatMap((moment) => momentLines(moment, PLAIN)),
    replaySummary(report, PLAIN),
  ]);
  const verdicts = reports.flatMap(({ moments }) => moments.map(({ verdict }) => verdict));
  return `${[...lines, tallyLine(tally(verdicts))].join('\n')}\n`;
}
