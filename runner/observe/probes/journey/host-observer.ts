/**
 * The observer of one host while a packet is sent: a Python program beside it (Sandbox.open) that hears all of its network
 * namespaces. One process a host; what it hears it hears by sockets. Orders and answers are lines of JSON.
 */
import { createInterface } from 'node:readline';
import { z } from 'zod';
import {
  type Explained,
  explained,
  namespaceFound,
  type Place,
  type Sent,
  seen,
  sent,
} from '../../../../checks/network/journey/observed.ts';
import type { PlaceQuestions } from '../../../../checks/network/journey/questions.ts';
import type { HostAccess, HostName } from '../../../sandbox/driver.ts';
import { patient } from '../../../slowdown.ts';
import { readAnswer } from '../support/answer.ts';
import { besidePython } from '../support/beside-python.ts';
import { complaint, endHidden, GeneratorFailed, openHidden, read } from '../support/hidden.ts';

const PARTS = ['netlink', 'mark', 'sender', 'place', 'routes', 'observe'];
const PROGRAM = besidePython(...PARTS.map((part) => `journey/observer/${part}.py`));

/** For each answer; a packet's own time comes on top of it. */
const ANSWER_MS = 10_000;

const listening = z.strictObject({ namespaces: z.array(namespaceFound), more: z.int() });
const heard = z.strictObject({ seen: z.array(seen) });
const told = z.strictObject({ explained: z.array(explained) });
const forgotten = z.strictObject({ forgotten: z.int() });
const sending = z.union([z.strictObject({ originMissing: z.string() }), sent]);

/** Nothing can be sent from a namespace that the host does not have. */
export class NamespaceMissing extends GeneratorFailed {
  /** Those that it has. */
  readonly names: readonly string[];

  constructor(host: HostName, missing: string, names: readonly string[]) {
    super(`${host} has no network namespace named ${missing}`, true);
    this.names = names;
  }
}

export interface SendOrder {
  readonly netns: string;
  readonly protocol: string;
  readonly address: string;
  readonly port?: number;
  readonly nonce: number;
  readonly size: number;
  readonly ttl?: number;
  /** How long an answer is waited for. */
  readonly seconds: number;
}

type Ask = <T>(order: object, form: z.ZodType<T>, extraMs?: number) => Promise<T>;

export class HostObserver {
  readonly host: HostName;
  /** Network namespaces of the host that it does not hear: they are too many. */
  more = 0;
  readonly #ask: Ask;
  readonly #end: () => void;
  #namespaces: readonly z.infer<typeof namespaceFound>[] = [];

  private constructor(host: HostName, ask: Ask, end: () => void) {
    this.host = host;
    this.#ask = ask;
    this.#end = end;
  }

  /** Resolves when it hears. @throws GeneratorFailed */
  static async start(
    sandbox: HostAccess,
    host: HostName,
    request: { readonly protocol: string; readonly nonce: number; readonly epoch: number },
  ): Promise<HostObserver> {
    const { slowdown } = sandbox;
    const child = openHidden(sandbox, { host }, PROGRAM);
    const { stdin, stdout } = child;
    if (!stdin || !stdout) throw new GeneratorFailed('an observer was started without pipes');
    const complaints = read(child.stderr);
    complaints.catch(() => {}); // heard where it is awaited, as the next
    const exit = new Promise<number | null>((resolve, reject) => {
      child.once('error', (cause) => reject(new GeneratorFailed(cause.message)));
      child.once('close', resolve);
    });
    exit.catch(() => {});
    stdin.on('error', () => {}); // EPIPE: it ended; its status tells
    const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
    const ask = async <T>(order: object, form: z.ZodType<T>, extraMs = 0): Promise<T> => {
      const timer = setTimeout(() => child.kill('SIGTERM'), patient(ANSWER_MS + extraMs, slowdown));
      try {
        stdin.write(`${JSON.stringify(order)}\n`);
        const { value, done } = await lines.next();
        if (!done) return readAnswer(value, form, `the observer of ${host}`);
        throw complaint(await complaints, `the observer of ${host}`, await exit, { host });
      } finally {
        clearTimeout(timer);
      }
    };
    const observer = new HostObserver(host, ask, () => endHidden(child));
    try {
      const found = await ask({ ...request, slowdown }, listening);
      observer.#namespaces = found.namespaces;
      observer.more = found.more;
    } catch (thrown) {
      observer.end();
      throw thrown;
    }
    return observer;
  }

  /** @throws NamespaceMissing */
  async send(order: SendOrder): Promise<Sent> {
    const result = await this.#ask({ do: 'send', ...order }, sending, order.seconds * 1000);
    if (!('originMissing' in result)) return result;
    const names = this.#namespaces.flatMap(({ name }) => name || []);
    throw new NamespaceMissing(this.host, result.originMissing, names);
  }

  /** Hears no longer, and tells what it has heard. Nothing is traced any more. */
  async stop(): Promise<Place[]> {
    const all = await this.#ask({ do: 'stop' }, heard);
    return all.seen.map(({ namespace, ...what }) => {
      const found = this.#namespaces.find(({ inode }) => inode === namespace);
      if (!found)
        throw new GeneratorFailed(`the observer of ${this.host} heard a namespace that it did not name`);
      return { host: this.host, ...found, ...what };
    });
  }

  async explain(questions: readonly PlaceQuestions[]): Promise<Explained[]> {
    const namespaces = questions.map(({ place, ...asked }) => ({ namespace: place.inode, ...asked }));
    return (await this.#ask({ do: 'explain', namespaces }, told)).explained;
  }

  /** Ends the connection, and takes these new entries out of conntrack: by namespace and position. */
  async forget(flows: readonly { readonly namespace: number; readonly flow: number }[]): Promise<void> {
    await this.#ask({ do: 'forget', flows }, forgotten);
  }

  /** Idempotent. What it put into the kernels goes with it. */
  end(): void {
    this.#end();
  }
}
