/** Runs a Python program beside a host, with beside.py before it: for probes that handle the host's processes and files. Judges nothing. */
import type { Hosts } from '../../sandbox/driver.ts';
import { source } from '../source.ts';
import { runHidden } from './generator.ts';

const part = (name: string) => source(`observe/probes/${name}.py`);

/** The program of some files of this folder, each of which uses what the ones before it define. */
export function besidePython(...names: string[]): readonly string[] {
  return ['python3', '-I', '-S', '-c', ['beside', ...names].map(part).join('\n')];
}

/**
 * @param request is the program's REQUEST
 * @returns what it printed
 * @throws GeneratorFailed
 */
export function runBeside(
  sandbox: Hosts,
  host: string,
  program: readonly string[],
  request: object,
  timeoutMs: number,
): Promise<string> {
  return runHidden(sandbox, { host }, program, `${JSON.stringify(request)}\n`, timeoutMs);
}
