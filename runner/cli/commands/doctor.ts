/** `wirebook doctor`: can this machine run labs, and if not, what to type. */
import { EXIT } from '../../errors.ts';
import type { PreflightResult } from '../../sandbox/driver.ts';
import { chosenDriver } from '../chosen-driver.ts';
import type { Context } from '../context.ts';
import type { SandboxOptions } from '../sandbox-options.ts';

const MARK = { ok: '✔', degraded: '~', missing: '✘' } as const;
const COLOUR = { ok: 'green', degraded: 'yellow', missing: 'red' } as const;

export interface Options extends SandboxOptions {
  readonly json?: boolean;
}

export async function doctor(context: Context, options: Options): Promise<void> {
  const { print, paint } = context;
  const results = await chosenDriver(options, context).preflight();
  if (options.json) print(JSON.stringify(results, null, 2));
  else {
    const width = Math.max(...results.map(({ feature }) => feature.length));
    for (const result of results) lines(result, width).forEach(print);
  }
  if (results.some(({ verdict }) => verdict === 'missing')) process.exitCode = EXIT.sandbox;

  function lines({ feature, verdict, found, remedy }: PreflightResult, width: number): string[] {
    const head = `${paint[COLOUR[verdict]](MARK[verdict])} ${paint.bold(feature.padEnd(width))}  ${found}`;
    return remedy ? [head, ...remedy.split('\n').map((line) => `    ${line}`)] : [head];
  }
}
