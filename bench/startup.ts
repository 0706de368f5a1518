/** What `wirebook` costs before it does anything: processor time of whole processes, beside that of Node with nothing to do. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../runner/package-root.mjs';
import { buildCommandLine } from '../runner/setup/setup.mjs';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

const ROUNDS = 7;
/** Processes a round: a clock tick is too coarse for one. */
const TIMES = 5;
const WIREBOOK = join(ROOT, 'runner/cli/wirebook.mjs');
const ASKED = ['--version', '--help', 'list'];

export async function bench(): Promise<Figure[]> {
  buildCommandLine();
  const bare: number[] = [];
  const ours = new Map<string, number[]>(ASKED.map((word) => [word, []]));
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(processorMs(['-e', '0']));
    for (const [word, times] of ours) times.push(processorMs([WIREBOOK, word]));
  }
  const node = median(bare);
  return [...ours].map(([word, times]) => ({
    name: `processor time of wirebook ${word}, against node -e 0`,
    value: median(times) / node,
    unit: 'x',
    target: '<= 3',
    reference: {
      name: `${node.toFixed(0)} ms as node -e 0, ${median(times).toFixed(0)} ms as wirebook`,
      value: 1,
    },
  }));
}

/** User and system time of one process, by bash's `time`: Node tells only its own. */
function processorMs(argv: readonly string[]): number {
  const script = `TIMEFORMAT='%3U %3S'; time for ((i = 0; i < ${TIMES}; i++)); do "$@" > /dev/null || exit; done`;
  const said = execFileSync('bash', ['-c', `{ ${script}; } 2>&1`, 'bash', process.execPath, ...argv], {
    encoding: 'utf8',
  });
  const [user, system] = said.trim().split(' ').map(Number);
  if (user === undefined || system === undefined) throw new Error(`bash's time said: ${said}`);
  return ((user + system) * 1000) / TIMES;
}
