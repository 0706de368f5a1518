import type { Command } from 'commander';
import type { Options } from '../commands/glossary.ts';
import type { Context } from '../context.ts';

export function glossary(program: Command, context: Context): void {
  program
    .command('glossary')
    .argument('[word...]', 'a word, a plural or an abbreviation; all when none is named')
    .description('Say what the words of the chapters mean, and which chapter teaches each.')
    .option('--json', 'as JSON')
    .action(async (words: string[], options: Options, command: Command) =>
      (await import('../commands/glossary.ts')).glossary(context, words, options, command),
    );
}
