/** `wirebook down`: ends sandboxes that were kept. */
import type { Command } from 'commander';
import { UsageError } from '../../errors.ts';
import { count } from '../../report/words.ts';
import type { Context } from '../context.ts';
import { chosenDriver, type SandboxOptions, sandboxOptions } from '../sandbox-options.ts';

export function down(program: Command, context: Context): void {
  const { print, paint } = context;
  sandboxOptions(program.command('down'))
    .argument('[sandbox...]', 'ids of kept sandboxes; none: list them')
    .description('List the sandboxes that are running, or end some of them.')
    .option('--all', 'end all of them')
    .option('--json', 'as JSON')
    .action(async (ids: string[], options: SandboxOptions & { all?: boolean; json?: boolean }) => {
      const driver = chosenDriver(options, context);
      const running = await driver.kept();
      const unknown = ids.filter((id) => !running.some((record) => record.id === id));
      if (unknown.length > 0) {
        const known = running.map(({ id }) => id).join(', ') || 'none is running';
        throw new UsageError(`No sandbox ${unknown.join(', ')}.`, `Known: ${known}`);
      }
      const chosen = options.all ? running : running.filter(({ id }) => ids.includes(id));
      for (const { id } of chosen) await (await driver.attach(id)).down();
      if (options.json) return print(JSON.stringify({ running, ended: chosen.map(({ id }) => id) }, null, 2));
      if (chosen.length > 0) return print(`${count(chosen.length, 'sandbox', 'sandboxes')} ended`);
      for (const { id, labels, createdAt } of running) {
        print(`${paint.bold(id)}  ${labels.chapter ?? ''}  ${paint.dim(`since ${createdAt}`)}`);
      }
      if (running.length === 0) print('No sandbox is running.');
    });
}
