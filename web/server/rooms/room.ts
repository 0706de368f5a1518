/**
 * One chapter at work, shared by all of the learner's tabs: takes what pages ask for, tells all of them what came of it.
 * Knows nothing of sockets and HTTP: a connection is somebody to send to.
 */
import type { CheckKind } from '../../../checks/kind.ts';
import type { Chapter, Exercise, Step } from '../../../runner/chapter/model.ts';
import { SandboxError, UsageError, WirebookError } from '../../../runner/errors.ts';
import { type Watch, watchLab } from '../../../runner/grade/watch.ts';
import type { Lab } from '../../../runner/lab/lab.ts';
import { momentName, timeline } from '../../../runner/lab/timeline.ts';
import type { HostName } from '../../../runner/sandbox/driver.ts';
import type { StepRun } from '../../../runner/steps/step-run.ts';
import type { ClientMessage, ServerMessage } from '../../protocol.ts';
import type { ProgressStore } from '../progress/store.ts';
import { renderMarkdown } from '../render/index.ts';
import { complaint } from './complaint.ts';
import { LabKeeper } from './lab-keeper.ts';
import { LiveChecks, toMessage } from './live-checks.ts';
import { Score } from './score.ts';
import { type Attachment, Shells } from './shells.ts';
import { StepRuns } from './step-runs.ts';

export interface RoomOptions {
  readonly chapter: Chapter;
  readonly kinds: ReadonlyMap<string, CheckKind<unknown>>;
  readonly openLab: () => Promise<Lab>;
  readonly progress: ProgressStore;
  readonly log: (line: string) => void;
}

/** A page that looks at the chapter. */
export interface Connection {
  send(message: ServerMessage): void;
}

type Message<T extends ClientMessage['type']> = Extract<ClientMessage, { type: T }>;

export class Room {
  readonly chapter: Chapter;
  readonly #options: RoomOptions;
  readonly #connections = new Set<Connection>();
  readonly #runs = new StepRuns();
  readonly #checks = new LiveChecks();
  readonly #score: Score;
  readonly #keeper: LabKeeper;
  readonly #shells: Shells;
  #watch: Watch | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: RoomOptions) {
    const { chapter } = options;
    this.chapter = chapter;
    this.#options = options;
    this.#score = new Score(chapter, options.progress);
    this.#keeper = new LabKeeper({
      chapter,
      openLab: options.openLab,
      onStatus: (status) => this.#tell({ type: 'lab', ...status }),
      onOpened: (lab) => this.#opened(lab),
      onReplaced: () => this.#replaced(),
    });
    this.#shells = new Shells({
      hosts: chapter.hosts,
      session: (host) => this.#keeper.session(host),
      sessionWhenever: (host) => this.#keeper.sessionWhenever(host),
      onState: (host, state) => this.#tell({ type: 'shell', host, state }),
      onCommandEnded: () => this.#watch?.commandEnded(),
      // A shell that does not come while its sandbox is being built or is gone is told by the lab's condition.
      onTrouble: (error) => this.#keeper.status.state === 'ready' && this.#tell(complaint(error)),
    });
  }

  /** Nobody looks at it, by page or by terminal. */
  get idle(): boolean {
    return this.#connections.size === 0 && this.#shells.attached === 0;
  }

  /** It holds a sandbox, or is opening one. */
  get hasLab(): boolean {
    return this.#keeper.active;
  }

  /** Says hello with all that a fresh page needs, and opens the lab when there is none. @returns how to leave */
  join(connection: Connection): () => void {
    connection.send(this.#hello());
    connection.send({ type: 'lab', ...this.#keeper.status });
    for (const shell of this.#shells.states()) connection.send({ type: 'shell', ...shell });
    for (const run of this.#runs.running()) connection.send({ type: 'running', ...run });
    this.#connections.add(connection);
    // When it cannot be opened, the lab's condition says so.
    this.#keeper.open().catch(() => {});
    return () => this.#connections.delete(connection);
  }

  /** A terminal on a host's shell. */
  attach(host: HostName, onReplaced: () => void): Attachment {
    return this.#shells.attach(host, onReplaced);
  }

  /** Does what the page asks. Never rejects: what goes wrong is told to the page that asked. */
  async receive(connection: Connection, message: ClientMessage): Promise<void> {
    try {
      await this.#handle(connection, message);
    } catch (error) {
      if (!(error instanceof WirebookError))
        this.#options.log(`${this.chapter.id}: ${message.type}: ${error}`);
      connection.send(complaint(error));
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    this.#watch?.stop();
    this.#shells.stop();
    await this.#keeper.close();
  }

  #handle(connection: Connection, message: ClientMessage): Promise<void> {
    switch (message.type) {
      case 'run':
        return this.#run(connection, message);
      case 'interrupt':
        return this.#interrupt(message);
      case 'check':
        return this.#check(connection, message);
      case 'hint':
        return this.#hint(message);
      case 'answer':
        return this.#answer(message);
      case 'reset':
        return this.#reset(message);
      case 'bring':
        return this.#bring(message);
    }
  }

  async #run(connection: Connection, { runId, step: name }: Message<'run'>): Promise<void> {
    const step = find(this.chapter.steps, ({ name: known }) => known, name, 'step');
    const known = this.#runs.find(runId);
    if (known) {
      if (known.step !== step) throw new UsageError(`The run ${runId} is one of step ${known.step.name}.`);
      // One that has not ended is told to everybody when it does.
      if (known.finished) connection.send({ type: 'ran', runId, step: name, ...(await known.shown) });
      return;
    }
    if (this.#keeper.working) {
      const reason = `The sandbox is being prepared: ${this.#keeper.status.doing}.`;
      connection.send({ type: 'ran', runId, step: name, run: refused(step, reason) });
      return;
    }
    const ran = this.#runs.begin(runId, step, () => this.#execute(step, runId));
    this.#tell({ type: 'running', runId, step: name });
    const shown = await ran;
    this.#tell({ type: 'ran', runId, step: name, ...shown });
    if (shown.run.outcome !== 'refused') {
      this.#options.progress.recordRun(this.chapter.id, name, shown.run.exit);
    }
  }

  /** A shell that cannot be had has refused the step: the card of the step is where the learner looks. */
  async #execute(step: Step, runId: string) {
    try {
      await this.#keeper.session(step.host);
      const lab = await this.#keeper.open();
      return await lab.runStep(step, runId);
    } catch (error) {
      const { message, remedy } = complaint(error);
      return refused(step, remedy === undefined ? message : `${message} ${remedy}`);
    }
  }

  async #interrupt({ host: name }: Message<'interrupt'>): Promise<void> {
    (await this.#keeper.session(this.#host(name))).interrupt();
  }

  async #check(connection: Connection, { exercise: id }: Message<'check'>): Promise<void> {
    const exercise = find(this.chapter.exercises, (known) => known.id, id, 'exercise');
    await this.#keeper.open();
    await this.#watch?.checkNow(exercise.id);
    // Who asks gets an answer, also when it is not news.
    const results = this.#checks.of(id);
    if (results.length === 0 || results.some(({ verdict }) => verdict === 'waiting')) {
      throw new SandboxError('The exercise could not be checked: the sandbox did not answer.');
    }
    connection.send({ type: 'checks', exercise: id, results });
  }

  async #hint({ item: id }: Message<'hint'>): Promise<void> {
    const items = [...this.chapter.exercises, ...this.chapter.questions];
    const { hints } = find(items, (known) => known.id, id, 'exercise or question');
    this.#options.progress.showHint(this.chapter.id, id, hints.length);
    this.#tellProgress(id);
    this.#tell({ type: 'hints', item: id, ...this.#hintsOf(id, hints) });
  }

  async #answer({ question: id, text }: Message<'answer'>): Promise<void> {
    const question = find(this.chapter.questions, (known) => known.id, id, 'question');
    const lab = await this.#keeper.open();
    const [result] = await lab.judge([question.check], { answer: text });
    if (!result) throw new UsageError(`Nothing judges the question ${id}.`);
    this.#options.progress.recordAnswer(this.chapter.id, id, { text, verdict: result.verdict });
    this.#checks.put(id, [result]);
    this.#tell({ type: 'answered', question: id, result: toMessage(result) });
    if (result.verdict === 'pass' && this.#score.pass(id)) this.#tellProgress(id);
  }

  async #reset({ host: name }: Message<'reset'>): Promise<void> {
    if (!this.#keeper.active) {
      await this.#keeper.open();
    } else if (name === undefined) {
      await this.#keeper.replace('building a fresh sandbox', (lab) => {
        this.#clear();
        for (const id of this.#score.reset()) this.#tellProgress(id);
        return lab.reset();
      });
    } else {
      const host = this.#host(name);
      await this.#keeper.replace(`rebuilding ${host}`, (lab) => {
        this.#clear(host);
        return lab.resetHost(host);
      });
    }
  }

  async #bring({ to }: Message<'bring'>): Promise<void> {
    find(timeline(this.chapter), momentName, to, 'step, exercise or question');
    await this.#keeper.replace('building a fresh sandbox', (lab, tell) => {
      this.#clear();
      for (const id of this.#score.bringTo(to)) this.#tellProgress(id);
      return lab.bringTo(to, tell);
    });
    this.#watch?.commandEnded();
  }

  #opened(lab: Lab): void {
    this.#runs.clear();
    this.#checks.clear();
    this.#watch?.stop();
    this.#watch = watchLab(lab, {
      kinds: this.#options.kinds,
      onResults: (exercise, results) => {
        const news = this.#checks.put(exercise, results);
        if (news) this.#tell({ type: 'checks', exercise, results: news });
        const passed = results.length > 0 && results.every(({ verdict }) => verdict === 'pass');
        if (passed) this.#earn(exercise);
      },
      // While the sandbox is replaced or gone there is nothing to look at, and its condition says so already.
      onTrouble: (message) => {
        if (this.#keeper.status.state === 'ready') this.#tell({ type: 'error', message });
      },
    });
    this.#shells.start();
  }

  #replaced(): void {
    this.#shells.start();
    this.#watch?.commandEnded();
  }

  #earn(item: string): void {
    try {
      if (this.#score.pass(item)) this.#tellProgress(item);
    } catch (error) {
      this.#tell(complaint(error));
    }
  }

  /** What ran in the sandbox, or on the host, is no longer there. */
  #clear(host?: HostName): void {
    this.#runs.clear(host);
    // What is found next is news, even when it is the same.
    this.#checks.clear();
    this.#tell({ type: 'cleared', ...(host === undefined ? {} : { host }) });
  }

  #hello(): ServerMessage {
    const items = [...this.chapter.exercises, ...this.chapter.questions];
    return {
      type: 'hello',
      chapter: this.chapter.id,
      hosts: [...this.chapter.hosts],
      items: this.#score.items(),
      runs: this.#runs.last(),
      checks: this.#checks.all(),
      hints: Object.fromEntries(items.map(({ id, hints }) => [id, this.#hintsOf(id, hints)])),
    };
  }

  #hintsOf(item: string, hints: Exercise['hints']): { shown: string[]; total: number } {
    const shown = hints.slice(0, this.#score.item(item)?.hintsShown ?? 0);
    return { shown: shown.map(({ markdown }) => renderMarkdown(markdown)), total: hints.length };
  }

  #host(name: string): HostName {
    return find(this.chapter.hosts, (host) => host, name, 'lab host');
  }

  #tellProgress(item: string): void {
    const progress = this.#score.item(item);
    if (progress) this.#tell({ type: 'progress', item, progress });
  }

  #tell(message: ServerMessage): void {
    for (const connection of this.#connections) connection.send(message);
  }
}

/** @throws UsageError that names what there is */
function find<T>(all: readonly T[], nameOf: (one: T) => string, name: string, what: string): T {
  const found = all.find((one) => nameOf(one) === name);
  if (found === undefined) {
    throw new UsageError(
      `This chapter has no ${what} named ${name}.`,
      `It has: ${all.map(nameOf).join(', ')}`,
    );
  }
  return found;
}

/** A step that no shell has taken. */
function refused(step: Step, reason: string): StepRun {
  return { step: step.name, host: step.host, outcome: 'refused', exit: null, output: '', ms: 0, reason };
}
