/** The matrix of proofs as one page that needs no other file: attempts are rows, checks are columns. Pure. */
import type { Verdict } from '../../checks/verdict.ts';
import {
  ATTEMPT_KINDS,
  type AttemptReport,
  mutationScore,
  type ProofReport,
  type ProvedItem,
  percent,
} from '../prove/report.ts';
import { count, duration, MARKS } from '../words.ts';
import { diffLines, PLAIN } from './text.ts';

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #cf222e; --blind: #9a6700 }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #ff7b72; --blind: #d29922 } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0; width: 100% }
caption { text-align: left; font-weight: 600; padding: .5rem 0 }
th, td { border-bottom: 1px solid var(--line); padding: .2rem .5rem; text-align: center; vertical-align: top }
th:first-child, td:first-child { text-align: left }
thead th { font-weight: 500 }
tr.kind th { padding-top: .8rem; text-align: left; font-weight: 500; opacity: .7 }
code, pre { font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
pre { margin: .3rem 0 }
.pass { color: var(--good) } .fail { color: var(--bad) } .error { color: var(--blind) } .none { opacity: .35 }
.bad > td:first-child { border-left: 3px solid var(--bad) }
.found { color: var(--bad) }
`;

export function proofHtml(reports: readonly ProofReport[]): string {
  const score = mutationScore(reports);
  const attempts = reports.flatMap(({ items }) => items.flatMap((item) => item.attempts));
  const bad = attempts.filter(({ ok }) => !ok).length;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Proofs: mutation score ${percent(score)}</title>
<style>${STYLE}</style>
<h1>Proofs</h1>
<p>${count(attempts.length, 'attempt')}, ${bad === 0 ? 'all as they must be' : `<strong class="fail">${bad} not as they must be</strong>`}.
Mutation score <strong>${percent(score)}</strong> (${score.killed} of ${score.mutants}).</p>
<p>A cell says how a check judged an attempt: ${legend()}. A mutant is left alone at the first check that fails; one of them is enough.</p>
${reports.map(chapter).join('\n')}
</html>
`;
}

function legend(): string {
  return (
    [
      ['pass', 'passes'],
      ['fail', 'fails'],
      ['error', 'could not look'],
    ] as const
  )
    .map(([verdict, words]) => `<span class="${verdict}">${MARKS[verdict]}</span> ${words}`)
    .join(', ');
}

function chapter(report: ProofReport): string {
  const score = mutationScore([report]);
  return `<h2 id="${escaped(report.chapter)}">${escaped(report.chapter)}</h2>
<p>Mutation score ${percent(score)} (${score.killed} of ${score.mutants}), ${duration(report.ms)}.</p>
${report.items.map(itemTable).join('\n')}`;
}

function itemTable(item: ProvedItem): string {
  const heads = item.checks.map((check) => `<th scope="col">${escaped(check)}</th>`).join('');
  const rows = ATTEMPT_KINDS.flatMap((kind) => {
    const of = item.attempts.filter((attempt) => attempt.kind === kind);
    if (of.length === 0) return [];
    const good = of.filter(({ ok }) => ok).length;
    return [
      `<tr class="kind"><th colspan="${item.checks.length + 1}">${kind} (${good} of ${of.length})</th></tr>`,
      ...of.map((attempt) => row(item, attempt)),
    ];
  });
  return `<table>
<caption>${escaped(item.title)} <code>${escaped(item.id)}</code></caption>
<thead><tr><th></th>${heads}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<p>Start: ${escaped(item.start)}.</p>
${exemptList(item)}`;
}

function row({ checks }: ProvedItem, attempt: AttemptReport): string {
  const marks = checks.map((check) => {
    const cell = attempt.cells.find((one) => one.check === check);
    if (!cell) return '<td class="none" title="not judged">·</td>';
    return `<td class="${cell.verdict}" title="${escaped(cell.diagnosis)}">${symbol(cell.verdict)}</td>`;
  });
  const commands = attempt.diff ? diffLines(attempt.diff, PLAIN, 0).join('\n') : attempt.script;
  const details = commands
    ? `<details><summary>commands</summary><pre>${escaped(commands)}</pre></details>`
    : '';
  const found = attempt.ok ? '' : `<div class="found">${escaped(attempt.found)}</div>`;
  return `<tr${attempt.ok ? '' : ' class="bad"'}><td><code>${escaped(attempt.name)}</code>${found}${details}</td>${marks.join('')}</tr>`;
}

function symbol(verdict: Verdict): string {
  return `${MARKS[verdict]}<span hidden> ${verdict}</span>`;
}

function exemptList({ exempt }: ProvedItem): string {
  if (exempt.length === 0) return '';
  const entries = exempt.map(
    ({ file, line, command, why }) =>
      `<li><code>${escaped(command)}</code>: ${escaped(why)} <small>${escaped(file)}:${line}</small></li>`,
  );
  return `<p>Exempt as optional:</p>\n<ul>\n${entries.join('\n')}\n</ul>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
