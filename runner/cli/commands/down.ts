/** `wirebook down`: ends sandboxes that were kept. */
import { UsageError } from '../../errors.ts';
import { count } from '../../words.ts';
import { chosenDriver } from '../chosen-driver.ts';
import type { Context } from '../context.ts';
import type { SandboxOptions } from '../sandbox-options.ts';

export interface Options extends SandboxOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

export async function down(context: Context, ids: readonly string[], options: Options): Promise<void> {
  const { print, paint } = context;
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
}
