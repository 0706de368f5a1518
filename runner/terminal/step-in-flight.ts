/** One step between its begin and its end: what it printed, and how it ended. Knows nothing of shells or marks. */

import type { RunRequest } from './session.ts';
import type { Busy, StepRun } from './step-run.ts';

/** Bytes of output that are kept of one step: a flood that nobody stops would fill the memory. */
const LONGEST_OUTPUT = 16 << 20;
const RETURN = 0x0d;
const NEWLINE = 0x0a;

export class StepInFlight {
  readonly request: RunRequest;
  /** Its number in this session, so that a late mark of another step is not believed. */
  readonly number: number;
  /** Set by who stops it for its time: says how far that had to go. */
  timedOut: string | undefined;
  readonly result: Promise<StepRun>;
  readonly #host: string;
  readonly #settle: (run: StepRun) => void;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #startedAt: number | undefined;

  constructor(host: string, number: number, request: RunRequest) {
    this.#host = host;
    this.number = number;
    this.request = request;
    const { promise, resolve } = withResolver<StepRun>();
    this.result = promise;
    this.#settle = resolve;
  }

  get begun(): boolean {
    return this.#startedAt !== undefined;
  }

  get withdrawn(): boolean {
    return this.request.options?.withdrawn?.aborted === true;
  }

  begin(): void {
    this.#startedAt = performance.now();
    this.request.options?.onBegun?.();
  }

  capture(chunk: Buffer): void {
    if (chunk.length === 0) return;
    if (this.#bytes < LONGEST_OUTPUT) this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  /**
   * It came back to the prompt, by itself or because it was interrupted.
   * @param atPrompt its end was only seen when the prompt was drawn; readline's first bytes are not the step's.
   */
  end(exit: number | null, atPrompt: boolean): void {
    if (atPrompt) this.#dropEnd('\x1b[?2004h');
    if (this.timedOut === undefined) this.#give('ran', exit);
    else this.#give('timeout', exit, this.timedOut);
  }

  shellEnded(exit: number | null): void {
    if (this.timedOut === undefined) this.#give('shell-ended', exit, `the shell of ${this.#host} ended`);
    else this.#give('timeout', exit, `${this.timedOut}; the shell ended with it`);
  }

  refuse(reason: string, busy?: Busy): void {
    this.#give('refused', null, reason, busy);
  }

  #dropEnd(end: string): void {
    const output = Buffer.concat(this.#chunks);
    if (!output.subarray(-end.length).equals(Buffer.from(end))) return;
    this.#chunks.splice(0, this.#chunks.length, output.subarray(0, -end.length));
  }

  #give(outcome: StepRun['outcome'], exit: number | null, reason?: string, busy?: Busy): void {
    const cut =
      this.#bytes > LONGEST_OUTPUT ? `only the first ${LONGEST_OUTPUT >> 20} MiB were kept` : undefined;
    const why = [reason, cut].filter((part) => part !== undefined).join('; ');
    this.#settle({
      step: this.request.step,
      host: this.#host,
      outcome,
      exit,
      output: asWritten(Buffer.concat(this.#chunks)),
      ms: this.#startedAt === undefined ? 0 : performance.now() - this.#startedAt,
      ...(why === '' ? {} : { reason: why }),
      ...(busy === undefined ? {} : { busy }),
    });
  }
}

/**
 * Without the CR that the pty's line discipline has put before each LF (ONLCR in termios(3)). In place and by bytes: of many
 * short lines it takes a string's own methods seconds, in which nothing else runs.
 */
function asWritten(output: Buffer): string {
  let size = 0;
  for (let at = 0; at < output.length; at++) {
    const byte = output[at] as number;
    if (byte !== RETURN || output[at + 1] !== NEWLINE) output[size++] = byte;
  }
  return output.toString('utf8', 0, size);
}

function withResolver<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
