/** A process on another machine that looks like a child process of Node. Knows frames, and nothing of ssh. */
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { Readable, Writable } from 'node:stream';
import type { LabProcess } from '../driver.ts';

const PIECE = 64 * 1024;
const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** Sends a frame for this process; `sent` when it has left this program. */
type Send = (letter: string, body: Uint8Array | string, sent?: () => void) => void;

export class RemoteProcess extends EventEmitter implements LabProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly stdio: readonly (Readable | Writable)[];
  exitCode: number | null = null;
  signalCode: string | null = null;
  readonly #send: Send;
  readonly #outputs: ReadonlyMap<string, Readable>;
  /** Outputs that are still written to there, and that are still listened to here. */
  readonly #open: Set<string>;
  readonly #heard: Set<string>;
  #over = false;

  /** @param report has it a fourth pipe, for what entrance.pl reports? */
  constructor(send: Send, report: boolean) {
    super();
    this.#send = send;
    const letters = report ? ['o', 'e', 'r'] : ['o', 'e'];
    this.#open = new Set(letters);
    this.#heard = new Set(letters);
    this.#outputs = new Map(letters.map((letter) => [letter, this.#output(letter)]));
    this.stdin = new Writable({
      write: (chunk: Buffer, _encoding, done) => this.#input(chunk, done),
      final: (done) => {
        if (!this.#over) this.#send('C', '');
        done();
      },
    });
    const [stdout, stderr, ...more] = [...this.#outputs.values()] as [Readable, Readable, ...Readable[]];
    this.stdout = stdout;
    this.stderr = stderr;
    this.stdio = [this.stdin, stdout, stderr, ...more];
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): boolean {
    if (this.#over) return false;
    this.#send('K', signal.replace(/^SIG/, ''));
    return true;
  }

  /** A frame about this process. */
  receive(letter: string, body: Buffer): void {
    if (letter === 'x') this.#ended(body.toString());
    else if (letter === 'z') this.#outputEnded(body.toString());
    else this.#outputs.get(letter)?.push(body);
  }

  /** The machine is gone, and this with it. */
  lost(): void {
    if (!this.#over) this.#ended(`0 ${constants.signals.SIGKILL}`);
    for (const letter of [...this.#open]) this.#outputEnded(letter);
  }

  /** Has it ended, and all its output been received? */
  get closed(): boolean {
    return this.#over && this.#open.size === 0;
  }

  #output(letter: string): Readable {
    const stream = new Readable({
      read: () => {},
      destroy: (error, done) => {
        this.#heard.delete(letter);
        if (this.#heard.size === 0 && !this.closed) this.#send('D', '');
        done(error);
      },
    });
    return stream;
  }

  #input(chunk: Buffer, done: () => void): void {
    const last = Math.ceil(chunk.length / PIECE) - 1;
    if (this.#over || last < 0) {
      done();
      return;
    }
    for (let piece = 0; piece <= last; piece += 1) {
      const bytes = chunk.subarray(piece * PIECE, (piece + 1) * PIECE);
      this.#send('I', bytes, piece === last ? done : undefined);
    }
  }

  /** `STATUS SIGNAL`, as waitpid(2) tells them. */
  #ended(words: string): void {
    const [status = 0, signal = 0] = words.split(' ').map(Number);
    this.#over = true;
    this.exitCode = signal === 0 ? status : null;
    this.signalCode = signal === 0 ? null : (SIGNALS.get(signal) ?? `SIG${signal}`);
    this.emit('exit', this.exitCode, this.signalCode);
    this.#close();
  }

  #outputEnded(letter: string): void {
    if (!this.#open.delete(letter)) return;
    const stream = this.#outputs.get(letter);
    if (!stream?.destroyed) stream?.push(null);
    this.#close();
  }

  #close(): void {
    if (this.closed) this.emit('close', this.exitCode, this.signalCode);
  }
}
