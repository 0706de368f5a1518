/** `wirebook doctor`: can this machine run labs, and if not, what to type. */
import type { Command } from 'commander';
import { EXIT } from '../../errors.ts';
import type { ProbeResult } from '../../sandbox/driver.ts';
import type { Context } from '../context.ts';
import { chosenDriver, type SandboxOptions, sandboxOptions } from '../sandbox-options.ts';

const MARK = { ok: '✔', degraded: '~', missing: '✘' } as const;
const COLOUR = { ok: 'green', degraded: 'yellow', missing: 'red' } as const;

export function doctor(program: Command, context: Context): void {
  const { print, paint } = context;
  sandboxOptions(program.command('doctor'))
    .description('Probe what labs need of this machine, and name the remedy for what is missing.')
    .option('--json', 'as JSON')
    .action(async (options: SandboxOptions & { json?: boolean }) => {
      const results = await chosenDriver(options, context).probe();
      if (options.json) print(JSON.stringify(results, null, 2));
      else {
        const width = Math.max(...results.map(({ feature }) => feature.length));
        for (const result of results) lines(result, width).forEach(print);
      }
      if (results.some(({ verdict }) => verdict === 'missing')) process.exitCode = EXIT.sandbox;
    });

  function lines({ feature, verdict, found, remedy }: ProbeResult, width: number): string[] {
    const head = `${paint[COLOUR[verdict]](MARK[verdict])} ${paint.bold(feature.padEnd(width))}  ${found}`;
    return remedy ? [head, ...remedy.split('\n').map((line) => `    ${line}`)] : [head];
  }
}
