/** `wirebook list`: the chapters, with what they ask for. */
import type { Command } from 'commander';
import { readSummaries } from '../../chapter/summaries.ts';
import { count } from '../../words.ts';
import type { Context } from '../context.ts';
import { chaptersFolder } from '../options.ts';

export interface Options {
  readonly json?: boolean;
}

export async function list({ print, paint }: Context, options: Options, command: Command): Promise<void> {
  const rows = await readSummaries(chaptersFolder(command));
  if (options.json) return print(JSON.stringify(rows, null, 2));
  for (const row of rows) {
    print(`${paint.bold(row.id)}  ${row.title}`);
    print(`    ${row.summary}`);
    const facts = [
      `${row.minutes} min`,
      row.hosts.join(' '),
      count(row.steps, 'step'),
      count(row.exercises.length, 'exercise'),
      count(row.questions.length, 'question'),
      count(row.points, 'point'),
    ];
    print(`    ${paint.dim(facts.join(' · '))}`);
  }
}
