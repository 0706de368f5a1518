/**
 * Listens on a device while something is sent. Waits for facts: tcpdump listens before the stimulus begins, and has written
 * all that the kernel held when it ends (capture.py). Reads no packet; judges nothing.
 */
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type Captured, captured } from '../../../../checks/probes/capture.ts';
import type { Origin } from '../../../../checks/probes/origin.ts';
import type { HostAccess } from '../../../sandbox/driver.ts';
import { patient } from '../../../slowdown.ts';
import type { Prober } from '../prober.ts';
import { readAnswer } from '../support/answer.ts';
import { generatorProgram } from '../support/generator.ts';
import { complaint, endHidden, GeneratorFailed, openHidden, read } from '../support/hidden.ts';

const PROGRAM = generatorProgram('capture/capture.py');

export const capture: Prober<'capture'> = {
  make({ sandbox, run }, { stimulus, at, device, filter, packets }) {
    const listening = { at, device, filter, packets, timeoutMs: stimulus.timeoutMs };
    return listen(sandbox, listening, () => run(stimulus));
  },
};

/** For Python and tcpdump to start, and to end, on a busy machine; beyond the stimulus' own deadline. */
const STARTING_MS = 10_000;

const listening = z.union([z.object({ listening: z.literal(true) }), z.object({ trouble: z.string() })]);
const ended = z.union([captured.extend({ pcap: z.base64() }), z.object({ trouble: z.string() })]);

/** Where to listen, to what, and for how long at most. */
interface Listening {
  readonly at: Origin;
  readonly device: string;
  readonly filter: string;
  readonly packets: number;
  /** The stimulus' own deadline. */
  readonly timeoutMs: number;
}

/**
 * @param stimulate called once it listens; what it rejects with is passed on
 * @throws GeneratorFailed when nothing could be captured
 */
export async function listen<Stimulus>(
  sandbox: HostAccess,
  { at, device, filter, packets, timeoutMs }: Listening,
  stimulate: () => Promise<Stimulus>,
): Promise<Captured & { readonly stimulus: Stimulus }> {
  const child = openHidden(sandbox, at, PROGRAM);
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new GeneratorFailed('the capture was started without pipes');
  const { slowdown } = sandbox;
  let late = false;
  const timer = setTimeout(
    () => {
      late = true;
      child.kill('SIGTERM');
    },
    patient(timeoutMs + STARTING_MS, slowdown),
  );
  const complaints = read(child.stderr);
  complaints.catch(() => {}); // heard where it is awaited, as the next
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) => reject(new GeneratorFailed(cause.message)));
    child.once('close', resolve);
  });
  exit.catch(() => {});
  stdin.on('error', () => {}); // EPIPE: it ended without reading; its status tells
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const answer = async <T>(form: z.ZodType<T>): Promise<T> => {
    const { value, done } = await lines.next();
    if (!done) return readAnswer(value, form, 'the capture');
    const status = await exit;
    if (late) throw new GeneratorFailed('the capture did not end in time');
    throw complaint(await complaints, 'the capture', status, at);
  };
  try {
    stdin.write(`${JSON.stringify({ probe: 'capture', device, filter, packets, slowdown })}\n`);
    const begun = await answer(listening);
    if ('trouble' in begun) throw trouble({ at, device }, begun.trouble);
    const stimulus = await stimulate();
    stdin.end('over\n');
    const result = await answer(ended);
    if ('trouble' in result) throw trouble({ at, device }, result.trouble);
    await exit;
    const { pcap, filled, dropped } = result;
    return { pcap: Buffer.from(pcap, 'base64'), filled, dropped, stimulus };
  } finally {
    clearTimeout(timer);
    endHidden(child);
  }
}

/** tcpdump's words; a device that is not there, is down or goes away is the learner's doing. */
function trouble({ at, device }: Pick<Listening, 'at' | 'device'>, text: string): GeneratorFailed {
  const where = at.netns === undefined ? `on ${at.host}` : `in namespace ${at.netns} on ${at.host}`;
  if (/No such device/.test(text)) return new GeneratorFailed(`there is no device ${device} ${where}`, true);
  if (/not up|interface (went down|disappeared)/i.test(text))
    return new GeneratorFailed(`${device} ${where} is DOWN`, true);
  return new GeneratorFailed(
    `tcpdump: ${text
      .split('\n')
      .at(-1)
      ?.replace(/^tcpdump: /, '')}`,
  );
}
