import type { Command } from 'commander';
import { RECORDING_SEED } from '../../session/variables.ts';
import type { Options } from '../commands/shell.ts';
import type { Context } from '../context.ts';
import { sandboxOptions } from '../sandbox-options.ts';

export function shell(program: Command, context: Context): void {
  sandboxOptions(program.command('shell'))
    .argument('<chapter>', 'a chapter by number or name')
    .description('Open a root shell on a lab host of a fresh sandbox. It ends with the shell.')
    .option('--host <host>', "the lab host; the chapter's first when absent")
    .option('--at <point>', 'first do all that comes before this step, exercise or question')
    .option('--seed <text>', "what the chapter's variables are drawn from", RECORDING_SEED)
    .action(async (name: string, options: Options, command: Command) =>
      (await import('../commands/shell.ts')).shell(context, name, options, command),
    );
}
