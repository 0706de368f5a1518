/** Runs a Python program beside a host, with beside.py before it: for probes that handle the host's processes and files. Judges nothing. */
import type { HostAccess } from '../../../sandbox/driver.ts';
import { source } from '../../source.ts';
import { readPrinted } from './answer.ts';
import { runHidden } from './hidden.ts';

/** @param files from the folder `probes`, each of which uses what the ones before it define */
export function besidePython(...files: string[]): readonly string[] {
  const parts = ['support/beside.py', ...files];
  return ['python3', '-I', '-S', '-c', parts.map((file) => source(`observe/probes/${file}`)).join('\n')];
}

/**
 * @param request is the program's REQUEST
 * @returns what it printed
 * @throws GeneratorFailed
 */
export async function runBeside(
  sandbox: HostAccess,
  host: string,
  program: readonly string[],
  request: object,
  timeoutMs: number,
): Promise<object> {
  return readPrinted(await runHidden(sandbox, { host }, program, `${JSON.stringify(request)}\n`, timeoutMs));
}
