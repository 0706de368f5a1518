/** A Lab without a sandbox, for tests of what is around it: safety, sessions, sockets. Its shells only write down what they are told. */
import { z } from 'zod';
import type { DueCheck } from '../../../checks/judge.ts';
import type { Depth } from '../../../checks/network/state/network-state.ts';
import type { Observation } from '../../../checks/observation.ts';
import type { CheckResult } from '../../../checks/verdict.ts';
import type { Chapter, Proof } from '../../../runner/chapter/model.ts';
import type { HostName, Sandbox } from '../../../runner/sandbox/driver.ts';
import type { BringOptions, Lab } from '../../../runner/session/lab.ts';
import { replayUntil } from '../../../runner/session/replay-until.ts';
import type { RunOptions, TerminalEvents, TerminalSession } from '../../../runner/terminal/session.ts';
import type { Busy, StepRun } from '../../../runner/terminal/step-run.ts';

type Listeners = { [E in keyof TerminalEvents]: Set<(...args: TerminalEvents[E]) => void> };

export class StandInSession implements TerminalSession {
  readonly host: HostName;
  readonly columns = 120;
  readonly rows = 30;
  state: TerminalSession['state'] = 'prompt';
  readonly written: string[] = [];
  interrupted = 0;
  readonly #listeners: Listeners = {
    data: new Set(),
    state: new Set(),
    command: new Set(),
    typed: new Set(),
    dropped: new Set(),
    respawned: new Set(),
    closed: new Set(),
  };

  constructor(host: HostName) {
    this.host = host;
  }
  ready() {
    return Promise.resolve();
  }
  write(data: string | Uint8Array) {
    this.written.push(String(data));
  }
  resize() {}
  run(): Promise<StepRun> {
    throw new Error('steps of the stand-in run in its lab');
  }
  interrupt() {
    this.interrupted += 1;
  }
  snapshot() {
    return Promise.resolve(`screen of ${this.host}`);
  }
  /** Who holds it up. */
  readonly pausedBy = new Set<string>();
  pause(key: string) {
    this.pausedBy.add(key);
  }
  resume(key: string) {
    this.pausedBy.delete(key);
  }
  get viewers(): number {
    return this.#listeners.data.size;
  }
  print(bytes: Uint8Array) {
    for (const listener of this.#listeners.data) listener(bytes);
  }
  closed = false;
  close() {
    this.closed = true;
    this.become('ended');
    for (const listener of this.#listeners.closed) listener();
  }
  become(state: TerminalSession['state']) {
    this.state = state;
    for (const listener of this.#listeners.state) listener(state);
  }
  /** What the learner presses Enter after is a command that ends at once. */
  typedCommand() {
    for (const listener of this.#listeners.typed) listener();
    this.commandEnded();
  }
  commandEnded() {
    for (const listener of this.#listeners.command) listener({ exit: 0, cwd: '/root' });
  }
  on<E extends keyof TerminalEvents>(event: E, listener: (...args: TerminalEvents[E]) => void) {
    this.#listeners[event].add(listener);
    return () => void this.#listeners[event].delete(listener);
  }
}

interface StandInSandbox extends Sandbox {
  end(): void;
}

let sandboxes = 0;

function newSandbox(): StandInSandbox {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const unused = () => Promise.reject(new Error('the stand-in has no processes'));
  return {
    id: `stand-in-${++sandboxes}`,
    driver: 'stand-in',
    topology: { segments: [], hosts: [] },
    variables: {},
    emulated: false,
    slowdown: 1,
    ended,
    end,
    exec: unused,
    open: () => {
      throw new Error('the stand-in has no processes');
    },
    shell: () => ({ file: 'false', args: [], env: {} }),
    publish: unused,
    resetHost: () => Promise.resolve(),
    down: () => Promise.resolve(end()),
    keep: unused,
  };
}

export class StandInLab implements Lab {
  readonly chapter: Chapter;
  readonly seed: string;
  readonly variables = {};
  readonly hosts: readonly HostName[];
  sandbox = newSandbox();
  closed = false;
  /** Run ids, in the order in which steps were run. */
  readonly ran: string[] = [];
  /** What its checks say. */
  verdict: CheckResult['verdict'] = 'fail';
  /** A program of the learner's own that has the terminal until `programEnds`. */
  busy: Busy | undefined;
  programEnds: Promise<void> = Promise.resolve();
  /** A step waits for this before it ends. */
  stepEnds: Promise<void> = Promise.resolve();
  /** A reset waits for this before the new sandbox is there. */
  built: Promise<void> = Promise.resolve();
  #sessions = new Map<HostName, StandInSession>();
  readonly #replaced = new Set<() => void>();

  constructor(chapter: Chapter, seed: string) {
    this.chapter = chapter;
    this.seed = seed;
    this.hosts = chapter.hosts;
  }

  shell(host: HostName): StandInSession {
    const session = this.#sessions.get(host) ?? new StandInSession(host);
    this.#sessions.set(host, session);
    return session;
  }
  session(host: HostName) {
    return Promise.resolve(this.shell(host));
  }
  async runStep(
    step: { name: string; host: HostName },
    runId: string,
    options: RunOptions = {},
  ): Promise<StepRun> {
    const { name, host } = step;
    if (this.busy !== undefined) {
      if ((options.whenBusy ?? 'refuse') === 'refuse') {
        const reason = 'a program is in the foreground';
        return {
          step: name,
          host,
          outcome: 'refused',
          exit: null,
          output: '',
          ms: 0,
          reason,
          busy: this.busy,
        };
      }
      options.onWaiting?.(this.busy);
      const gone = await Promise.race([this.programEnds, aborted(options.withdrawn)]);
      if (gone === 'aborted') {
        return { step: name, host, outcome: 'refused', exit: null, output: '', ms: 0, reason: 'taken back' };
      }
    }
    this.ran.push(runId);
    options.onBegun?.();
    await this.stepEnds;
    this.shell(step.host).commandEnded();
    return { step: name, host, outcome: 'ran', exit: 0, output: `${name}\n`, ms: 1 };
  }
  resolve(checks: Parameters<Lab['resolve']>[0]): DueCheck[] {
    return checks.map(({ id, kind }) => ({
      id,
      title: id,
      args: {},
      kind: {
        kind,
        summary: 'says what the test wants',
        schema: z.unknown(),
        examples: [],
        dependsOn: () => 'all',
        depth: 'light',
        cost: 'state',
        title: () => id,
        judge: () => ({ verdict: this.verdict, diagnosis: `it is ${this.verdict}`, evidence: [] }),
      },
    }));
  }
  observe(depth: Depth): Promise<Observation> {
    const { topology, variables } = this.sandbox;
    // What its checks say is its state.
    const process = { pid: 1, ppid: 0, command: this.verdict, namespaces: {} };
    const worker = { name: 'worker', namespaces: [], processes: [process] };
    return Promise.resolve({
      revision: 1,
      takenAt: 0,
      topology,
      variables,
      state: { depth, takenAt: 0, hosts: { worker } },
      probes: [],
    });
  }
  probe(seen: Observation) {
    return Promise.resolve(seen);
  }
  onObserved() {
    return () => {};
  }
  judge(checks: Parameters<Lab['judge']>[0], options: { answer?: string } = {}): Promise<CheckResult[]> {
    const verdict =
      options.answer === undefined ? this.verdict : options.answer === 'right' ? 'pass' : 'fail';
    return Promise.resolve(
      checks.map(({ id, kind }) => ({
        id,
        kind,
        title: id,
        verdict,
        diagnosis: `it is ${verdict}`,
        evidence: [],
        ms: Math.random(),
      })),
    );
  }
  async reset() {
    for (const session of this.#sessions.values()) session.close();
    this.#sessions = new Map();
    await this.sandbox.down();
    await this.built;
    this.sandbox = newSandbox();
    for (const listener of this.#replaced) listener();
  }
  async resetHost(host: HostName) {
    this.#sessions.get(host)?.close();
    this.#sessions.delete(host);
    for (const listener of this.#replaced) listener();
  }
  async bringTo(target: string, options: BringOptions = {}) {
    if (options.from === undefined) {
      options.onProgress?.('building a fresh sandbox');
      await this.reset();
    }
    const solutions = this.chapter.exercises.map(
      ({ id: exercise }): Proof => ({ exercise, file: '', kind: 'solution', name: 'solution', sections: [] }),
    );
    return replayUntil(this, target, solutions, options);
  }
  onReplaced(listener: () => void) {
    this.#replaced.add(listener);
    return () => void this.#replaced.delete(listener);
  }
  keep() {
    return this.sandbox.keep();
  }
  async close() {
    this.closed = true;
    await this.sandbox.down();
  }
}

function aborted(signal: AbortSignal | undefined): Promise<'aborted'> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve('aborted')));
}
