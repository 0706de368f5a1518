import type { Command } from 'commander';
import type { Options } from '../commands/down.ts';
import type { Context } from '../context.ts';
import { sandboxOptions } from '../sandbox-options.ts';

export function down(program: Command, context: Context): void {
  sandboxOptions(program.command('down'))
    .argument('[sandbox...]', 'ids of kept sandboxes; none: list them')
    .description('List the sandboxes that are running, or end some of them.')
    .option('--all', 'end all of them')
    .option('--json', 'as JSON')
    .action(async (ids: string[], options: Options) =>
      (await import('../commands/down.ts')).down(context, ids, options),
    );
}
