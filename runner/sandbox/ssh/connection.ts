/**
 * One connection to one machine: an ssh process that is the master for its shells, and at its other end inside/agent.pl.
 * Its standard input is the lifeline: when this program is gone, however it went, the agent ends and everything it
 * started there with it. Knows nothing of sandboxes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from '../../errors.ts';
import { ROOT } from '../../package-root.mjs';
import { patient } from '../../slowdown.ts';
import { INSIDE } from '../linux-host/inside.ts';
import { RemoteProcess } from './remote-process.ts';
import { agentCommand, MARK, masterArguments, SSH, type Target } from './ssh-command.ts';
import { connectTrouble, lostTrouble } from './troubles.ts';
import { encode, type Frame, FrameReader, words } from './wire-frames.ts';

const HERE = join(ROOT, 'runner/sandbox/ssh/inside');
/** What the agent consists of, in an order in which it can be read. */
const AGENT = [
  [INSIDE, 'kernel.pl'],
  [INSIDE, 'spec.pl'],
  [INSIDE, 'lab.pl'],
  [INSIDE, 'entrance.pl'],
  [HERE, 'skeleton.pl'],
  [HERE, 'parts.pl'],
  [HERE, 'agent.pl'],
] as const;

/** Connecting and starting the agent take 1.3 s on an emulated machine. */
const OPEN_DEADLINE_MS = 60_000;
const REQUEST_DEADLINE_MS = 30_000;
const CLOSE_DEADLINE_MS = 3_000;

interface Question {
  readonly answer: (words: string[]) => void;
  readonly refuse: (error: Error) => void;
}

export interface Greeting {
  /** `uname -m`. */
  readonly machine: string;
  /** `uname -r`. */
  readonly kernel: string;
}

export class Connection {
  readonly target: Target;
  greeting: Greeting = { machine: '', kernel: '' };
  /** Why it is over; absent while it is not. */
  lost: SandboxError | undefined;
  readonly #ssh: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #processes = new Map<number, RemoteProcess>();
  readonly #questions = new Map<number, Question>();
  readonly #listeners = new Set<(id: string | undefined) => void>();
  #complaint = '';
  #last = 0;
  #closing = false;
  #open = false;

  /** @throws SandboxError that says why, and the remedy */
  static async open(target: Target): Promise<Connection> {
    const connection = new Connection(target);
    await connection.#ready();
    return connection;
  }

  private constructor(target: Target) {
    this.target = target;
    this.#ssh = spawn(SSH, [...masterArguments(target), agentCommand()], {
      stdio: ['pipe', 'pipe', 'pipe'],
      cwd: '/',
      detached: true, // Ctrl-C at the runner's terminal is not for it
    });
    this.#ssh.stdin?.on('error', () => {}); // it ended before we did: `close` tells
    this.#ssh.stderr?.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk).slice(-4096);
    });
    this.#exited = new Promise((resolve) => {
      this.#ssh.once('error', (error) => {
        this.#complaint += error.message;
        this.#over(null);
        resolve();
      });
      this.#ssh.once('close', (status) => {
        this.#over(status);
        resolve();
      });
    });
    this.#ssh.stdin?.write(agentSource());
  }

  /** Asks the agent; `bytes` follow the words. Throws SandboxError with its reason, or when it does not answer. */
  async ask(
    list: readonly string[],
    bytes?: Uint8Array,
    deadlineMs = patient(REQUEST_DEADLINE_MS),
  ): Promise<string[]> {
    if (this.lost) throw this.lost;
    const number = this.#next();
    const { name } = this.target;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<string[]>((answer, refuse) => {
        this.#questions.set(number, { answer, refuse });
        timer = setTimeout(
          () => refuse(new SandboxError(`${name} did not answer (${list[0]}) within ${deadlineMs / 1000} s`)),
          deadlineMs,
        );
        this.#send('Q', number, words(list, bytes));
      });
    } finally {
      clearTimeout(timer);
      this.#questions.delete(number);
    }
  }

  /** Starts a process; see inside/agent.pl, `start`, for the words. */
  start(list: readonly string[], report: boolean): RemoteProcess {
    if (this.lost) throw this.lost;
    const number = this.#next();
    const started = new RemoteProcess((letter, body, sent) => this.#send(letter, number, body, sent), report);
    this.#processes.set(number, started);
    started.once('close', () => this.#processes.delete(number));
    this.#send('S', number, words(list));
    return started;
  }

  /** Called with the id of a sandbox that has ended there, or with nothing when the connection is lost. */
  onEnded(listener: (id: string | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the agent and all that it started. Idempotent. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#ssh.stdin?.end();
    const timer = setTimeout(() => this.#ssh.kill('SIGKILL'), patient(CLOSE_DEADLINE_MS));
    await this.#exited;
    clearTimeout(timer);
  }

  /** As `close`, for a machine that no longer answers. */
  async abandon(): Promise<void> {
    this.#closing = true;
    this.#ssh.kill('SIGKILL');
    await this.#exited;
  }

  #ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      const deadlineMs = patient(OPEN_DEADLINE_MS);
      const timer = setTimeout(() => {
        void this.abandon();
        reject(new SandboxError(`${this.target.name}: no answer by ssh within ${deadlineMs / 1000} s`));
      }, deadlineMs);
      const off = this.onEnded(() => {
        clearTimeout(timer);
        reject(this.lost);
      });
      const reader = new FrameReader((frame) => {
        if (frame.letter !== 'h') {
          this.#receive(frame);
          return;
        }
        const [machine = '', kernel = ''] = frame.body.toString().split('\0');
        this.greeting = { machine, kernel };
        this.#open = true;
        clearTimeout(timer);
        off();
        this.#unref();
        resolve();
      });
      const noise = skipNoise((chunk) => reader.feed(chunk));
      this.#ssh.stdout?.on('data', noise);
    });
  }

  /** A program that has nothing else to do may end; the lifeline then ends what is there. */
  #unref(): void {
    this.#ssh.unref();
    for (const stream of [this.#ssh.stdin, this.#ssh.stdout, this.#ssh.stderr]) {
      (stream as unknown as { unref(): void } | null)?.unref();
    }
  }

  #receive({ letter, number, body }: Frame): void {
    if (letter === 'g') for (const listener of [...this.#listeners]) listener(body.toString());
    if (letter !== 'a') {
      this.#processes.get(number)?.receive(letter, body);
      return;
    }
    const [verdict, ...rest] = body.toString().split('\0');
    const question = this.#questions.get(number);
    if (verdict === 'ok') question?.answer(rest);
    else question?.refuse(new SandboxError(`${this.target.name}: ${rest.join(' ')}`));
  }

  #next(): number {
    this.#last += 1;
    return this.#last;
  }

  #send(letter: string, number: number, body: Uint8Array | string, sent?: () => void): void {
    if (this.lost || this.#closing) sent?.();
    else this.#ssh.stdin?.write(encode(letter, number, body), () => sent?.());
  }

  #over(status: number | null): void {
    if (this.lost) return;
    const why = { target: this.target, complaint: this.#complaint.trim(), status };
    this.lost = this.#closing
      ? new SandboxError(`the connection to ${this.target.name} was closed`)
      : this.#open
        ? lostTrouble(why)
        : connectTrouble(why);
    for (const { refuse } of this.#questions.values()) refuse(this.lost);
    for (const process of [...this.#processes.values()]) process.lost();
    for (const listener of [...this.#listeners]) listener(undefined);
  }
}

/** The agent's source behind its length, as the bootstrap reads it. */
function agentSource(): Buffer {
  const parts = AGENT.map(
    ([folder, file]) => `{\n#line 1 "${file}"\n${readFileSync(join(folder, file), 'utf8')}\n}\n`,
  );
  const source = Buffer.from(`${parts.join('')}Agent::run();\n`);
  return Buffer.concat([Buffer.from(String(source.length).padStart(10)), source]);
}

/** Passes on what comes behind the mark. */
function skipNoise(feed: (chunk: Buffer) => void): (chunk: Buffer) => void {
  let before: Buffer | undefined = Buffer.alloc(0);
  return (chunk) => {
    if (before === undefined) {
      feed(chunk);
      return;
    }
    const all = Buffer.concat([before, chunk]);
    const at = all.indexOf(MARK);
    before = at < 0 ? all : undefined;
    if (at >= 0 && all.length > at + MARK.length) feed(all.subarray(at + MARK.length));
  };
}
