/**
 * Lets the BIRD of a host withdraw a range, looks which kernels lose the route, and has it announced again: also when the
 * runner ends in between, since withdrawal.py then sees its input end or is replaced by its guard. Judges nothing.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Speaker, WithdrawalProbe, WithdrawalResult } from '../../../checks/probe.ts';
import type { LabProcess, Sandbox } from '../../sandbox/driver.ts';
import { complaint, GeneratorFailed, openHidden, read, runHidden } from './generator.ts';

export const argv = [
  'python3',
  '-I',
  '-S',
  '-c',
  readFileSync(new URL('withdrawal.py', import.meta.url), 'utf8'),
] as const;

/** For Python to start and BIRD to answer on a busy machine. */
const STARTING_MS = 10_000;

const session = z.strictObject({
  name: z.string(),
  neighbour: z.string(),
  state: z.string(),
  error: z.string(),
});
const looked = z.union([
  z.strictObject({ silent: z.string() }).transform((one) => ({ ...one, routes: [], sessions: [] })),
  z.strictObject({
    routes: z.array(z.strictObject({ protocol: z.string(), type: z.string() })),
    sessions: z.array(session),
  }),
]);
const waited = z.strictObject({ reached: z.boolean() });

type Hosts = Pick<Sandbox, 'open' | 'topology'>;

/** @throws GeneratorFailed when somebody could not be asked, or the range could not be announced again */
export async function withdrawal(
  sandbox: Hosts,
  { from, range, learntBy, timeoutMs }: WithdrawalProbe,
): Promise<WithdrawalResult> {
  const everybody = [...new Set([from.host, ...learntBy])];
  const asked = await Promise.all(
    everybody.map(async (host) => [host, await ask(sandbox, host, { do: 'look', range }, looked)] as const),
  );
  const speakers: Record<string, Speaker> = Object.fromEntries(asked);
  const end = (outcome: WithdrawalResult['outcome'], hosts: readonly string[] = []): WithdrawalResult => ({
    probe: 'withdrawal',
    outcome,
    hosts,
    speakers,
  });
  /** The hosts on which it was waited in vain. */
  const without = async (want: 'learnt' | 'gone', ms: number): Promise<string[]> => {
    const request = { do: 'wait', want, range, timeoutMs: ms };
    const reached = await Promise.all(learntBy.map((host) => ask(sandbox, host, request, waited, ms)));
    return learntBy.filter((_, index) => !reached[index]?.reached);
  };
  const own = (speakers[from.host]?.routes ?? []).filter(({ type }) => type !== 'BGP' && type !== '');
  const protocols = [...new Set(own.map(({ protocol }) => protocol))];
  if (protocols.length === 0) return end('nothing-withdrawn');
  const missing = await without('learnt', 0);
  if (missing.length > 0) return end('nothing-withdrawn', missing);

  const stayed = await whileWithdrawn(sandbox, from.host, protocols, () => without('gone', timeoutMs));
  const lost = await without('learnt', timeoutMs);
  if (stayed.length > 0) return end('stayed', stayed);
  return lost.length > 0 ? end('not-back', lost) : end('came-back');
}

async function whileWithdrawn<T>(
  sandbox: Hosts,
  host: string,
  protocols: readonly string[],
  then: () => Promise<T>,
): Promise<T> {
  const child = openHidden(sandbox, { host }, argv);
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new GeneratorFailed('the withdrawal was started without pipes');
  const complaints = read(child.stderr);
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<void> => {
    const { done } = await within(STARTING_MS, child, lines.next());
    if (done) throw complaint(await complaints, 'the withdrawal', child.exitCode, { host });
  };
  stdin.on('error', () => {}); // EPIPE: it ended; the missing line tells
  try {
    stdin.write(`${JSON.stringify({ do: 'withdraw', protocols })}\n`);
    await line();
    return await then();
  } finally {
    stdin.end('over\n');
    await line();
  }
}

/** Past the deadline the child is killed, and its guard does what it owes. */
async function within<T>(ms: number, child: LabProcess, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => child.kill('SIGTERM'), ms);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

async function ask<T>(
  sandbox: Hosts,
  host: string,
  request: object,
  answer: z.ZodType<T>,
  ms = 0,
): Promise<T> {
  const output = await runHidden(sandbox, { host }, argv, `${JSON.stringify(request)}\n`, ms + STARTING_MS);
  const parsed = answer.safeParse(json(output));
  if (parsed.success) return parsed.data;
  throw new GeneratorFailed(`the probe on ${host} answered nonsense: ${z.prettifyError(parsed.error)}`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
