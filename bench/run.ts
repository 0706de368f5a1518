/** `npm run bench [name...]`: measures, and prints each figure beside its reference from the same run. Judges nothing. */
import { parseArgs } from 'node:util';
import type { Figure } from './figure.ts';

const BENCHES: Record<string, () => Promise<{ bench: () => Promise<Figure[]> }>> = {
  startup: () => import('./startup.ts'),
  sandbox: () => import('./sandbox.ts'),
  replay: () => import('./replay.ts'),
  state: () => import('./state.ts'),
  picture: () => import('./picture.ts'),
  distribution: () => import('./distribution.ts'),
  terminal: () => import('./terminal.ts'),
  tick: () => import('./tick.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
});

const unknown = positionals.filter((name) => !(name in BENCHES));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) process.stderr.write(`No benchmark ${unknown.join(', ')}.\n`);
  process.stdout.write(`npm run bench -- [--json] [${Object.keys(BENCHES).join('|')}]...\n`);
  process.exit(values.help ? 0 : 2);
}

const measured: (Figure & { bench: string })[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
  process.stderr.write(`measuring ${name}...\n`);
  const { bench } = await (BENCHES[name] as (typeof BENCHES)[string])();
  for (const figure of await bench()) {
    measured.push({ bench: name, ...figure });
    if (!values.json) process.stdout.write(`${row(figure)}\n`);
  }
}
if (values.json) process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
process.exit();

function row({ name, value, unit, target, reference }: Figure): string {
  const said = `${short(value)} ${unit}`.padEnd(14);
  const beside = reference ? `  beside ${short(reference.value)} ${unit} (${reference.name})` : '';
  return `${name.padEnd(58)} ${said}${target ? `  target ${target}` : ''}${beside}`;
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
