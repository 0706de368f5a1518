import type { Command } from 'commander';
import { RECORDING_SEED } from '../../session/variables.ts';
import type { Options } from '../commands/picture.ts';
import type { Context } from '../context.ts';
import { sandboxOptions } from '../sandbox-options.ts';

export function picture(program: Command, context: Context): void {
  sandboxOptions(program.command('picture'))
    .argument('<chapter>', 'a chapter by number or name')
    .description('Draw the network of a chapter as it is after a step, from what its kernels hold.')
    .option('--at <point>', 'after this step, exercise or question; at the end of the chapter when absent')
    .option('--from <point>', 'with --to: two pictures, and what is other in the second')
    .option('--to <point>', 'with --from')
    .option(
      '--svg <file>',
      'write the picture there; two pictures go to <file> and beside it, to <name>.before.svg',
    )
    .option('--mermaid', 'as a Mermaid flowchart')
    .option('--json', 'what is drawn, as JSON')
    .option('--seed <text>', "what the chapter's variables are drawn from", RECORDING_SEED)
    .action(async (name: string, options: Options, command: Command) =>
      (await import('../commands/picture.ts')).picture(context, name, options, command),
    );
}
