/**
 * A running sandbox: everything is reached through its state directory, so that the process that built it and one
 * that attached to it use the same code. Knows nothing of how it was built.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, constants, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hostOf, type Topology } from '../../../checks/network/topology.ts';
import { SandboxError } from '../../errors.ts';
import { patient, slowdown } from '../../slowdown.ts';
import type {
  ExecOptions,
  ExecResult,
  HostName,
  Sandbox,
  SandboxRecord,
  ShellCommand,
  Variables,
} from '../driver.ts';
import { hostEnvironment } from '../linux-host/host-files.ts';
import { INSIDE } from '../linux-host/inside.ts';
import { followCommand } from '../linux-host/run-command.ts';
import {
  isAlive,
  type ProcessId,
  publicRecord,
  type RunningRecord,
  removeState,
  writeAtomically,
} from './kept-sandboxes.ts';

export const PERL = '/usr/bin/perl';
const ORDER_DEADLINE_MS = 10_000;
const POLL_MS = 2;
const WATCH_MS = 50;

export class NamespacesSandbox implements Sandbox {
  readonly driver = 'namespaces';
  readonly emulated = false;
  readonly id: string;
  readonly topology: Topology;
  readonly variables: Variables;
  readonly ended: Promise<void>;
  private readonly record: RunningRecord;
  private readonly state: string;
  private readonly children = new Set<ChildProcess>();
  private over = false;

  /** `ended` resolves when the keeper is gone; waiting for it does not by itself keep this program running. */
  constructor(state: string, record: RunningRecord, ended: Promise<void>) {
    this.state = state;
    this.record = record;
    this.id = record.id;
    this.topology = record.topology;
    this.variables = record.variables;
    this.ended = ended;
    void ended.then(() => {
      this.over = true;
    });
  }

  get slowdown(): number {
    return slowdown();
  }

  async exec(host: HostName, argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const child = this.enter(host, argv, ['--report'], options.env);
    return followCommand(child, options, this.slowdown);
  }

  open(host: HostName, argv: readonly string[], netns?: string): ChildProcess {
    return this.enter(host, argv, ['--hidden', ...(netns === undefined ? [] : [`--netns=${netns}`])]);
  }

  shell(host: HostName, argv: readonly string[]): ShellCommand {
    return { file: PERL, args: this.enterArguments(host, argv), env: hostEnvironment(this.variables) };
  }

  async publish(host: HostName, name: string, content: string): Promise<string> {
    this.mustHave(host);
    if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name))
      throw new SandboxError(`not a name for a published file: ${name}`);
    try {
      writeAtomically(join(this.state, 'published', host, name), content, 0o644);
    } catch (cause) {
      throw new SandboxError(this.isAlive() ? `cannot publish ${name}` : 'the sandbox has ended', { cause });
    }
    return `/.lab/steps/${name}`;
  }

  async resetHost(host: HostName): Promise<void> {
    this.mustHave(host);
    const reply = randomBytes(8).toString('hex');
    this.order(`reset ${host} ${reply}`);
    const path = join(this.state, `reply-${reply}`);
    await until(`${host} to be rebuilt`, () => existsSync(path) || !this.isAlive());
    if (!this.isAlive()) throw new SandboxError('the sandbox ended while a host was rebuilt');
    const answer = readFileSync(path, 'utf8').trim();
    if (!answer.startsWith('ready')) throw new SandboxError(`${host} could not be rebuilt: ${answer}`);
  }

  async down(): Promise<void> {
    if (this.isAlive()) this.order('down');
    try {
      await until('the sandbox to end', () => !this.isAlive());
    } catch {
      process.kill(this.record.keeper.pid, 'SIGKILL'); // its children carry a parent-death signal
      await until('the sandbox to be killed', () => !this.isAlive());
    }
    await until('its processes to end', () => removeState(this.state, this.record.cgroups));
    // Not `await this.ended`: the keeper does not hold the event loop, so that could wait for ever.
    await until('the end to be noticed', () => this.over);
    await Promise.all([...this.children].map(exited));
  }

  async keep(): Promise<SandboxRecord> {
    this.order('keep');
    const kept = join(this.state, 'kept');
    await until('the sandbox to be kept', () => existsSync(kept) || !this.isAlive());
    if (!this.isAlive()) throw new SandboxError('the sandbox has ended');
    return publicRecord(this.record);
  }

  /** Is the sandbox's first process in its cgroups? `ok`, or what is wrong. Reads /proc of this machine. */
  memoryCap(): string {
    const first = readFileSync(join(this.state, 'processes'), 'utf8').split(' ')[1];
    const member = readFileSync(`/proc/${first}/cgroup`, 'utf8');
    return member.includes(this.id) ? 'ok' : 'no cgroup could be made';
  }

  private isAlive(): boolean {
    return isAlive(this.record.keeper);
  }

  private mustHave(host: HostName): void {
    if (!hostOf(this.topology, host)) throw new SandboxError(`this sandbox has no host ${host}`);
  }

  private enterArguments(host: HostName, argv: readonly string[], flags: readonly string[] = []): string[] {
    this.mustHave(host);
    return [join(INSIDE, 'enter.pl'), this.state, process.arch, host, ...flags, '--', ...argv];
  }

  private enter(
    host: HostName,
    argv: readonly string[],
    flags: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): ChildProcess {
    const child = spawn(PERL, this.enterArguments(host, argv, flags), {
      stdio: flags.includes('--report') ? ['pipe', 'pipe', 'pipe', 'pipe'] : ['pipe', 'pipe', 'pipe'],
      env: { ...hostEnvironment(this.variables), ...env },
      cwd: '/',
      detached: true, // Ctrl-C at the runner's terminal is not for the lab
    });
    this.children.add(child);
    child.once('exit', () => this.children.delete(child));
    child.once('error', () => this.children.delete(child));
    return child;
  }

  /** To the keeper's FIFO; without a reader (ENXIO) or file the sandbox is gone. */
  private order(line: string): void {
    try {
      const fifo = openSync(join(this.state, 'control'), constants.O_WRONLY | constants.O_NONBLOCK);
      writeSync(fifo, `${line}\n`);
      closeSync(fifo);
    } catch (cause) {
      if (line !== 'down') throw new SandboxError('the sandbox has ended', { cause });
    }
  }
}

/** Resolves when a child of ours has ended. */
export function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
  });
}

/** Resolves when a process that is not ours has ended. Does not keep this process alive. */
export function watchEnd(process: ProcessId): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (isAlive(process)) return;
      clearInterval(timer);
      resolve();
    }, WATCH_MS).unref();
  });
}

/** Waits for a fact; throws SandboxError that says which one did not come. */
async function until(what: string, fact: () => boolean): Promise<void> {
  const deadlineMs = patient(ORDER_DEADLINE_MS);
  const end = performance.now() + deadlineMs;
  while (!fact()) {
    if (performance.now() > end) throw new SandboxError(`waited ${deadlineMs} ms for ${what}`);
    await delay(POLL_MS);
  }
}
