/**
 * One learner's chapter at work, shared by all of the learner's tabs: takes what pages ask for, tells all of them what came of it.
 * Knows nothing of sockets and HTTP: a connection is somebody to send to.
 */
import type { CheckKind } from '../../../checks/kind.ts';
import type { Chapter } from '../../../runner/chapter/model.ts';
import { WirebookError } from '../../../runner/errors.ts';
import type { HostName } from '../../../runner/sandbox/driver.ts';
import { type Watch, watchLab } from '../../../runner/session/grade/watch.ts';
import type { Lab } from '../../../runner/session/lab.ts';
import type { Learner } from '../../../runner/session/learner.ts';
import type { ClientMessage, ServerMessage } from '../../protocol.ts';
import type { ChapterProgress } from '../progress/store.ts';
import { Bringing } from './bringing.ts';
import { complaint } from './complaint.ts';
import { SandboxHistory } from './history.ts';
import { LabKeeper } from './lab-keeper.ts';
import { LiveChecks } from './live-checks.ts';
import { LivePicture } from './live-picture.ts';
import { Predictions } from './predictions.ts';
import { Reached } from './reached.ts';
import { handle } from './requests.ts';
import { Score } from './score.ts';
import {
  type Connection,
  hello,
  labMessage,
  type SessionContext,
  tellPredictions,
  tellProgress,
} from './session-context.ts';
import { type Attachment, Shells } from './shells.ts';
import { StepRuns } from './step-runs.ts';
import { Touched } from './touched.ts';

export interface ChapterSessionOptions {
  readonly learner: Learner;
  readonly chapter: Chapter;
  readonly kinds: ReadonlyMap<string, CheckKind<unknown>>;
  readonly openLab: (onProgress: (doing: string) => void) => Promise<Lab>;
  readonly progress: ChapterProgress;
  readonly log: (line: string) => void;
}

export class ChapterSession {
  readonly learner: Learner;
  readonly chapter: Chapter;
  readonly #options: ChapterSessionOptions;
  readonly #connections = new Set<Connection>();
  readonly #runs: StepRuns;
  readonly #checks = new LiveChecks();
  readonly #touched: Touched;
  readonly #reached: Reached;
  readonly #history = new SandboxHistory();
  readonly #bringing = new Bringing();
  readonly #picture: LivePicture;
  readonly #context: SessionContext;
  readonly #keeper: LabKeeper;
  readonly #shells: Shells;
  #watch: Watch | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: ChapterSessionOptions) {
    const { learner, chapter } = options;
    this.learner = learner;
    this.chapter = chapter;
    this.#options = options;
    this.#runs = new StepRuns(chapter.steps, (message) => {
      if (message.type === 'running') this.#touched.stepRuns();
      this.#tell(message);
    });
    this.#touched = new Touched(chapter.exercises.map(({ id }) => id));
    this.#reached = new Reached(chapter, options.progress);
    this.#picture = new LivePicture({
      title: `The network of ${chapter.title}`,
      onTrouble: (error) => {
        if (!(error instanceof WirebookError)) options.log(`${chapter.id}: picture: ${error}`);
      },
    });
    this.#keeper = new LabKeeper({
      chapter,
      openLab: options.openLab,
      onStatus: () => this.#tell(labMessage(this.#context)),
      onOpened: (lab) => this.#opened(lab),
      onEnded: () => this.#note(() => this.#reached.ended()),
      onReplaced: () => this.#replaced(),
    });
    this.#shells = new Shells({
      hosts: chapter.hosts,
      session: (host) => this.#keeper.session(host),
      sessionWhenever: (host) => this.#keeper.sessionWhenever(host),
      onState: (host, state) => this.#tell({ type: 'shell', host, state }),
      onCommandEnded: () => {
        this.#picture.commandEnded();
        this.#watch?.commandEnded();
      },
      onTyped: () => this.#typed(),
      // A shell that does not come while its sandbox is being built or is gone is told by the lab's condition.
      onTrouble: (error) => this.#keeper.status.state === 'ready' && this.#tell(complaint(error)),
    });
    this.#context = {
      chapter,
      progress: options.progress,
      score: new Score(chapter, options.progress),
      keeper: this.#keeper,
      runs: this.#runs,
      predictions: new Predictions(chapter, options.progress, this.#runs),
      checks: this.#checks,
      touched: this.#touched,
      reached: this.#reached,
      history: this.#history,
      bringing: this.#bringing,
      picture: this.#picture,
      watch: () => this.#watch,
      tell: (message) => this.#tell(message),
    };
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
    connection.send(hello(this.#context));
    connection.send(labMessage(this.#context));
    for (const shell of this.#shells.states()) connection.send({ type: 'shell', ...shell });
    for (const run of this.#runs.unfinished()) connection.send(run);
    this.#connections.add(connection);
    // When it cannot be opened, the lab's condition says so.
    this.#keeper.open().catch(() => {});
    return () => {
      this.#connections.delete(connection);
      this.#picture.leave(connection);
    };
  }

  /** A terminal on a host's shell. */
  attach(host: HostName, onStopped: () => void): Attachment {
    return this.#shells.attach(host, onStopped);
  }

  /** Does what the page asks. Never rejects: what goes wrong is told to the page that asked. */
  async receive(connection: Connection, message: ClientMessage): Promise<void> {
    try {
      await handle(this.#context, connection, message);
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
    this.#bringing.cancel();
    this.#watch?.stop();
    this.#picture.stop();
    this.#shells.stop();
    await this.#keeper.close();
  }

  #opened(lab: Lab): void {
    this.#runs.clear();
    this.#checks.clear();
    this.#touched.clear();
    this.#history.clear();
    this.#note(() => {
      this.#reached.opened(lab.sandbox.id);
      tellPredictions(this.#context);
    });
    this.#picture.follow(lab);
    this.#watch?.stop();
    this.#watch = watchLab(lab, {
      onResults: (exercise, results) => {
        // Half-built, it is neither the old sandbox nor the new one; it is looked at again when it is whole.
        if (this.#keeper.working) return;
        this.#touched.judged(exercise, this.#checks.of(exercise), results);
        const news = this.#checks.put(exercise, results);
        const touched = this.#touched.has(exercise);
        if (news) this.#tell({ type: 'checks', exercise, results: news, touched });
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
    this.#picture.forget();
    this.#shells.start();
    this.#watch?.commandEnded();
  }

  #typed(): void {
    this.#touched.typed();
    const { sandbox } = this.#keeper;
    if (sandbox !== null) this.#note(() => this.#reached.used(sandbox));
  }

  #earn(item: string): void {
    const { sandbox } = this.#keeper;
    this.#note(() => {
      // What steps have made pass on the way is no solution, and may be undone by the next step.
      if (this.#touched.has(item)) this.#history.solved(item);
      if (sandbox !== null) this.#reached.at(sandbox, item);
      if (this.#context.score.pass(item)) tellProgress(this.#context, item);
    });
  }

  /** Writes down what nobody has asked for in a message: who looks is told when that fails. */
  #note(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#tell(complaint(error));
    }
  }

  #tell(message: ServerMessage): void {
    for (const connection of this.#connections) connection.send(message);
  }
}
