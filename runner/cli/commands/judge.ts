/** `wirebook judge`: judges an observation that was stored, by the checks as they are now. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { KINDS } from '../../../checks/kinds/index.ts';
import { UnreadableOutput } from '../../../checks/network/state/unreadable.ts';
import { type Observation, readObservation } from '../../../checks/observation.ts';
import { UsageError } from '../../errors.ts';
import { gradedLines } from '../../report/text.ts';
import { judgeStored } from '../../session/grade/judge-stored.ts';
import { chosenChapter } from '../chosen-chapters.ts';
import type { Context } from '../context.ts';
import { gradedStatus } from '../graded-status.ts';
import { chaptersFolder } from '../options.ts';

export interface Options {
  readonly answer?: Record<string, string>;
  readonly json?: boolean;
}

export async function judge(
  context: Context,
  name: string,
  file: string,
  only: string | undefined,
  options: Options,
  command: Command,
): Promise<void> {
  const chapter = await chosenChapter(chaptersFolder(command), name);
  const report = await judgeStored(chapter, await stored(file), KINDS, {
    ...(only === undefined ? {} : { only }),
    ...(options.answer === undefined ? {} : { answers: options.answer }),
  });
  const { earned, possible } = report.points;
  if (options.json) context.print(JSON.stringify(report, null, 2));
  else {
    for (const item of report.items) for (const line of gradedLines(item, context.paint)) context.print(line);
    context.print(context.paint.bold(`${earned} of ${possible} points`));
  }
  process.exitCode = gradedStatus(report.items);
}

async function stored(file: string): Promise<Observation> {
  try {
    return readObservation(file, await readFile(file, 'utf8'));
  } catch (cause) {
    const why = cause instanceof UnreadableOutput ? cause.message : `${file}: ${(cause as Error).message}`;
    throw new UsageError(
      `It cannot be judged. ${why}`,
      'Observations are left by: npx wirebook replay <chapter> --artifacts <folder>. What an older version left in states/ is none.',
    );
  }
}
