/** Opens a Lab: puts a sandbox, its shells and an observer behind one object. */
import { type DueCheck, depthFor, judge, trafficFor } from '../../checks/judge.ts';
import type { CheckKind } from '../../checks/kind.ts';
import type { Depth } from '../../checks/network/state/network-state.ts';
import type { Observation } from '../../checks/observation.ts';
import type { CheckResult } from '../../checks/verdict.ts';
import { loadProofs } from '../chapter/load.ts';
import type { Chapter, Check, Step } from '../chapter/model.ts';
import { resolverFor } from '../chapter/resolve.ts';
import { SandboxError } from '../errors.ts';
import { Observer } from '../observe/observer.ts';
import type { Driver, HostName, Sandbox, SandboxRecord } from '../sandbox/driver.ts';
import { lackingWords, readTrial, trialScript } from '../sandbox/kernel-features.ts';
import type { RunOptions, TerminalSession } from '../terminal/session.ts';
import { startSession } from '../terminal/shell-session.ts';
import type { StepRun } from '../terminal/step-run.ts';
import type { BringOptions, Lab, Stage } from './lab.ts';
import { type Learner, learnerName } from './learner.ts';
import { replayUntil } from './replay-until.ts';
import { drawVariables } from './variables.ts';

export interface OpenOptions {
  readonly driver: Driver;
  readonly seed: string;
  /** Whose lab it is; absent: nobody's, as in replays and proofs. */
  readonly learner?: Learner;
  readonly kinds: ReadonlyMap<string, CheckKind<unknown>>;
  /** Look at a sandbox that somebody else built (a kept one); closing the lab then leaves it alone. */
  readonly sandbox?: Sandbox;
  /** Terminal size of the shells; steps are recorded at 120 columns. */
  readonly columns?: number;
  /** Told in short present-tense phrases what building a sandbox waits for. */
  readonly onProgress?: (what: string) => void;
}

/** @throws SandboxError when the sandbox cannot be built. */
export async function openLab(chapter: Chapter, options: OpenOptions): Promise<Lab> {
  const variables = drawVariables(chapter.variables, options.seed);
  const { driver, onProgress, learner, seed } = options;
  const of = learner && { learner: learnerName(learner) };
  const labels = { chapter: chapter.id, seed, ...of };
  const tenant = of ? `chapter ${chapter.id}, ${of.learner}` : `chapter ${chapter.id}`;
  const build = () =>
    driver.up(chapter.topology, { variables, labels, tenant, ...(onProgress && { onProgress }) });
  return new OpenLab(chapter, variables, options, build, options.sandbox ?? (await build()));
}

class OpenLab implements Lab {
  readonly chapter: Chapter;
  readonly variables: Readonly<Record<string, string>>;
  readonly hosts: readonly HostName[];
  readonly seed: string;
  sandbox: Sandbox;
  readonly #options: OpenOptions;
  readonly #build: () => Promise<Sandbox>;
  #sessions = new Map<HostName, Promise<TerminalSession>>();
  readonly #observer: Observer;
  readonly #replaced = new Set<() => void>();
  #closed = false;

  constructor(
    chapter: Chapter,
    variables: Readonly<Record<string, string>>,
    options: OpenOptions,
    build: () => Promise<Sandbox>,
    sandbox: Sandbox,
  ) {
    this.chapter = chapter;
    this.variables = variables;
    this.hosts = chapter.hosts;
    this.seed = options.seed;
    this.#options = options;
    this.#build = build;
    this.sandbox = sandbox;
    this.#observer = new Observer(sandbox);
  }

  session(host: HostName): Promise<TerminalSession> {
    const running = this.#sessions.get(host);
    if (running) return running;
    const started = (async () => {
      const session = startSession(this.sandbox, host, { columns: this.#options.columns ?? 120 });
      await session.ready();
      return session;
    })();
    this.#sessions.set(host, started);
    // A shell that never came is not kept: the next call tries again.
    started.catch(() => this.#sessions.get(host) === started && this.#sessions.delete(host));
    return started;
  }

  async runStep(step: Step, runId: string, options?: RunOptions): Promise<StepRun> {
    const lacking = step.needs === undefined ? undefined : await this.#lacking(step.host, step.needs);
    if (lacking !== undefined) {
      const { name, host } = step;
      return { step: name, host, outcome: 'skipped', exit: null, output: '', ms: 0, reason: lacking };
    }
    const session = await this.session(step.host);
    return session.run({
      id: runId,
      step: step.name,
      command: step.command,
      timeoutMs: step.timeoutMs,
      ...(options && { options }),
    });
  }

  /** Tried on the host itself; undefined when it works there. */
  async #lacking(host: HostName, feature: string): Promise<string | undefined> {
    const { stdout } = await this.sandbox.exec(host, ['bash', '-s'], { stdin: trialScript([feature]) });
    return readTrial(stdout)[feature] === 'ok' ? undefined : lackingWords(feature, host);
  }

  resolve(checks: readonly Check[]): DueCheck[] {
    return checks.map(resolverFor(this.chapter, this.#options.kinds, this.variables));
  }

  observe(depth: Depth): Promise<Observation> {
    return this.#observer.observe(depth);
  }

  /** Check by check: the traffic of one must not count as another's. */
  async probe(seen: Observation, checks: readonly DueCheck[]): Promise<Observation> {
    let probed = seen;
    for (const check of checks) probed = await this.#observer.probe(probed, trafficFor(check));
    return probed;
  }

  async judge(checks: readonly Check[], options: { answer?: string } = {}): Promise<CheckResult[]> {
    const due = this.resolve(checks);
    const seen = await this.probe(await this.observe(depthFor(due)), due);
    return judge(due, seen, options.answer);
  }

  onObserved(listener: (observation: Observation) => void): () => void {
    return this.#observer.onObserved(listener);
  }

  async reset(): Promise<void> {
    if (this.#closed) throw new SandboxError('The lab is closed.');
    await this.#release();
    await this.sandbox.down();
    this.sandbox = await this.#build();
    this.#observer.turnTo(this.sandbox);
    for (const listener of this.#replaced) listener();
  }

  async resetHost(host: HostName): Promise<void> {
    const session = this.#sessions.get(host);
    this.#sessions.delete(host);
    (await session?.catch(() => undefined))?.close();
    await this.sandbox.resetHost(host);
    this.#observer.turnTo(this.sandbox);
    for (const listener of this.#replaced) listener();
  }

  async bringTo(target: string, options: BringOptions = {}): Promise<Stage | undefined> {
    if (options.from === undefined) {
      options.onProgress?.('building a fresh sandbox');
      await this.reset();
    }
    return replayUntil(this, target, await loadProofs(this.chapter), options);
  }

  onReplaced(listener: () => void): () => void {
    this.#replaced.add(listener);
    return () => this.#replaced.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#release();
    if (!this.#options.sandbox) await this.sandbox.down();
  }

  async keep(): Promise<SandboxRecord> {
    const record = await this.sandbox.keep();
    this.#closed = true;
    await this.#release();
    return record;
  }

  /** Ends the shells and the observer, so that nothing of ours holds the sandbox. */
  async #release(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions = new Map();
    for (const session of sessions) (await session.catch(() => undefined))?.close();
    this.#observer.close();
  }
}
