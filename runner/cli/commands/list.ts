/** `wirebook list`: the chapters, with what they ask for. */
import type { Command } from 'commander';
import { loadChapters } from '../../chapter/load.ts';
import { count } from '../../report/words.ts';
import type { Context } from '../context.ts';
import { chaptersFolder } from '../options.ts';

export function list(program: Command, { print, paint }: Context): void {
  program
    .command('list')
    .description('List the chapters.')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const chapters = await loadChapters(chaptersFolder(command));
      const rows = chapters.map((chapter) => ({
        id: chapter.id,
        title: chapter.title,
        summary: chapter.summary,
        hosts: chapter.hosts,
        minutes: chapter.minutes,
        steps: chapter.steps.length,
        exercises: chapter.exercises.map(({ id }) => id),
        questions: chapter.questions.map(({ id }) => id),
        points: [...chapter.exercises, ...chapter.questions].reduce((sum, { points }) => sum + points, 0),
      }));
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
    });
}
