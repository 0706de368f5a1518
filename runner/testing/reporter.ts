/**
 * What `npm test` prints while vitest runs: files that fail as soon as they do, how far the run is and how long it will
 * still take, and at its end what passed only when tried again and what took longest. Leaves `.build/test-report.json`
 * for the line that counts, and what each file cost for the next run's estimate.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { SerializedError } from 'vitest';
import {
  DefaultReporter,
  type TestCase,
  type TestModule,
  type TestSpecification,
  type Vitest,
} from 'vitest/node';
import { z } from 'zod';
import { duration } from '../words.ts';
import { type Counted, countTests } from './count-tests.ts';
import { aboutMinutes, type Costs, remainingMs, type Work } from './estimate.ts';

const FOLDER = '.build';
/** How often the line about the run is written, in a log and on a terminal. Milliseconds. */
const LOG_INTERVAL = 30_000;
const TERMINAL_INTERVAL = 500;
const LONGEST = 12;

export default class Reporter extends DefaultReporter {
  #root = '';
  #costs: Costs = {};
  #specifications: readonly TestSpecification[] = [];
  readonly #done = new Map<string, { tests: number; ended: boolean; ms: number }>();
  #counts = { passed: 0, failed: 0 };
  #began = 0;
  #lastFile = '';
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    super({ summary: false });
  }

  override onInit(vitest: Vitest): void {
    super.onInit(vitest);
    this.#root = vitest.config.root;
    this.#costs = readCosts(join(this.#root, FOLDER, 'test-times.json'));
  }

  override onTestRunStart(specifications: readonly TestSpecification[]): void {
    super.onTestRunStart(specifications);
    this.#specifications = specifications;
    this.#began = performance.now();
    const every = process.stderr.isTTY ? TERMINAL_INTERVAL : LOG_INTERVAL;
    this.#timer = setInterval(() => this.#show(), every);
  }

  override onTestCaseResult(test: TestCase): void {
    super.onTestCaseResult(test);
    const { state } = test.result();
    if (state === 'passed' || state === 'failed') this.#counts[state] += 1;
    this.#of(test.module).tests += 1;
    this.#lastFile = this.#name(test.module);
  }

  override onTestModuleEnd(module: TestModule): void {
    const entry = this.#of(module);
    entry.ended = true;
    entry.ms = module.diagnostic().duration;
    this.#clear();
    super.onTestModuleEnd(module);
  }

  /** Only what is not as it must be: hundreds of files that pass say nothing. */
  override printTestModule(module: TestModule): void {
    if (module.state() === 'failed') super.printTestModule(module);
  }

  override onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: 'passed' | 'interrupted' | 'failed',
  ): void {
    clearInterval(this.#timer);
    this.#clear();
    super.onTestRunEnd([...modules], [...errors], reason);
    const total = countTests(modules.map(counted));
    if (errors.length > 0 && total.failed === 0) total.failed = errors.length;
    const again = triedAgain(modules, (one) => this.#name(one));
    if (again.length > 0) this.#say(`Passed only when tried again:\n${again.join('\n')}\n`);
    this.#say(`What took longest:\n${longest(modules, (one) => this.#name(one)).join('\n')}`);
    mkdirSync(join(this.#root, FOLDER), { recursive: true });
    writeFileSync(
      join(this.#root, FOLDER, 'test-report.json'),
      JSON.stringify({ ...total, triedAgain: again.length }),
    );
    const costs = { ...this.#costs };
    for (const [file, { ended, ms }] of this.#done) if (ended) costs[file] = Math.round(ms);
    writeFileSync(join(this.#root, FOLDER, 'test-times.json'), JSON.stringify(costs));
  }

  #of(module: TestModule) {
    const name = this.#name(module);
    const entry = this.#done.get(name) ?? { tests: 0, ended: false, ms: 0 };
    this.#done.set(name, entry);
    return entry;
  }

  #name(module: TestModule | TestSpecification): string {
    return relative(this.#root, module.moduleId);
  }

  #work(): Work[] {
    return this.#specifications.map((specification) => {
      const file = this.#name(specification);
      const entry = this.#done.get(file);
      const tests = specification.testModule ? [...specification.testModule.children.allTests()].length : 0;
      const part = tests > 0 ? (entry?.tests ?? 0) / tests : 0;
      return { file, project: specification.project.name, done: entry?.ended ? 1 : part };
    });
  }

  #show(): void {
    const work = this.#work();
    const elapsed = performance.now() - this.#began;
    const left = remainingMs(work, this.#costs, elapsed);
    const files = `${work.filter(({ done }) => done === 1).length}/${work.length} files`;
    const tests = `${this.#counts.passed} passed, ${this.#counts.failed} failed`;
    const time = left === undefined ? '' : `, ${aboutMinutes(left)} left`;
    this.#clear();
    const line = `${files}, ${tests}, ${duration(elapsed)}${time}  ${this.#lastFile}`;
    const width = (process.stderr.columns ?? 120) - 1;
    process.stderr.write(process.stderr.isTTY ? line.slice(0, width) : `${line}\n`);
  }

  #clear(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }

  #say(text: string): void {
    process.stderr.write(`${text}\n`);
  }
}

function counted(entity: TestModule | ReturnType<typeof childrenOf>[number]): Counted {
  if (entity.type === 'test') {
    return { type: 'test', state: entity.result().state, errors: 0, children: [] };
  }
  return { type: entity.type, errors: entity.errors().length, children: childrenOf(entity).map(counted) };
}

function childrenOf(entity: Pick<TestModule, 'children'>) {
  return [...entity.children];
}

/** The tests that passed only when they were tried again, each with what its first try said. */
function triedAgain(modules: readonly TestModule[], name: (module: TestModule) => string): string[] {
  return modules
    .flatMap((module) => [...module.children.allTests()])
    .filter((test) => test.diagnostic()?.flaky)
    .map((test) => {
      const why = test.result().errors?.flatMap(({ stack, message }) => (stack ?? message).split('\n')) ?? [];
      const ours = why.filter((line) => !line.includes('/node_modules/') && !line.includes('at new Promise'));
      return [`  ${name(test.module)}: ${test.fullName}`, ...ours.map((line) => `    ${line}`)].join('\n');
    });
}

/** The longest tests of a run, with the file that each is in. */
function longest(modules: readonly TestModule[], name: (module: TestModule) => string): string[] {
  return modules
    .flatMap((module) => [...module.children.allTests()])
    .map((test) => ({ ms: test.diagnostic()?.duration ?? 0, text: `${name(test.module)}: ${test.fullName}` }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, LONGEST)
    .map(({ ms, text }) => `${duration(ms).padStart(9)}  ${text}`);
}

function readCosts(file: string): Costs {
  try {
    return z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // The first run, or one that was ended while it wrote.
    return {};
  }
}
