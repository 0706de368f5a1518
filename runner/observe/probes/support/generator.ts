/**
 * Runs a traffic generator in a host or namespace of the sandbox and reads what it prints: support/common.py, the probe's own
 * Python and support/run.py as one script. Knows the wire between the two; judges nothing.
 */
import type { Origin } from '../../../../checks/probes/origin.ts';
import type { HostAccess } from '../../../sandbox/driver.ts';
import { source } from '../../source.ts';
import { readPrinted } from './answer.ts';
import { runHidden } from './hidden.ts';

/**
 * @param files from the folder `probes`, each of which uses what the ones before it define
 * @returns argv of the generator; it reads its request as a line of JSON
 */
export function generatorProgram(...files: string[]): readonly string[] {
  const parts = ['support/common.py', ...files, 'support/run.py'];
  return ['python3', '-I', '-S', '-c', parts.map((file) => source(`observe/probes/${file}`)).join('\n')];
}

/** A request as support/run.py reads it; `generate` adds by how much it multiplies its times. */
interface GeneratorRequest {
  /** Name of the Python function. */
  readonly probe: string;
  readonly [field: string]: string | number | object;
}

/**
 * @param deadlineMs after which, times the slowdown, the generator is killed
 * @returns what it printed
 * @throws GeneratorFailed
 */
export async function generate(
  sandbox: HostAccess,
  from: Origin,
  program: readonly string[],
  request: GeneratorRequest,
  deadlineMs: number,
): Promise<object> {
  const { slowdown } = sandbox;
  const line = JSON.stringify({ ...request, slowdown, answerSlowdown: answerSlowdown(sandbox) });
  return readPrinted(await runHidden(sandbox, from, program, `${line}\n`, deadlineMs));
}

/** At most so many times a probe's own time for an answer, where processors are real ones. */
const ANSWERS_AT_MOST = 2;

/**
 * How many times longer an answer may take. Many a check waits for one that must not come, so this is less than the
 * machine's slowdown: dear processes and namespaces delay the start of a probe, not the packets of one that runs.
 */
export function answerSlowdown({ slowdown, emulated }: Pick<HostAccess, 'slowdown' | 'emulated'>): number {
  return emulated ? slowdown : Math.min(slowdown, ANSWERS_AT_MOST);
}
