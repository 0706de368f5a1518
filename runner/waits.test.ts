/** Tests wait as long as the machine needs: no seconds of their own but through `patient` (slowdown.ts). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What only tests use, beside `*.test.ts` and the folders `test` and `testing`. */
const SUPPORT = ['vitest.config.ts'];

/** From a tenth of a second: what is shorter is how often something is looked at. */
const N = '(?:[1-9][\\d_]{2,})\\b';
const CALLS = 'test|it|beforeAll|beforeEach|afterAll|afterEach|onTestFinished|setTimeout';

/**
 * `timeoutMs` is none of them: exec, probes and steps multiply it by their sandbox's slowdown. What `checks` has is data, and
 * nothing waits there.
 */
const FORMS: readonly [form: string, pattern: RegExp][] = [
  ['an option of a test, a poll or a browser', new RegExp(`\\b(?:\\w+T|t)imeout\\s*[:=]\\s*${N}`, 'g')],
  ['the last argument of a test, a hook or a timer', new RegExp(`\\b(?:${CALLS})\\b[^\\n]*, ${N}\\)`, 'g')],
  ['the same after a body', new RegExp(`^ *\\}, ${N}\\)`, 'gm')],
  ['the same on a line of its own', new RegExp(`^ *\\},\\n *${N}(?=,?\\n *\\))`, 'gm')],
  ['an AbortSignal, or a default', new RegExp(`\\b\\w*[tT]imeout\\(${N}\\)`, 'g')],
  ['a pause', new RegExp(`(?<![.\\w])(?:delay|sleep|pause)\\(${N}`, 'g')],
  ['a constant', new RegExp(`\\b(?:[A-Z0-9]+_)*(?:MS|DEADLINE|TIMEOUT)\\s*=\\s*${N}`, 'g')],
  ['an end by the clock', new RegExp(`\\bnow\\(\\)\\s*\\+\\s*${N}`, 'g')],
  ['a default of a parameter', new RegExp(`\\b(?:ms|deadlineMs|waitMs)\\s*=\\s*${N}`, 'g')],
  ['a duration that is asserted', /\bexpect\((?:performance|Date)\.now\(\)/g],
  ['a loop of the shell that gives up', /\bfor \w+ in \$\(seq \d+\)(?:(?!\bdone\b)[\s\S])*\bsleep\b/g],
];

/** `file:line: text, which is the form`, in order of lines. */
function literalWaits(file: string, text: string): string[] {
  const found = FORMS.flatMap(([form, pattern]) =>
    [...text.matchAll(pattern)].map((match) => ({ form, end: match.index + match[0].length })),
  );
  const lines = found.map(({ form, end }) => ({ form, line: text.slice(0, end).split('\n').length }));
  return lines
    .toSorted((a, b) => a.line - b.line)
    .map(({ form, line }) => `${file}:${line}: ${text.split('\n')[line - 1]?.trim()} (${form})`);
}

const isTest = (name: string) => /\.test\.tsx?$|(^|\/)(test|testing)\/.*\.tsx?$/.test(name);
const files = ['runner', 'web', 'bench'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => isTest(name) && !/node_modules|(^|\/)dist\//.test(name))
    .map((name) => join(room, name)),
);

describe('literal waits', () => {
  it('are in no test', () => {
    const all = [...new Set([...files, ...SUPPORT])];
    const found = all.flatMap((file) => literalWaits(file, readFileSync(join(ROOT, file), 'utf8')));
    expect(found.join('\n')).toBe('');
    expect(files.length).toBeGreaterThan(100);
  });

  // Numbers are put in, so that this file has none itself.
  const n = '10_000';
  const tries = 100;
  it.each([
    `test('x', { timeout: ${n} }, async () => {});`,
    `    timeout: ${n},`,
    `await expect.poll(look, { timeout: ${n} }).toBe(1);`,
    `  testTimeout: ${n},`,
    `    hookTimeout: ${n},`,
    `beforeAll(() => start(), ${n});`,
    `it('x', async () => look(), ${n});`,
    `await new Promise((resolve) => setTimeout(resolve, ${n}));`,
    `afterAll(async () => {\n  await down();\n}, ${n});`,
    `const timer = setTimeout(() => {\n  kill();\n}, ${n});`,
    `test(\n  'x',\n  async () => {\n  },\n  ${n},\n);`,
    `const signal = AbortSignal.timeout(${n});`,
    `context.setDefaultTimeout(${n});`,
    `await page.waitForTimeout(${n});`,
    `await delay(${n});`,
    `const DEADLINE_MS = ${n};`,
    `const DEADLINE = ${n};`,
    `const end = performance.now() + ${n};`,
    `const end = Date.now() + ${n};`,
    `async function until(fact: () => boolean, ms = ${n}) {}`,
    `expect(${'performance'}.now() - started).toBeLessThan(limit);`,
    `for try in $(seq ${tries}); do [ -e /tmp/x ] && break; sleep 0.05; done`,
    `for i in $(seq ${tries}); do\n  [ -e /tmp/x ] && exit 0; sleep 0.05\ndone`,
  ])('are found: %j', (text) => {
    const found = literalWaits('a.test.ts', `\n${text}\n`);
    expect(found).not.toEqual([]);
    expect(found[0]).toMatch(/^a\.test\.ts:\d+: .*\(.+\)$/);
  });

  it('are told with the line that has the number', () => {
    expect(literalWaits('a.test.ts', `beforeAll(async () => {\n  await up();\n}, ${n});\n`)).toEqual([
      `a.test.ts:3: }, ${n}); (the same after a body)`,
    ]);
  });

  it.each([
    `test('x', { timeout: patient(${n}) }, async () => {});`,
    `}, patient(${n}));`,
    `const DEADLINE_MS = patient(${n});`,
    `const end = performance.now() + patient(${n});`,
    `await sandbox.exec('worker', argv, { timeoutMs: ${n} });`,
    'await delay(20);',
    'setTimeout(resolve, 10);',
    `const awake = setInterval(() => {}, ${n});`,
    `'    if os.fork() == 0: time.sleep(${n})',`,
    `for i in $(seq ${tries}); do ip netns add churn; ip netns del churn; done\nsleep 1`,
    'until [ -e /tmp/x ]; do sleep 0.05; done',
    `const tail = text.slice(0, ${n});`,
  ])('are no others: %j', (text) => {
    expect(literalWaits('a.test.ts', text)).toEqual([]);
  });
});
