/** Runs one attempt in a lab that was brought to the item's start, and judges it as its kind must be judged. */
import { depthFor, judge } from '../../checks/judge.ts';
import type { Cost } from '../../checks/kind.ts';
import type { CheckResult } from '../../checks/verdict.ts';
import type { Check } from '../chapter/model.ts';
import type { HostName } from '../sandbox/driver.ts';
import type { Lab } from '../session/lab.ts';
import { runProof } from '../session/run-proof.ts';
import {
  mutantTrouble,
  revertTrouble,
  solutionTrouble,
  untouchedTrouble,
  wrongTrouble,
} from './expectations.ts';
import type { Attempt, Subject } from './plan.ts';
import type { AttemptReport } from './report.ts';
import { revertsOf } from './reverts.ts';
import { scriptDiff, scriptText } from './script-text.ts';

/** A mutant may wait for what never comes; what it did until then is judged. Milliseconds for each section. */
const MUTANT_TIMEOUT_MS = 10_000;

/** How often a check is undone before its tick is said to stay. */
const UNDOINGS = 3;

/** One row, and for a solution with `undo` one more for each revert. */
export async function runAttempt(lab: Lab, subject: Subject, attempt: Attempt): Promise<AttemptReport[]> {
  const started = performance.now();
  const { kind, name } = attempt;
  const row = (found: string | undefined, checks: readonly CheckResult[]) => ({
    kind,
    name,
    ok: found === undefined,
    found: found ?? '',
    cells: cells(checks),
    ms: Math.round(performance.now() - started),
  });
  switch (attempt.kind) {
    case 'untouched': {
      const checks = await lab.judge(subject.checks);
      return [row(untouchedTrouble(checks), checks)];
    }
    case 'solution': {
      const run = await runProof(lab.sandbox, attempt.proof);
      const options = answer(subject, run.stdout);
      const first = await lab.judge(subject.checks, options);
      const trouble = run.complaints[0] ?? solutionTrouble(first);
      if (trouble !== undefined) return [row(trouble, first)];
      const second = await lab.judge(subject.checks, options);
      const again = solutionTrouble(second);
      const report = row(again && `the second time, ${again}`, second);
      return report.ok && attempt.undo ? [report, ...(await undoAll(lab, subject))] : [report];
    }
    case 'wrong': {
      // A wrong attempt may well stumble: that is how one gets stuck.
      const run = await runProof(lab.sandbox, attempt.proof);
      const checks = await lab.judge(subject.checks, answer(subject, run.stdout));
      const { expect } = attempt.proof;
      return [row(expect ? wrongTrouble(checks, expect) : 'it declares nothing', checks)];
    }
    case 'mutant': {
      const { sections } = attempt.mutant;
      const run = await runProof(lab.sandbox, { name, sections }, MUTANT_TIMEOUT_MS);
      const checks = await judgeUntilOneFails(lab, subject.checks, answer(subject, run.stdout));
      return [
        {
          ...row(mutantTrouble(checks), checks),
          script: scriptText(sections),
          diff: scriptDiff(attempt.proof.sections, sections),
        },
      ];
    }
  }
}

function answer(subject: Subject, stdout: string): { answer?: string } {
  return subject.type === 'question' ? { answer: stdout.trim() } : {};
}

function cells(checks: readonly CheckResult[]): AttemptReport['cells'] {
  return checks.map(({ id, verdict, diagnosis }) => ({ check: id, verdict, diagnosis }));
}

/** Cheap checks first: all that look at the state, then traffic, then load, one by one; the first that fails is enough. */
async function judgeUntilOneFails(
  lab: Lab,
  checks: readonly Check[],
  options: { answer?: string },
): Promise<CheckResult[]> {
  const due = lab.resolve(checks);
  const of = (cost: Cost) => due.filter(({ kind }) => kind.cost === cost);
  const rounds = [of('state'), ...of('probe').map((check) => [check]), ...of('load').map((check) => [check])];
  const results: CheckResult[] = [];
  let seen = await lab.observe(depthFor(due));
  for (const round of rounds) {
    seen = await lab.probe(seen, round);
    results.push(...judge(round, seen, options.answer));
    if (results.some(({ verdict }) => verdict === 'fail')) break;
  }
  return results;
}

/** After a pass: makes each check false again, one after another, and its tick must go away. */
async function undoAll(lab: Lab, subject: Subject): Promise<AttemptReport[]> {
  const reports: AttemptReport[] = [];
  for (const { check, host, script } of revertsOf(subject.checks, (one) => lab.resolve([one]))) {
    const started = performance.now();
    const [before] = await lab.judge([check]);
    // Gone with an earlier revert: its tick has gone away, too.
    const already = before?.verdict === 'fail';
    let after = [before];
    // More than once only where the kernel has meanwhile learned anew what was taken away.
    for (let left = already ? 0 : UNDOINGS; left > 0; left -= 1) {
      await lab.sandbox.exec(host as HostName, ['bash', '-s'], { stdin: script });
      after = await lab.judge([check]);
      if (after[0]?.verdict !== 'pass') break;
    }
    const found = revertTrouble(after[0]);
    reports.push({
      kind: 'revert',
      name: `undo ${check.id}`,
      ok: found === undefined,
      found: found ?? '',
      cells: cells(after.filter((one) => one !== undefined)),
      script: `# host: ${host}\n${script}`,
      ms: Math.round(performance.now() - started),
    });
  }
  return reports;
}
