import type { Command } from 'commander';
import type { Options } from '../commands/list.ts';
import type { Context } from '../context.ts';

export function list(program: Command, context: Context): void {
  program
    .command('list')
    .description('List the chapters.')
    .option('--json', 'as JSON')
    .action(async (options: Options, command: Command) =>
      (await import('../commands/list.ts')).list(context, options, command),
    );
}
