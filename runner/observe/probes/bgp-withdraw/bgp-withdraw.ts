/**
 * Lets the BIRD of a host withdraw a range, looks which kernels lose the route, and has it announced again: also when
 * something fails, or the runner ends in between. Judges nothing.
 */
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { z } from 'zod';
import {
  type BgpWithdrawProbe,
  type BgpWithdrawResult,
  type Speaker,
  speaker,
} from '../../../../checks/probes/bgp-withdraw.ts';
import type { HostAccess, LabProcess } from '../../../sandbox/driver.ts';
import { patient } from '../../../slowdown.ts';
import { source } from '../../source.ts';
import type { ProbeContext, Prober } from '../prober.ts';
import { readAnswer } from '../support/answer.ts';
import { complaint, GeneratorFailed, openHidden, read } from '../support/hidden.ts';

export const argv = [
  'python3',
  '-I',
  '-S',
  '-c',
  source('observe/probes/bgp-withdraw/bgp-withdraw.py'),
] as const;

/** For Python to start and BIRD to answer on a busy machine. */
const STARTING_MS = 10_000;

const looked = z.union([
  z.strictObject({ silent: z.string() }).transform((one) => ({ ...one, routes: [], sessions: [] })),
  speaker.omit({ silent: true }),
]);
type Result = Omit<BgpWithdrawResult, 'probe'>;

const waited = z.strictObject({ reached: z.boolean() });
const withdrawn = z.strictObject({ withdrawn: z.array(z.string()) });
const announced = z.strictObject({ announced: z.array(z.string()) });

export const bgpWithdraw: Prober<'bgp-withdraw'> = { make };

/** @throws GeneratorFailed when somebody could not be asked, or the range could not be announced again */
async function make(
  { sandbox }: ProbeContext,
  { from, range, learntBy, timeoutMs }: BgpWithdrawProbe,
): Promise<Result> {
  const hands = new Map<string, BirdAgent>();
  try {
    for (const host of [from.host, ...learntBy])
      hands.set(host, hands.get(host) ?? new BirdAgent(sandbox, host));
    return await withdraw(hands, {
      from: from.host,
      range,
      learntBy,
      timeoutMs: patient(timeoutMs, sandbox.slowdown),
    });
  } finally {
    await Promise.all([...hands.values()].map((hand) => hand.close()));
  }
}

async function withdraw(
  hands: ReadonlyMap<string, BirdAgent>,
  { from, range, learntBy, timeoutMs }: Omit<BgpWithdrawProbe, 'probe' | 'from'> & { readonly from: string },
): Promise<Result> {
  const look = async ([host, hand]: [string, BirdAgent]) => [
    host,
    await hand.ask({ do: 'look', range }, looked),
  ];
  const speakers: Record<string, Speaker> = Object.fromEntries(await Promise.all([...hands].map(look)));
  const end = (outcome: BgpWithdrawResult['outcome'], hosts: readonly string[] = []): Result => ({
    outcome,
    hosts,
    speakers,
  });
  const at = (host: string) => hands.get(host) as BirdAgent;
  /** The hosts on which it was waited in vain. */
  const without = async (want: 'learnt' | 'gone', ms: number): Promise<string[]> => {
    const request = { do: 'wait', want, range, timeoutMs: ms };
    const found = await Promise.all(learntBy.map((host) => at(host).ask(request, waited, ms)));
    return learntBy.filter((_, index) => !found[index]?.reached);
  };

  const own = (speakers[from]?.routes ?? []).filter(({ type }) => type !== 'BGP' && type !== '');
  const protocols = [...new Set(own.map(({ protocol }) => protocol))];
  if (protocols.length === 0) return end('nothing-withdrawn');
  const missing = await without('learnt', 0);
  if (missing.length > 0) return end('nothing-withdrawn', missing);

  await at(from).ask({ do: 'withdraw', protocols }, withdrawn);
  const stayed = await without('gone', timeoutMs);
  await at(from).ask({ do: 'announce' }, announced);
  const lost = await without('learnt', timeoutMs);
  if (stayed.length > 0) return end('stayed', stayed);
  return lost.length > 0 ? end('not-back', lost) : end('came-back');
}

/** bgp-withdraw.py on one host. It announces again what it has withdrawn when its input ends; its guard does when it is killed. */
class BirdAgent {
  readonly #host: string;
  readonly #startingMs: number;
  readonly #child: LabProcess;
  readonly #stdin: Writable;
  readonly #lines: AsyncIterator<string>;
  readonly #complaints: Promise<string>;
  readonly #closed: Promise<number | null>;

  constructor(sandbox: HostAccess, host: string) {
    this.#host = host;
    this.#startingMs = patient(STARTING_MS, sandbox.slowdown);
    this.#child = openHidden(sandbox, { host }, argv);
    const { stdin, stdout, stderr } = this.#child;
    if (!stdin || !stdout) throw new GeneratorFailed('the withdrawal was started without pipes');
    stdin.on('error', () => {}); // EPIPE: it ended; the missing line tells
    this.#stdin = stdin;
    this.#lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
    this.#complaints = read(stderr);
    this.#closed = new Promise((resolve) => {
      this.#child.once('error', () => resolve(null));
      this.#child.once('close', resolve);
    });
  }

  /** @throws GeneratorFailed */
  async ask<T>(request: object, answer: z.ZodType<T>, ms = 0): Promise<T> {
    this.#stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#within(ms + this.#startingMs, this.#lines.next());
    if (done)
      throw complaint(await this.#complaints, 'the withdrawal', await this.#closed, { host: this.#host });
    return readAnswer(value, answer, `the probe on ${this.#host}`);
  }

  /** When it has announced again what it may have withdrawn. */
  async close(): Promise<void> {
    this.#stdin.end();
    await this.#within(this.#startingMs, this.#closed);
  }

  /** Past the deadline it is killed. */
  async #within<T>(ms: number, work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#child.kill('SIGTERM'), ms);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  }
}
