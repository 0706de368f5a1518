import type { Command } from 'commander';
import { RECORDING_SEED } from '../../session/variables.ts';
import type { Options } from '../commands/trace.ts';
import type { Context } from '../context.ts';
import { positiveInteger } from '../options.ts';
import { sandboxOptions } from '../sandbox-options.ts';

export function trace(program: Command, context: Context): void {
  sandboxOptions(program.command('trace'))
    .argument('<chapter>', 'a chapter by number or name')
    .description(
      "Send one packet and follow it: through which interfaces, rules and routes it goes, and where and why it is lost. In the chapter's running sandbox; without one, in a fresh one at the chapter's end.",
    )
    .requiredOption('--from <host[/namespace]>', 'where it is sent: worker/client, or worker')
    .requiredOption('--to <target>', 'tcp://10.96.0.10:80, udp://10.96.0.10:53 or icmp://10.244.1.2')
    .option('--reply', 'follow the answer, too')
    .option('--size <bytes>', 'how many bytes it carries (udp, icmp)', positiveInteger)
    .option('--ttl <number>', 'its time to live', positiveInteger)
    .option('--at <point>', 'in a fresh sandbox, before this step, exercise or question')
    .option('--id <sandbox>', 'which running sandbox, when there are several (see: wirebook down)')
    .option('--seed <text>', "what a fresh sandbox's variables are drawn from", RECORDING_SEED)
    .option('--json', 'as JSON')
    .action(async (name: string, options: Options, command: Command) =>
      (await import('../commands/trace.ts')).trace(context, name, options, command),
    );
}
