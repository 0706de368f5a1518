/**
 * One command by pipes through inside/enter.pl: exact input and output, exit by fact. Knows nothing of namespaces.
 */
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { SandboxError } from '../../errors.ts';
import { patient } from '../../slowdown.ts';
import type { ExecOptions, ExecResult, LabProcess } from '../driver.ts';

/** As driver.ts says it of ExecOptions. */
const DEFAULT_TIMEOUT_MS = 10_000;
/** A command that prints without end must not fill the runner's memory. */
const OUTPUT_LIMIT = 64 * 1024 * 1024;
/** After SIGTERM, enter.pl has this long to report that the group is dead. */
const KILL_DEADLINE_MS = 5_000;

/**
 * Follows a process started with `enter.pl --report` (stdio: four pipes). Throws SandboxError when the host was not
 * reached or is lost on the way. What the command left in the background does not hold it up: enter.pl writes a
 * nonce behind the command's own output.
 * @param slowdown the sandbox's: how many times longer all may take
 */
export async function followCommand(
  child: LabProcess,
  options: ExecOptions,
  slowdown: number,
): Promise<ExecResult> {
  const started = performance.now();
  const out = new Collected(child.stdout as Readable);
  const err = new Collected(child.stderr as Readable);
  const report = new Collected(child.stdio[3] as Readable);
  let timedOut = false;
  let tooMuch = false;
  const kill = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), patient(KILL_DEADLINE_MS, slowdown)).unref();
  };
  const timer = setTimeout(
    () => {
      timedOut = true;
      kill();
    },
    patient(options.timeoutMs ?? DEFAULT_TIMEOUT_MS, slowdown),
  );
  out.onTooMuch = err.onTooMuch = () => {
    tooMuch = true;
    kill();
  };
  child.stdin?.on('error', () => {}); // EPIPE: the command did not want its input
  child.stdin?.end(options.stdin ?? '');
  try {
    const failed = new Promise<never>((_, reject) => {
      child.once('error', reject);
    });
    await Promise.race([report.ended, failed]);
    const ending = parseReport(report.text());
    if ('error' in ending) throw new SandboxError(ending.error);
    const stdout = await out.until(ending.nonce);
    const stderr = await err.until(ending.nonce);
    if (tooMuch) throw new SandboxError('the command printed more than 64 MiB and was ended');
    return {
      status: ending.signal === null ? ending.status : null,
      signal: ending.signal,
      stdout,
      stderr,
      timedOut,
      ms: performance.now() - started,
    };
  } finally {
    clearTimeout(timer);
    for (const stream of child.stdio) stream?.destroy();
  }
}

type Ending = { error: string } | { status: number; signal: string | null; nonce: string };

const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** The lines of `enter.pl --report`. */
export function parseReport(text: string): Ending {
  const error = /^error (.*)$/m.exec(text);
  if (error) return { error: error[1] ?? '' };
  const ending = /^(done|killed) (\d+) ([0-9a-f]+)$/m.exec(text);
  if (!ending) return { error: 'the host went away while a command ran' };
  const number = Number(ending[2]);
  const signal = ending[1] === 'killed' ? (SIGNALS.get(number) ?? `SIG${number}`) : null;
  return { status: number, signal, nonce: ending[3] ?? '' };
}

/** The bytes of a stream so far. */
class Collected {
  onTooMuch = () => {};
  readonly ended: Promise<void>;
  private chunks: Buffer[] = [];
  private bytes = 0;
  private over = false;
  private changed = () => {};

  constructor(stream: Readable) {
    stream.on('data', (chunk: Buffer) => {
      if (this.bytes > OUTPUT_LIMIT) return this.onTooMuch();
      this.chunks.push(chunk);
      this.bytes += chunk.length;
      this.changed();
    });
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.over = true;
        this.changed();
        resolve();
      };
      stream.once('end', end).once('close', end).once('error', end);
    });
  }

  text(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }

  /** Everything before the mark; without the mark (the stream ended first) everything. */
  async until(mark: string): Promise<string> {
    let searched = 0;
    while (true) {
      const all = this.chunks.length === 1 ? (this.chunks[0] as Buffer) : Buffer.concat(this.chunks);
      this.chunks.splice(0, this.chunks.length, all);
      const at = all.indexOf(mark, Math.max(0, searched - mark.length));
      if (at >= 0) return all.toString('utf8', 0, at);
      if (this.over) return all.toString('utf8');
      searched = all.length;
      await new Promise<void>((resolve) => {
        this.changed = resolve;
      });
    }
  }
}
