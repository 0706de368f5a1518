import type { Command } from 'commander';
import type { Options } from '../commands/judge.ts';
import type { Context } from '../context.ts';
import { pairs } from '../options.ts';

export function judge(program: Command, context: Context): void {
  program
    .command('judge')
    .argument('<chapter>', 'a chapter by number or name')
    .argument('<observation>', 'a file that replay --artifacts left: observations/*.json')
    .argument('[exercise]', 'one exercise or question; all when absent')
    .description('Judge a stored observation by the checks as they are now, without a sandbox.')
    .option('--answer <question=text>', 'an answer to a question; may be repeated', pairs)
    .option('--json', 'as JSON')
    .action(
      async (name: string, file: string, only: string | undefined, options: Options, command: Command) =>
        (await import('../commands/judge.ts')).judge(context, name, file, only, options, command),
    );
}
