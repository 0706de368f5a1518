/** `wirebook replay`: runs chapters as a diligent learner would, and holds what comes out against the recordings. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { KINDS } from '../../../checks/kinds/index.ts';
import { figureFile } from '../../chapter/figure.ts';
import type { Chapter } from '../../chapter/model.ts';
import { eachWith } from '../../each-with.ts';
import { EXIT, UsageError } from '../../errors.ts';
import { flakeLines } from '../../report/flakes.ts';
import { junitReport } from '../../report/junit.ts';
import { momentLines, type Paint, PLAIN, replaySummary, replayText } from '../../report/text.ts';
import type { Driver } from '../../sandbox/driver.ts';
import { replayAgain } from '../../session/artifacts/again.ts';
import { startRecorder } from '../../session/artifacts/recorder.ts';
import { flakeReport } from '../../session/grade/flakes.ts';
import { newRecordings } from '../../session/grade/recordings.ts';
import { replay as replayLab } from '../../session/grade/replay.ts';
import { type ReplayReport, worst } from '../../session/grade/report.ts';
import { openLab } from '../../session/open.ts';
import { updateChapterSource } from '../../session/steps/record.ts';
import { count, tally, tallyLine } from '../../words.ts';
import { chosenChapters } from '../chosen-chapters.ts';
import { chosenDriver, fittingJobs } from '../chosen-driver.ts';
import type { Context } from '../context.ts';
import { chaptersFolder } from '../options.ts';
import { progressLine } from '../progress.ts';
import type { SandboxOptions } from '../sandbox-options.ts';

export interface Options extends SandboxOptions {
  readonly all?: boolean;
  readonly jobs: number;
  readonly reporter: 'text' | 'json' | 'junit';
  readonly json?: boolean;
  readonly out?: string;
  readonly update?: boolean;
  readonly keep?: boolean;
  readonly seed: string;
  readonly artifacts?: string;
  readonly repeat: number;
  readonly retry: number;
}

export async function replay(
  context: Context,
  names: readonly string[],
  given: Options,
  command: Command,
): Promise<void> {
  const driver = chosenDriver(given, context);
  const jobs = fittingJobs(given.jobs, driver, command);
  const options: Options = { ...given, jobs, ...(given.json ? { reporter: 'json' as const } : {}) };
  if (options.repeat > 1 && (options.update || options.keep)) {
    throw new UsageError('--repeat goes with neither --update nor --keep: which of the runs?');
  }
  if (options.retry > 0 && (options.repeat > 1 || options.update || options.keep)) {
    throw new UsageError('--retry goes with none of --repeat, --update, --keep.');
  }
  const chapters = await chosenChapters(chaptersFolder(command), names, options.all === true);
  const runs = Array.from({ length: options.repeat }, () => chapters).flat();
  const reports = await eachWith(options.jobs, runs, (chapter) =>
    withRetries(options.retry, () =>
      replayOne(chapter, driver, options, context, runs.length > 1 && options.jobs > 1),
    ),
  );
  await publish(reports, options, context);
  const verdict = worst(reports.map((report) => report.verdict));
  process.exitCode = verdict === 'error' ? EXIT.sandbox : verdict === 'fail' ? EXIT.failed : EXIT.ok;
}

/** Every replay is told of, also one that is not the last; the report has the last. */
async function withRetries(retries: number, replayed: () => Promise<ReplayReport>): Promise<ReplayReport> {
  for (let left = retries; ; left -= 1) {
    const report = await replayed();
    if (left === 0 || report.verdict === 'pass') return report;
    process.stderr.write(`${report.chapter}: differed, replayed once more\n`);
  }
}

async function replayOne(
  chapter: Chapter,
  driver: Driver,
  options: Options,
  context: Context,
  together: boolean,
): Promise<ReplayReport> {
  const { paint, print, cleanup } = context;
  // With --out the report goes elsewhere: here is said what comes of each chapter, and what differs.
  const aside = options.out !== undefined;
  const live = aside || options.reporter === 'text';
  const progress = progressLine({ ...context, interactive: context.interactive && live && !together });
  // Chapters that run side by side are printed one after another, whole.
  const held: string[] = [];
  const say = (line: string) => (together ? held.push(line) : print(line));
  const brief = aside || options.repeat > 1;
  if (live && !brief) say(paint.bold(chapter.id));
  progress.show('building the sandbox');
  const lab = await openLab(chapter, {
    driver,
    seed: options.seed,
    kinds: KINDS,
    onProgress: (what) => progress.show(what),
  });
  const forget = cleanup.add(() => lab.close());
  const recorder = await startRecorder(lab, { env: process.env, into: options.artifacts });
  const report = await replayLab(lab, {
    watcher: recorder,
    onStart: (name) => progress.show(name),
    onMoment: (moment) => {
      progress.clear();
      // Of many runs only what differs is worth a line.
      const dull = brief && (moment.verdict === 'pass' || moment.verdict === 'skip');
      if (live && !dull) for (const line of momentLines(moment, paint)) say(line);
    },
  }).catch(async (error: unknown) => {
    const seen = await recorder.abort(error);
    if (seen) process.stderr.write(`what was seen until then: ${seen}\n`);
    throw error;
  });
  progress.clear();
  const artifacts = await recorder.finish(report);
  const recorded = options.update ? await record(chapter, report) : 0;
  const drawn = options.update ? await keepFigures(chapter, report) : 0;
  const kept = options.keep ? (await lab.keep()).id : undefined;
  await lab.close();
  forget();
  if (live) {
    say(replaySummary(report, paint));
    if (options.update) say(`  ${count(recorded, 'recording')} written, ${count(drawn, 'figure')} drawn`);
    if (kept)
      say(`  kept as ${paint.bold(kept)}: npx wirebook grade ${chapter.id}; npx wirebook down ${kept}`);
  }
  const note = (words: string) =>
    live ? say(`  ${words}`) : process.stderr.write(`${chapter.id}: ${words}\n`);
  if (artifacts) note(`recordings, observations and report: ${artifacts}`);
  // An emulated machine takes minutes to tell its state at every step; --artifacts asks for it all the same.
  if (artifacts && !lab.sandbox.emulated && options.artifacts === undefined && !options.update) {
    progress.show('once more, with the network before and after every step kept');
    note(await onceMore(chapter, driver, options, context, artifacts));
    progress.clear();
  }
  for (const line of held) print(line);
  return { ...report, ...(kept && { kept }), ...(artifacts && { artifacts }) };
}

/** The failed chapter with everything recorded. @returns what came of it */
async function onceMore(
  chapter: Chapter,
  driver: Driver,
  { seed }: Options,
  { cleanup }: Context,
  folder: string,
): Promise<string> {
  const lab = await openLab(chapter, { driver, seed, kinds: KINDS });
  const forget = cleanup.add(() => lab.close());
  try {
    const { verdict } = await replayAgain(lab, folder);
    return `once more, with every state before and after each step: ${verdict === 'pass' ? 'it passed' : 'it failed again'} (${folder}/again)`;
  } finally {
    await lab.close();
    forget();
  }
}

/** Puts what was found into the chapter; all else stays byte for byte. */
async function record(chapter: Chapter, report: ReplayReport): Promise<number> {
  const found = newRecordings(chapter, report);
  if (found.size === 0) return 0;
  // Written beside and renamed, so that an interrupted update never leaves half a chapter.
  const beside = `${report.file}.new`;
  await writeFile(beside, updateChapterSource(await readFile(report.file, 'utf8'), found));
  await rename(beside, report.file);
  return found.size;
}

/** Figures that are new, or other than they were. */
async function keepFigures(chapter: Chapter, { moments }: ReplayReport): Promise<number> {
  const figures = moments.flatMap((moment) => (moment.type === 'step' ? (moment.figures ?? []) : []));
  for (const { id, svg } of figures) {
    const file = figureFile(chapter, id);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, svg);
  }
  return figures.length;
}

const render: Record<Options['reporter'], (reports: readonly ReplayReport[]) => string> = {
  text: replayText,
  json: (reports) => `${JSON.stringify(reports, null, 2)}\n`,
  junit: junitReport,
};

async function publish(reports: readonly ReplayReport[], options: Options, context: Context): Promise<void> {
  const lines = lastLines(reports, options, context.paint);
  if (options.reporter === 'text' && options.out === undefined) return lines.forEach(context.print);
  const text = written(reports, options);
  if (options.out === undefined) return context.print(text.trimEnd());
  await writeFile(options.out, text);
  context.print(`${lines.at(-1)}  (${options.out})`);
}

function lastLines(reports: readonly ReplayReport[], { repeat }: Options, paint: Paint): string[] {
  if (repeat > 1) return flakeLines(flakeReport(reports, repeat), paint);
  return [tallyLine(tally(reports.flatMap(({ moments }) => moments.map(({ verdict }) => verdict))))];
}

/** Of many runs JSON has every step's and check's rate, and not each run whole. */
function written(reports: readonly ReplayReport[], options: Options): string {
  const { repeat, reporter } = options;
  if (repeat > 1 && reporter === 'json') return `${JSON.stringify(flakeReport(reports, repeat), null, 2)}\n`;
  const flakes =
    repeat > 1 && reporter === 'text' ? `${lastLines(reports, options, PLAIN).join('\n')}\n` : '';
  return render[reporter](reports) + flakes;
}
