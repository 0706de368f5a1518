/**
 * A sandbox whose lab hosts live on machines of their own. All that it does are questions to the machines' agents, so that
 * whoever built it and whoever attached to it use the same code. Knows nothing of how it was built.
 */
import { randomBytes } from 'node:crypto';
import type { Topology } from '../../../checks/network/topology.ts';
import { SandboxError } from '../../errors.ts';
import { patient, slowdown } from '../../slowdown.ts';
import type {
  ExecOptions,
  ExecResult,
  HostName,
  LabProcess,
  Sandbox,
  SandboxRecord,
  ShellCommand,
  Variables,
} from '../driver.ts';
import { hostEnvironment } from '../linux-host/host-files.ts';
import { followCommand } from '../linux-host/run-command.ts';
import type { Machine } from './machines.ts';
import type { RemoteProcess } from './remote-process.ts';
import { SSH, shellArguments } from './ssh-command.ts';
import { refusal } from './troubles.ts';

const END_DEADLINE_MS = 10_000;
/** How many times slower an emulated processor is than this machine's, as steps of chapters see it. */
const EMULATED = 8;
const statePath = (id: string): string => `/run/wirebook/${id}`;

export class SshSandbox implements Sandbox {
  readonly driver: string;
  readonly id: string;
  readonly topology: Topology;
  readonly variables: Variables;
  readonly emulated: boolean;
  readonly ended: Promise<void>;
  readonly #record: SandboxRecord;
  readonly #machines: ReadonlyMap<HostName, Machine>;
  readonly #children = new Set<RemoteProcess>();
  readonly #stopListening: (() => void)[];
  #over = false;
  #why: SandboxError | undefined;
  #resolveEnded = () => {};
  #going: Promise<void> | undefined;

  /** @param machines of all its hosts */
  constructor(record: SandboxRecord, machines: ReadonlyMap<HostName, Machine>, emulated: boolean) {
    this.driver = record.driver;
    this.id = record.id;
    this.topology = record.topology;
    this.variables = record.variables;
    this.emulated = emulated;
    this.#record = record;
    this.#machines = machines;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#stopListening = [...machines.values()].map(({ connection }) =>
      connection.onEnded((id) => {
        if (id === undefined) this.#lost(connection.lost);
        else if (id === this.id) this.#lost(undefined);
      }),
    );
    for (const { connection } of machines.values()) if (connection.lost) this.#lost(connection.lost);
  }

  get slowdown(): number {
    return slowdown() * (this.emulated ? EMULATED : 1);
  }

  get over(): boolean {
    return this.#over;
  }

  async exec(host: HostName, argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const child = this.#start(host, argv, 'report', options.env);
    try {
      return await followCommand(child, options, this.slowdown);
    } catch (error) {
      throw this.#why ?? error;
    }
  }

  open(host: HostName, argv: readonly string[], netns?: string): LabProcess {
    return this.#start(host, argv, netns === undefined ? 'hidden' : `hidden=${netns}`);
  }

  shell(host: HostName, argv: readonly string[]): ShellCommand {
    const { connection, architecture } = this.#machine(host);
    const env = hostEnvironment(this.variables);
    const state = statePath(this.id);
    const clean = ['env', '-i', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
    const enter = [
      '/usr/bin/perl',
      `${state}/inside/enter.pl`,
      state,
      architecture,
      host,
      '--status',
      '--',
      ...argv,
    ];
    return { file: SSH, args: shellArguments(connection.target, [...clean, ...enter]), env };
  }

  async publish(host: HostName, name: string, content: string): Promise<string> {
    const machine = this.#machine(host);
    if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name))
      throw new SandboxError(`not a name for a published file: ${name}`);
    await this.#ask(machine, ['publish', this.id, host, name], Buffer.from(content));
    return `/.lab/steps/${name}`;
  }

  async resetHost(host: HostName): Promise<void> {
    await this.#ask(this.#machine(host), ['reset', this.id, host, randomBytes(8).toString('hex')]);
  }

  down(): Promise<void> {
    this.#going ??= this.#down();
    return this.#going;
  }

  async keep(): Promise<SandboxRecord> {
    if (this.#over) throw this.#why ?? new SandboxError('the sandbox has ended');
    for (const machine of this.#machines.values()) await this.#ask(machine, ['keep', this.id]);
    return this.#record;
  }

  async #down(): Promise<void> {
    await Promise.all(
      [...this.#machines.values()].map(async ({ connection }) => {
        // What can no longer be told ends by its lifeline.
        if (!connection.lost) await connection.ask(['down', this.id]).catch(() => connection.abandon());
      }),
    );
    this.#end();
    await within(patient(END_DEADLINE_MS, this.slowdown), Promise.all([...this.#children].map(closed)));
  }

  /** One part has ended, so the others shall. */
  #lost(why: SandboxError | undefined): void {
    if (this.#over) return;
    this.#why = why;
    this.#over = true;
    void this.down();
  }

  #end(): void {
    this.#over = true;
    for (const stop of this.#stopListening.splice(0)) stop();
    this.#resolveEnded();
  }

  #machine(host: HostName): Machine {
    const machine = this.#machines.get(host);
    if (!machine) throw new SandboxError(`this sandbox has no host ${host}`);
    if (this.#over) throw this.#why ?? new SandboxError('the sandbox has ended');
    return machine;
  }

  async #ask({ connection, name }: Machine, list: readonly string[], bytes?: Uint8Array): Promise<void> {
    try {
      await connection.ask(list, bytes);
    } catch (error) {
      throw refusal(error, name);
    }
  }

  #start(
    host: HostName,
    argv: readonly string[],
    flag: 'report' | 'hidden' | `hidden=${string}`,
    extra: Readonly<Record<string, string>> = {},
  ): RemoteProcess {
    const { connection, architecture } = this.#machine(host);
    const env = Object.entries({ ...hostEnvironment(this.variables), ...extra });
    const variables = env.map(([name, value]) => `${name}=${value}`);
    const head = [flag, statePath(this.id), architecture, host, String(variables.length)];
    const child = connection.start([...head, ...variables, ...argv], flag === 'report');
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }
}

function closed(child: RemoteProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
  });
}

/** Waits, but not longer. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
