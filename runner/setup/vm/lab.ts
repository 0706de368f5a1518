/**
 * Runs a command in the lab of vagrant/in-lab.sh: beside a libvirt of its own, in namespaces that end with it. Knows
 * nothing of what the command does.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface LabOptions {
  readonly script: string;
  /** Disks, logs, Vagrant's files. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Gives the lab a way out by slirp4netns: nothing of the machine's own network is changed for it. */
  readonly uplink: boolean;
  /** Ends the lab at once, with all that is in it. */
  readonly signal: AbortSignal;
}

/** @returns the command's exit status; null when the lab was ended by `signal` */
export async function runInLab(argv: readonly string[], options: LabOptions): Promise<number | null> {
  const { script, folder, env, uplink, signal } = options;
  signal.throwIfAborted();
  // A group of its own: Ctrl-C in the terminal reaches us, and we end the lab.
  const lab = spawn(script, [folder, ...argv], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...env, WIREBOOK_UPLINK: uplink ? '1' : '' },
    detached: true,
  });
  const exited = once(lab, 'exit');
  // unshare passes no signal on, but when it is killed the kernel kills what it started: all of the lab.
  const kill = () => lab.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  let way: ChildProcess | undefined;
  try {
    if (uplink) way = await wayOut(lab, exited);
    const [status] = (await exited) as [number | null];
    return status;
  } finally {
    signal.removeEventListener('abort', kill);
    way?.kill();
  }
}

/** Starts slirp4netns once the lab has its network namespace; the script waits for the card that it makes. */
async function wayOut(lab: ChildProcess, exited: Promise<unknown>): Promise<ChildProcess | undefined> {
  const ours = readlinkSync('/proc/self/ns/net');
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  const namespace = () => {
    try {
      return readlinkSync(`/proc/${lab.pid}/ns/net`);
    } catch {
      return ours;
    }
  };
  while (!ended && namespace() === ours) await delay(20);
  if (ended) return undefined;
  const args = ['--configure', '--mtu=1500', '--disable-host-loopback', String(lab.pid), 'uplink'];
  const child = spawn('slirp4netns', args, { stdio: 'ignore' });
  child.on('error', () => {}); // the script then says that there is no way out
  return child;
}
