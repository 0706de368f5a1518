/**
 * The seam between labs and machines. A driver says *which* command reaches a lab host; the terminal, the steps
 * and the collectors decide *what* to run there. Knows nothing of chapters, checks, ptys or HTTP.
 */
import type { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Topology } from '../../checks/network/topology.ts';
import type { SandboxRecord } from './record.ts';

export type { SandboxRecord };

export type HostName = Topology['hosts'][number]['name'];

/** A whole topology, or the names of hosts of the default one. */
export type TopologySource =
  | Topology
  | { readonly hosts: readonly HostName[]; readonly segments?: undefined };

/** Exported into each shell and exec, e.g. `{ ENDPOINTS: '4' }` (drawn per learner). Names are [A-Z][A-Z0-9_]*. */
export type Variables = Readonly<Record<string, string>>;

export interface PreflightResult {
  /** What was looked at, e.g. `user namespaces`, `br_netfilter`. */
  readonly feature: string;
  readonly verdict: 'ok' | 'degraded' | 'missing';
  /** What was found, in one sentence. */
  readonly found: string;
  /** The exact command or sentence that mends it; absent when ok. */
  readonly remedy?: string;
}

export interface ExecOptions {
  /** Bytes for standard input; absent means an empty input. */
  readonly stdin?: string | Uint8Array;
  /** After this long, times the sandbox's `slowdown`, the process group is killed and `timedOut` is true. Milliseconds; default 10,000. */
  readonly timeoutMs?: number;
  /** Added to the host's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ExecResult {
  /** Exit status; null when it was ended by a signal (then `signal` says which). */
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly ms: number;
}

/** A process by pipes: a child process of Node, or one like it on another machine. Its events are `error`, `exit`, and `close` when its output has ended, too. */
export interface LabProcess extends EventEmitter {
  readonly stdin: Writable | null;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  readonly stdio: readonly (Readable | Writable | null | undefined)[];
  readonly exitCode: number | null;
  readonly signalCode: string | null;
  /** Default SIGTERM. */
  kill(signal?: NodeJS.Signals): boolean;
}

/** A command for a pty: the terminal decides how to run it. */
export interface ShellCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What collectors and generators need of a sandbox. */
export type HostAccess = Pick<Sandbox, 'open' | 'topology' | 'variables' | 'slowdown' | 'emulated'>;

export interface Sandbox {
  /** Unique on this machine, safe in a file name. */
  readonly id: string;
  readonly driver: string;
  readonly topology: Topology;
  readonly variables: Variables;
  /** Do its hosts' processors exist in software only? */
  readonly emulated: boolean;
  /** How many times longer than on a quick machine its hosts may take: this machine's (`slowdown.ts`), more where they are emulated. `exec` applies it. */
  readonly slowdown: number;

  /** Runs argv on the host as root by pipes. The learner sees it in `ps`, without a parent (as with `docker exec`).
   *  Never throws for a non-zero status; throws SandboxError when the host cannot be reached. */
  exec(host: HostName, argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;

  /** A long-lived process by pipes (stdio: pipe, pipe, pipe), for collectors and generators: not of the host but beside
   *  it, out of the learner's sight and reach. Its programs are the machine's own, as root of the sandbox. Of the host it
   *  has the network, or the network namespace that the host calls `netns`; the host's /proc is at $HOST_PROC, its files
   *  are below $HOST_PROC/1/root, where links may lead anywhere (lab.pl). The caller ends it. */
  open(host: HostName, argv: readonly string[], netns?: string): LabProcess;

  /** The command that runs argv (an interactive shell) on the host, for a pty. */
  shell(host: HostName, argv: readonly string[]): ShellCommand;

  /** Writes a file that the host can read and the learner cannot change; returns its path inside the host. */
  publish(host: HostName, name: string, content: string): Promise<string>;

  /** Rebuilds one host from nothing: processes, files, namespaces, links. Its shells end. */
  resetHost(host: HostName): Promise<void>;

  /** Ends everything. Idempotent; afterwards no process, mount, namespace, cgroup or file is left. */
  down(): Promise<void>;

  /** Lets the sandbox outlive this process; `attach` finds it again by its id. */
  keep(): Promise<SandboxRecord>;

  /** Resolves when the sandbox has ended, whoever ended it. */
  readonly ended: Promise<void>;
}

export interface UpOptions {
  readonly variables?: Variables;
  readonly labels?: Readonly<Record<string, string>>;
  /** What it is for, in words. Machines that had a sandbox of the same tenant need not be brought back to their beginning. */
  readonly tenant?: string;
  /** Called with short present-tense phrases while it works ("building worker"). */
  readonly onProgress?: (what: string) => void;
}

export interface Driver {
  readonly name: string;
  /** How many sandboxes there is room for; absent: as many as the machine bears. */
  readonly capacity?: number;
  /** Can this machine run it, else why not and the exact remedy. Never throws. */
  preflight(): Promise<readonly PreflightResult[]>;
  /** Throws UsageError, before anything is started, when the topology has mistakes or the driver cannot build it. */
  up(topology: TopologySource, options?: UpOptions): Promise<Sandbox>;
  /** Kept sandboxes that are still alive. */
  kept(): Promise<readonly SandboxRecord[]>;
  attach(id: string): Promise<Sandbox>;
  /** Ends what the driver itself holds: connections, and machines that it started and that no kept sandbox needs. Idempotent. */
  close?(): Promise<void>;
}
