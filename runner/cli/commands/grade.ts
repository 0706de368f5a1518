/** `wirebook grade`: judges a sandbox that is running: one kept by `replay --keep`, or the page's own. */
import type { Command } from 'commander';
import { KINDS } from '../../../checks/kinds/index.ts';
import { gradedLines } from '../../report/text.ts';
import { chooseSandbox } from '../../session/grade/choose-sandbox.ts';
import { grade as gradeLab } from '../../session/grade/grade.ts';
import { LOCAL } from '../../session/learner.ts';
import { openLab } from '../../session/open.ts';
import { chosenChapter } from '../chosen-chapters.ts';
import { chosenDriver } from '../chosen-driver.ts';
import type { Context } from '../context.ts';
import { gradedStatus } from '../graded-status.ts';
import { chaptersFolder } from '../options.ts';
import { progressLine } from '../progress.ts';
import type { SandboxOptions } from '../sandbox-options.ts';

export interface Options extends SandboxOptions {
  readonly id?: string;
  readonly answer?: Record<string, string>;
  readonly json?: boolean;
}

export async function grade(
  context: Context,
  name: string,
  only: string | undefined,
  options: Options,
  command: Command,
): Promise<void> {
  const chapter = await chosenChapter(chaptersFolder(command), name);
  const driver = chosenDriver(options, context);
  const record = chooseSandbox(await driver.kept(), LOCAL, chapter.id, options.id);
  const lab = await openLab(chapter, {
    driver,
    seed: record.labels.seed ?? '',
    kinds: KINDS,
    sandbox: await driver.attach(record.id),
  });
  context.cleanup.add(() => lab.close());
  const progress = progressLine(context);
  progress.show(`judging ${record.id}`);
  const report = await gradeLab(lab, {
    ...(only === undefined ? {} : { only }),
    ...(options.answer === undefined ? {} : { answers: options.answer }),
    onItem: (item) => {
      if (options.json) return;
      progress.clear();
      for (const line of gradedLines(item, context.paint)) context.print(line);
    },
  });
  progress.clear();
  const { earned, possible } = report.points;
  if (options.json) context.print(JSON.stringify(report, null, 2));
  else context.print(context.paint.bold(`${earned} of ${possible} points`));
  process.exitCode = gradedStatus(report.items);
}
