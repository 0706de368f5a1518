import type { Command } from 'commander';
import type { Options } from '../commands/serve.ts';
import type { Context } from '../context.ts';
import { portNumber } from '../options.ts';
import { sandboxOptions } from '../sandbox-options.ts';

export function serve(program: Command, context: Context): void {
  sandboxOptions(program.command('serve'))
    .description('Serve the chapters on this machine and print a link that opens them once.')
    .option('--port <n>', 'port; 0 takes any free one', portNumber, 8642)
    .option(
      '--host <address>',
      'address to listen on; anything but loopback lets others in who have the link',
      '127.0.0.1',
    )
    .option('--no-open', 'do not open a browser')
    .option('--json', 'print the address as JSON')
    .action(async (options: Options, command: Command) =>
      (await import('../commands/serve.ts')).serve(context, options, command),
    );
}
