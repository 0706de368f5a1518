import { type Command, Option } from 'commander';
import { RECORDING_SEED } from '../../session/variables.ts';
import type { Options } from '../commands/replay.ts';
import type { Context } from '../context.ts';
import { positiveInteger } from '../options.ts';
import { sandboxOptions } from '../sandbox-options.ts';

export function replay(program: Command, context: Context): void {
  sandboxOptions(program.command('replay'))
    .argument('[chapter...]', 'chapters by number or name')
    .description('Run chapters step by step in fresh sandboxes and compare with what they recorded.')
    .option('--all', 'all chapters')
    .option('--jobs <n>', 'chapters at a time', positiveInteger, 1)
    .addOption(
      new Option('--reporter <kind>', 'how to report').choices(['text', 'json', 'junit']).default('text'),
    )
    .option('--json', 'the same as --reporter json')
    .option('--out <file>', 'write the report there instead of to standard output')
    .option('--update', 'write what was found into the chapters as their new recordings')
    .option('--keep', 'leave the sandboxes running, for grade and shell')
    .option(
      '--artifacts <dir>',
      "leave there the terminals' recordings, the state at every step, and the report",
    )
    .option(
      '--repeat <n>',
      'so many times, and say how often each step and check differed',
      positiveInteger,
      1,
    )
    .option(
      '--retry <n>',
      'replay a chapter that differs so many times more, and say so: for machines whose processor is emulated',
      positiveInteger,
      0,
    )
    .option('--seed <text>', "what the chapters' variables are drawn from", RECORDING_SEED)
    .action(async (names: string[], options: Options, command: Command) =>
      (await import('../commands/replay.ts')).replay(context, names, options, command),
    );
}
