import type { Command } from 'commander';
import type { Options } from '../commands/claims.ts';
import type { Context } from '../context.ts';
import { positiveInteger } from '../options.ts';

export function claims(program: Command, context: Context): void {
  program
    .command('claims')
    .description("List the articles' statements with their verdicts, and where a chapter shows each.")
    .option('--chapter <n>', 'only those that belong to this chapter or are shown by it', positiveInteger)
    .option('--missing', 'only those that belong to a chapter that exists and does not carry them')
    .option('--json', 'as JSON')
    .action(async (options: Options, command: Command) =>
      (await import('../commands/claims.ts')).claims(context, options, command),
    );
}
