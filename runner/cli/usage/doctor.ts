import type { Command } from 'commander';
import type { Options } from '../commands/doctor.ts';
import type { Context } from '../context.ts';
import { sandboxOptions } from '../sandbox-options.ts';

export function doctor(program: Command, context: Context): void {
  sandboxOptions(program.command('doctor'))
    .description('Probe what labs need of this machine, and name the remedy for what is missing.')
    .option('--json', 'as JSON')
    .action(async (options: Options) => (await import('../commands/doctor.ts')).doctor(context, options));
}
