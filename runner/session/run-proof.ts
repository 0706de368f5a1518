/** Runs a proof (a solution or a wrong attempt) on a sandbox: each section as one bash script by pipes, as root of its host. */
import type { Proof } from '../chapter/model.ts';
import type { HostName, Sandbox } from '../sandbox/driver.ts';
import { patient } from '../slowdown.ts';

export interface ProofRun {
  /** True when every section ended with status 0. */
  readonly clean: boolean;
  readonly stdout: string;
  /** One line per section that failed: host, status, last lines of stderr. */
  readonly complaints: readonly string[];
}

/** A proof is a few dozen commands; waits inside have deadlines of their own. `exec` multiplies it by the slowdown. */
const SECTION_TIMEOUT_MS = 60_000;

export async function runProof(
  sandbox: Sandbox,
  proof: Pick<Proof, 'sections' | 'name'>,
  timeoutMs = SECTION_TIMEOUT_MS,
): Promise<ProofRun> {
  let stdout = '';
  const complaints: string[] = [];
  for (const section of proof.sections) {
    const result = await sandbox.exec(section.host as HostName, ['bash', '-s'], {
      stdin: section.script,
      timeoutMs,
    });
    stdout += result.stdout;
    if (result.status === 0) continue;
    const how = result.timedOut
      ? `no end after ${patient(timeoutMs, sandbox.slowdown) / 1000} s`
      : `status ${result.status ?? result.signal}`;
    const said = result.stderr.trim().split('\n').slice(-3).join(' / ');
    complaints.push(`${proof.name} on ${section.host}: ${how}${said ? `: ${said}` : ''}`);
  }
  return { clean: complaints.length === 0, stdout, complaints };
}
