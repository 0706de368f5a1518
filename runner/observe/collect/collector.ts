/**
 * Collects NetworkState from all hosts of a sandbox: one resident process a host, all asked at once. What cannot be
 * read is said in the state; only a closed collector refuses.
 */
import type { Depth, HostState, NetworkState } from '../../../checks/network/state/network-state.ts';
import { SandboxError } from '../../errors.ts';
import type { HostAccess } from '../../sandbox/driver.ts';
import { patient } from '../../slowdown.ts';
import { besideHost } from '../beside-host.ts';
import { assembleHost, unreadableHost } from './assemble.ts';
import { HostProcess } from './host-process.ts';

export interface Collector {
  /** @throws SandboxError after `close`. */
  collect(depth: Depth): Promise<NetworkState>;
  /** Ends the processes on the hosts. Idempotent. */
  close(): void;
}

/** How long a host may take before it is called unreadable; milliseconds, times its slowdown. */
const DEADLINE_MS = 20_000;

const argv = besideHost('observe/collect/collect.pl');

/** Starts nothing yet: the processes come with the first collection. */
export function startCollector(
  sandbox: HostAccess,
  options: { readonly deadlineMs?: number } = {},
): Collector {
  const deadlineMs = patient(options.deadlineMs ?? DEADLINE_MS, sandbox.slowdown);
  const hosts = sandbox.topology.hosts.map(({ name }) => ({
    name,
    process: new HostProcess(() => sandbox.open(name, argv)),
  }));
  let closed = false;
  let queue: Promise<unknown> = Promise.resolve();
  /** Asked for, but not begun: whoever asks meanwhile gets the same. */
  const waiting = new Map<Depth, Promise<NetworkState>>();

  const one = async (depth: Depth): Promise<NetworkState> => {
    const states = await Promise.all(
      hosts.map(async ({ name, process }): Promise<HostState> => {
        try {
          return assembleHost(name, depth, await process.ask(depth, deadlineMs));
        } catch (thrown) {
          return unreadableHost(name, thrown instanceof Error ? thrown.message : String(thrown));
        }
      }),
    );
    return {
      depth,
      takenAt: Date.now(),
      hosts: Object.fromEntries(states.map((state) => [state.name, state])),
    };
  };

  return {
    collect(depth) {
      if (closed) return Promise.reject(new SandboxError('The collector is closed.'));
      const pending = waiting.get(depth);
      if (pending) return pending;
      const turn = queue.then(() => {
        waiting.delete(depth);
        return one(depth);
      });
      waiting.set(depth, turn);
      queue = turn;
      return turn;
    },
    close() {
      closed = true;
      for (const { process } of hosts) process.close();
    },
  };
}
