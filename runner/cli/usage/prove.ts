import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import type { Options } from '../commands/prove.ts';
import type { Context } from '../context.ts';
import { positiveInteger } from '../options.ts';
import { sandboxOptions } from '../sandbox-options.ts';

export function prove(program: Command, context: Context): void {
  sandboxOptions(program.command('prove'))
    .argument('[chapter...]', 'chapters by number or name')
    .description('Prove the checks: solutions pass, wrong attempts and mutated solutions do not.')
    .option('--all', 'all chapters')
    .option(
      '--jobs <n>',
      'sandboxes at a time (they wait more than they compute)',
      positiveInteger,
      6 * availableParallelism(),
    )
    .addOption(
      new Option('--reporter <kind>', 'how to report')
        .choices(['text', 'json', 'junit', 'html'])
        .default('text'),
    )
    .option('--json', 'the same as --reporter json')
    .option('--out <file>', 'write the report there instead of to standard output')
    .option('--brief', 'of each exercise untouched, its first solution with reverts, and a few of the rest')
    .option('--rotation <text>', 'what --brief draws the few from (default: the commit that is checked out)')
    .option('--mutants <n>', 'at most so many mutants of each exercise, no two alike', positiveInteger)
    .option('--item <id...>', 'only these exercises and questions')
    .option('--exact', 'replay every step before each attempt, also those that leave no trace')
    .option('--seed <text>', "what the chapters' variables are drawn from (default: the largest of each)")
    .action(async (names: string[], options: Options, command: Command) =>
      (await import('../commands/prove.ts')).prove(context, names, options, command),
    );
}
