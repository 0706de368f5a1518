/**
 * Runs a Python program as a process of a host: for probes that need the host's own PIDs, which what runs hidden has not.
 * Judges nothing.
 */
import { HOST_NAMES, type Sandbox } from '../../sandbox/driver.ts';
import { GeneratorFailed } from './generator.ts';

interface Work {
  /** The program; it finds its request as REQUEST. */
  readonly script: string;
  readonly request: object;
  readonly timeoutMs: number;
  /** What did not end when the time is over, as the beginning of a sentence. */
  readonly what: string;
}

/**
 * @returns what it printed
 * @throws GeneratorFailed
 */
export async function runHostPython(
  sandbox: Pick<Sandbox, 'exec'>,
  on: string,
  { script, request, timeoutMs, what }: Work,
): Promise<string> {
  const host = HOST_NAMES.find((name) => name === on);
  if (!host) throw new GeneratorFailed(`there is no host ${on}`);
  const text = JSON.stringify(JSON.stringify(request));
  // The request goes in with the program: on the command line its words would be found by whoever looks for a process.
  const run = await sandbox.exec(host, ['python3', '-I', '-S', '-'], {
    stdin: `REQUEST = __import__("json").loads(${text})\n${script}`,
    timeoutMs,
  });
  if (run.timedOut) throw new GeneratorFailed(`${what} did not come to an end in time`);
  if (run.status === 0) return run.stdout;
  throw new GeneratorFailed(
    run.stderr.trim().split('\n').at(-1) || `python3 ended with ${run.status ?? run.signal}`,
  );
}
