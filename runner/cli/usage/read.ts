import type { Command } from 'commander';
import { RECORDING_SEED } from '../../session/variables.ts';
import type { Options } from '../commands/read.ts';
import type { Context } from '../context.ts';
import { sandboxOptions } from '../sandbox-options.ts';

export function read(program: Command, context: Context): void {
  sandboxOptions(program.command('read'))
    .argument('<chapter>', 'a chapter by number or name')
    .description(
      'Read a chapter in the terminal and run its steps one by one, in a fresh sandbox that ends with the command. ' +
        'Into a pipe: its text, with the recorded outputs.',
    )
    .option('--at <point>', 'begin at this step, exercise or question, with all that comes before it done')
    .option('--seed <text>', "what the chapter's variables are drawn from", RECORDING_SEED)
    .addHelpText(
      'after',
      '\nWhat you solve here is not kept. The page (wirebook serve) keeps answers, points and your place.',
    )
    .action(async (name: string, options: Options, command: Command) =>
      (await import('../commands/read.ts')).read(context, name, options, command),
    );
}
