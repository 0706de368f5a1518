import type { Command } from 'commander';
import type { Options } from '../commands/grade.ts';
import type { Context } from '../context.ts';
import { pairs } from '../options.ts';
import { sandboxOptions } from '../sandbox-options.ts';

export function grade(program: Command, context: Context): void {
  sandboxOptions(program.command('grade'))
    .argument('<chapter>', 'a chapter by number or name')
    .argument('[exercise]', 'one exercise or question; all when absent')
    .description("Judge a running sandbox of the chapter: the page's, or one kept by replay --keep.")
    .option('--id <sandbox>', 'which running sandbox, when there are several (see: wirebook down)')
    .option('--answer <question=text>', 'an answer to a question; may be repeated', pairs)
    .option('--json', 'as JSON')
    .action(async (name: string, only: string | undefined, options: Options, command: Command) =>
      (await import('../commands/grade.ts')).grade(context, name, only, options, command),
    );
}
