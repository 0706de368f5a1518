/**
 * Keeps one session's lab: opened when first needed, replaced by one piece of work at a time, mourned when it ends by
 * itself. Tells its condition in the words of the page. Knows nothing of sockets, progress or checks.
 */
import type { Chapter } from '../../../runner/chapter/model.ts';
import { SandboxError, WirebookError } from '../../../runner/errors.ts';
import type { HostName, Sandbox } from '../../../runner/sandbox/driver.ts';
import type { Lab } from '../../../runner/session/lab.ts';
import type { TerminalSession } from '../../../runner/terminal/session.ts';
import type { ServerMessage } from '../../protocol.ts';

export type LabStatus = Omit<Extract<ServerMessage, { type: 'lab' }>, 'type' | 'sandbox' | 'lost'>;

export interface LabKeeperOptions {
  readonly chapter: Chapter;
  /** @param onProgress takes what building a sandbox waits for, also when this lab builds another one */
  readonly openLab: (onProgress: (doing: string) => void) => Promise<Lab>;
  readonly onStatus: (status: LabStatus) => void;
  /** The lab is open; called once for each lab, before anybody gets it. */
  readonly onOpened: (lab: Lab) => void;
  /** The sandbox has ended, and nobody here has ended it. */
  readonly onEnded: () => void;
  /** The lab's sandbox or one of its hosts is a new one. */
  readonly onReplaced: (lab: Lab) => void;
}

const RESET_REMEDY = 'Reset the sandbox to start a new one. Points and progress are kept.';
const CLOSED = new SandboxError('The session is closed.');
const ENDED = { state: 'failed', error: 'The sandbox has ended.', remedy: RESET_REMEDY } as const;

export class LabKeeper {
  readonly #options: LabKeeperOptions;
  #lab: Promise<Lab> | undefined;
  /** The same once it is open. */
  #open: Lab | undefined;
  #status: LabStatus = { state: 'starting' };
  /** Set while the sandbox is being replaced. */
  #working = false;
  /** Resolves when there is a sandbox again that shells may be started in. */
  #gate: Promise<void> = Promise.resolve();
  #openGate: () => void = () => {};
  #dead: Sandbox | undefined;
  /** Who waits for the end of a failure. */
  #patient: (() => void)[] = [];
  #closed = false;

  constructor(options: LabKeeperOptions) {
    this.#options = options;
  }

  get status(): LabStatus {
    return this.#status;
  }

  /** Identity of the present sandbox; null while there is none. */
  get sandbox(): string | null {
    const sandbox = this.#open?.sandbox;
    return sandbox === undefined || sandbox === this.#dead ? null : sandbox.id;
  }

  /** There is a lab, or one is being opened. */
  get active(): boolean {
    return this.#lab !== undefined;
  }

  get working(): boolean {
    return this.#working;
  }

  /** Opens the lab when there is none. A lab that cannot be opened is tried again at the next call. */
  open(): Promise<Lab> {
    if (this.#closed) return Promise.reject(CLOSED);
    this.#lab ??= this.#begin();
    return this.#lab;
  }

  async #begin(): Promise<Lab> {
    const { chapter, openLab, onOpened, onReplaced } = this.#options;
    this.#tell({ state: 'starting', doing: `building ${chapter.hosts.join(', ')}` });
    try {
      const lab = await openLab((doing) => {
        if (this.#status.state === 'starting') this.#tell({ state: 'starting', doing });
        else if (this.#working) this.#tell({ state: 'working', doing });
      });
      if (this.#closed) {
        await lab.close();
        throw CLOSED;
      }
      lab.onReplaced(() => {
        this.#mourn(lab);
        this.#openGate();
        onReplaced(lab);
      });
      this.#mourn(lab);
      this.#open = lab;
      onOpened(lab);
      this.#tell({ state: 'ready' });
      return lab;
    } catch (error) {
      this.#lab = undefined;
      this.#tell(failure(error));
      throw error;
    }
  }

  /**
   * The host's shell; while a new sandbox is being built, once it is there.
   * @throws SandboxError when there is no sandbox to be had
   */
  async session(host: HostName): Promise<TerminalSession> {
    const lab = await this.open();
    await this.#gate;
    if (lab.sandbox === this.#dead) throw new SandboxError(ENDED.error, { remedy: RESET_REMEDY });
    return lab.session(host);
  }

  /** The same for somebody with patience: while there is no sandbox to be had, waits for the next one. */
  async sessionWhenever(host: HostName): Promise<TerminalSession> {
    for (;;) {
      if (this.#status.state === 'failed') await new Promise<void>((resolve) => this.#patient.push(resolve));
      try {
        return await this.session(host);
      } catch (error) {
        if (this.#status.state !== 'failed') throw error;
      }
    }
  }

  /**
   * Replaces the sandbox or a part of it. One at a time.
   * @throws SandboxError when something is being replaced already, and whatever `work` throws
   */
  async replace(
    doing: string,
    work: (lab: Lab, tell: (doing: string) => void) => Promise<void>,
  ): Promise<void> {
    this.#refuseTwo();
    this.#gate = new Promise((resolve) => {
      this.#openGate = resolve;
    });
    try {
      await this.occupy(doing, work);
    } finally {
      this.#openGate();
    }
  }

  /**
   * Works in the sandbox as it is. One piece of work at a time; shells can be had meanwhile.
   * @throws SandboxError when something is at work already, and whatever `work` throws
   */
  async occupy(
    doing: string,
    work: (lab: Lab, tell: (doing: string) => void) => Promise<void>,
  ): Promise<void> {
    this.#refuseTwo();
    const tell = (what: string) => this.#tell({ state: 'working', doing: what });
    this.#working = true;
    try {
      tell(doing);
      const lab = await this.open();
      // When there was none, opening it has told of itself in between.
      if (this.#status.state !== 'working') tell(doing);
      try {
        await work(lab, tell);
      } finally {
        // What failed half-way may well have left a sandbox that works.
        this.#tell(lab.sandbox === this.#dead ? ENDED : { state: 'ready' });
      }
    } finally {
      this.#working = false;
    }
  }

  #refuseTwo(): void {
    if (!this.#working) return;
    const { doing: now = 'busy' } = this.#status;
    throw new SandboxError(`The sandbox is at work already: ${now}.`, { remedy: 'Wait until it is ready.' });
  }

  /** Ends the sandbox. The keeper can open no other. */
  async close(): Promise<void> {
    this.#closed = true;
    // One that could not be opened needs no closing.
    const lab = await this.#lab?.catch(() => undefined);
    // A sandbox that is just being built must be there before it can be ended.
    await this.#gate;
    await lab?.close();
  }

  /** Notices the end of the present sandbox, and says so when nobody here has ended it. */
  #mourn(lab: Lab): void {
    const { sandbox } = lab;
    void sandbox.ended.then(() => {
      if (lab.sandbox !== sandbox) return;
      this.#dead = sandbox;
      if (this.#closed || this.#working) return;
      this.#options.onEnded();
      this.#tell(ENDED);
    });
  }

  #tell(status: LabStatus): void {
    this.#status = status;
    this.#options.onStatus(status);
    if (status.state !== 'failed') for (const go of this.#patient.splice(0)) go();
  }
}

function failure(error: unknown): LabStatus {
  return {
    state: 'failed',
    error: error instanceof Error ? error.message : String(error),
    remedy: (error instanceof WirebookError ? error.remedy : undefined) ?? RESET_REMEDY,
  };
}
