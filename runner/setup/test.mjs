// `npm test`: the same set-up as `npm start`, then every check of the code and every test. Nothing is skipped
// silently: the last line counts. `npm test -- runner/chapter` runs the tests of one folder only.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../package-root.mjs';
import { LAB_PACKAGES, TEST_PACKAGES } from '../sandbox/packages.mjs';
import { setUp } from './setup.mjs';

setUp([...LAB_PACKAGES, ...TEST_PACKAGES]);

const only = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };

/** @param {string} command @param {readonly string[]} args */
function run(command, args) {
  process.stderr.write(`\n> ${command} ${args.join(' ')}\n`);
  const { status } = spawnSync(join(ROOT, 'node_modules/.bin', command), args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status === 0;
}

if (only.length === 0) {
  const linters = [['biome', 'check', '.'], ['tsc', '-p', '.'], ['tsc', '-p', 'web/app'], ['knip']];
  for (const [command = '', ...args] of linters) total[run(command, args) ? 'passed' : 'failed']++;
}

const report = join(ROOT, '.build/test-report.json');
rmSync(report, { force: true });
const green = run('vitest', ['run', `--reporter=${join(ROOT, 'runner/testing/reporter.ts')}`, ...only]);
const results = readResults();
total.passed += results.passed;
total.skipped += results.skipped;
// A run that ended before it could count has failed all the same.
total.failed += green ? results.failed : Math.max(1, results.failed);

const again = results.triedAgain > 0 ? ` (${results.triedAgain} only when tried again, see above)` : '';
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`\n${total.passed} passed${again}, ${total.failed} failed${skipped}\n`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

function readResults() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: 0, triedAgain: 0 };
  }
}
