/** `wirebook prove`: whether a chapter's checks tell right from wrong: solutions, wrong attempts, mutants, reverts. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { KINDS } from '../../../checks/kinds/index.ts';
import type { Chapter } from '../../chapter/model.ts';
import { eachWith } from '../../each-with.ts';
import { EXIT, UsageError } from '../../errors.ts';
import { inTurns } from '../../in-turns.ts';
import { openProver, type Prover } from '../../prove/prove.ts';
import { mutationScore, type ProofReport } from '../../prove/report.ts';
import { currentRotation } from '../../prove/rotation.ts';
import { proofHtml } from '../../report/proof-html.ts';
import { proofJunit } from '../../report/proof-junit.ts';
import { exemptLines, proofLines, summaryLine } from '../../report/proof-text.ts';
import { PLAIN } from '../../report/text.ts';
import type { Driver } from '../../sandbox/driver.ts';
import { worst } from '../../session/grade/report.ts';
import { chosenChapters } from '../chosen-chapters.ts';
import { chosenDriver, fittingJobs } from '../chosen-driver.ts';
import type { Context } from '../context.ts';
import { chaptersFolder } from '../options.ts';
import { progressLine } from '../progress.ts';
import type { SandboxOptions } from '../sandbox-options.ts';
import { version } from '../version.ts';

export interface Options extends SandboxOptions {
  readonly all?: boolean;
  readonly jobs: number;
  readonly reporter: 'text' | 'json' | 'junit' | 'html';
  readonly json?: boolean;
  readonly out?: string;
  readonly brief?: boolean;
  readonly rotation?: string;
  readonly mutants?: number;
  readonly item?: readonly string[];
  readonly exact?: boolean;
  readonly seed?: string;
}

export async function prove(
  context: Context,
  names: readonly string[],
  given: Options,
  command: Command,
): Promise<void> {
  const driver = chosenDriver(given, context);
  const jobs = fittingJobs(given.jobs, driver, command);
  const options: Options = { ...given, jobs, ...(given.json ? { reporter: 'json' as const } : {}) };
  const chapters = await chosenChapters(chaptersFolder(command), names, options.all === true);
  mustBeThere(options.item ?? [], chapters);
  const started = performance.now();
  const reports = await proveAll(chapters, driver, options, context);
  await publish(reports, options, context, Math.round(performance.now() - started));
  const verdict = worst(reports.map((report) => report.verdict));
  process.exitCode = verdict === 'error' ? EXIT.sandbox : verdict === 'fail' ? EXIT.failed : EXIT.ok;
}

function mustBeThere(wanted: readonly string[], chapters: readonly Chapter[]): void {
  const known = chapters
    .flatMap(({ exercises, questions }) => [...exercises, ...questions])
    .map(({ id }) => id);
  const unknown = wanted.filter((id) => !known.includes(id));
  if (unknown.length === 0) return;
  throw new UsageError(
    `no exercise or question "${unknown.join('", "')}" there`,
    `There are: ${known.join(', ')}`,
  );
}

async function proveAll(
  chapters: readonly Chapter[],
  driver: Driver,
  options: Options,
  context: Context,
): Promise<ProofReport[]> {
  const { cleanup, paint, print } = context;
  const live = options.out !== undefined || options.reporter === 'text';
  const progress = progressLine(context);
  const interrupted = new AbortController();
  const rotation = options.rotation ?? currentRotation(context.chaptersFolder, version);
  const provers = await Promise.all(
    chapters.map((chapter) =>
      openProver(chapter, {
        driver,
        kinds: KINDS,
        ...(options.brief ? { brief: { rotation } } : {}),
        ...(options.mutants === undefined ? {} : { mutants: options.mutants }),
        ...(options.item === undefined ? {} : { only: options.item }),
        exact: options.exact === true,
        ...(options.seed === undefined ? {} : { seed: options.seed }),
        signal: interrupted.signal,
        onLab: (lab) =>
          cleanup.add(() => {
            // Nothing new is begun while what is open is closed.
            interrupted.abort();
            return lab.close();
          }),
      }),
    ),
  );
  const lists = provers.map((prover) => prover.tasks.map((task) => ({ prover, task })));
  // Machines are brought back to their beginning between chapters, so they get one chapter after another.
  const tasks = driver.capacity === undefined ? inTurns(lists) : lists.flat();
  const left = new Map<Prover, number>(provers.map((prover) => [prover, prover.tasks.length]));
  let done = 0;
  const show = (what: string) => progress.show(`${done}/${tasks.length} ${what}`);
  await eachWith(options.jobs, tasks, async ({ prover, task }) => {
    const { id } = prover.plan.chapter;
    show(`${id} ${task.name}`);
    const rows = await task.run();
    done += 1;
    show(`${id} ${task.name}`);
    for (const { ok, item, name, found } of rows) {
      if (ok || !live) continue;
      progress.clear();
      print(`${paint.red('✘')} ${id} ${item}: ${name}: ${found}`);
    }
    const more = (left.get(prover) ?? 0) - 1;
    left.set(prover, more);
    if (more > 0 || !live) return;
    progress.clear();
    for (const line of ['', ...proofLines(prover.report(), paint), '']) print(line);
  }).catch((error: unknown) => {
    // Interrupted: whoever caught the signal ends this process once all is closed, with the signal's status.
    if (interrupted.signal.aborted) return new Promise<never>(() => {});
    throw error;
  });
  progress.clear();
  return provers.map((prover) => prover.report());
}

const render: Record<Options['reporter'], (reports: readonly ProofReport[]) => string> = {
  text: (reports) =>
    `${[...reports.flatMap((report) => [...proofLines(report, PLAIN), '']), ...exemptLines(reports, PLAIN)].join('\n')}\n`,
  json: (reports) => `${JSON.stringify({ score: mutationScore(reports), chapters: reports }, null, 2)}\n`,
  junit: proofJunit,
  html: proofHtml,
};

async function publish(
  reports: readonly ProofReport[],
  options: Options,
  { print, paint }: Context,
  ms: number,
): Promise<void> {
  const all = summaryLine(
    reports.map((report) => ({ ...report, ms })),
    paint,
  );
  if (options.reporter === 'text' && options.out === undefined) {
    for (const line of exemptLines(reports, paint)) print(line);
    return print(all);
  }
  const text = render[options.reporter](reports);
  if (options.out === undefined) return print(text.trimEnd());
  await writeFile(options.out, text);
  print(`${all}  (${options.out})`);
}
