import type { Command } from 'commander';
import type { Options } from '../commands/lint.ts';
import type { Context } from '../context.ts';

export function lint(program: Command, context: Context): void {
  program
    .command('lint')
    .argument('[chapter...]', 'chapters by number or name; all when none is named')
    .description('Check chapters and their proofs, and say every mistake with file and line.')
    .option('--json', 'as JSON')
    .action(async (names: string[], options: Options, command: Command) =>
      (await import('../commands/lint.ts')).lint(context, names, options, command),
    );
}
