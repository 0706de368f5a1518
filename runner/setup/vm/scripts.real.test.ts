/** What is not TypeScript around the machines: shell scripts, the list of modules, the workflows. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from '../../package-root.mjs';
import { KERNEL_FEATURES } from '../../sandbox/kernel-features.ts';

const filesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
const scripts = ['.ci/run', ...filesIn('vagrant').filter((name) => name.endsWith('.sh'))];
const workflows = filesIn('.github/workflows');

test.each(scripts)('shellcheck finds nothing in %s', (script) => {
  execFileSync('shellcheck', [script], { cwd: ROOT, encoding: 'utf8' });
});

test('machines load every module that a lab may ask for', () => {
  const listed = readFileSync(join(ROOT, 'vagrant/box/modules'), 'utf8').split('\n');
  for (const { feature, modules } of KERNEL_FEATURES) {
    expect(listed, feature).toEqual(expect.arrayContaining([...modules]));
  }
});

const stepSchema = z.union([
  z.strictObject({
    // A tag can be moved to other code; a commit cannot.
    uses: z.string().regex(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/),
    if: z.string().optional(),
    with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  }),
  z.strictObject({ run: z.string() }),
]);
const workflowSchema = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.strictObject({ contents: z.literal('read') }),
  concurrency: z.unknown().optional(),
  jobs: z.record(
    z.string(),
    z.strictObject({
      name: z.string(),
      strategy: z
        .strictObject({
          'fail-fast': z.literal(false),
          matrix: z.strictObject({ node: z.array(z.string()).min(2) }),
        })
        .optional(),
      'runs-on': z.string(),
      'timeout-minutes': z.number(),
      container: z.strictObject({ image: z.string(), options: z.string() }),
      steps: z.array(stepSchema),
    }),
  ),
});

test.each(workflows)('%s runs our own commands, and actions by their commit only', (file) => {
  const workflow = workflowSchema.parse(parse(readFileSync(join(ROOT, file), 'utf8')));
  const { scripts: known } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  const commands = Object.values(workflow.jobs)
    .flatMap(({ steps }) => steps.map((step) => ('run' in step ? step.run : '')))
    .filter((run) => run.startsWith('npm'));
  expect(commands.length).toBeGreaterThan(0);
  for (const run of commands) {
    const name = /^npm (?:run )?([\w:]+)/.exec(run)?.[1] ?? run;
    expect(Object.keys(known)).toContain(name);
  }
});
