/** Builds a sandbox on machines: a part on each, side by side; all of it or nothing. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { SandboxError, UsageError } from '../../errors.ts';
import { patient } from '../../slowdown.ts';
import type { HostName, SandboxRecord, Topology, UpOptions } from '../driver.ts';
import { SKELETON_RULES } from '../linux-host/skeleton.ts';
import type { Machine, Machines } from './machines.ts';
import { partArchive } from './part.ts';
import { SshSandbox } from './sandbox.ts';
import { refusal } from './troubles.ts';

/** A second user may be just leaving. */
const IN_USE_DEADLINE_MS = 3_000;
const POLL_MS = 100;

/** @param driver its name, for the record. Throws SandboxError with the machine's name; then nothing is left of the attempt. */
export async function build(
  driver: string,
  topology: Topology,
  machines: Machines,
  { labels = {}, onProgress }: UpOptions,
  emulated = false,
): Promise<SshSandbox> {
  if (topology.hosts.length === 0) throw new UsageError('a topology needs at least one host');
  if (new Set(topology.hosts).size !== topology.hosts.length)
    throw new UsageError('a topology names a host twice');
  const record: SandboxRecord = {
    id: `wb-${randomBytes(5).toString('hex')}`,
    driver,
    topology,
    labels,
    createdAt: new Date().toISOString(),
  };
  const reached = await reachAll(topology, machines, onProgress);
  onProgress?.(`building ${topology.hosts.join(', ')}`);
  const built = await Promise.allSettled(reached.map((machine) => buildPart(record, machine)));
  const failed = built.find((one) => one.status === 'rejected');
  const sandbox = new SshSandbox(
    record,
    new Map(reached.map((machine) => [machine.name, machine])),
    emulated,
  );
  if (!failed) return sandbox;
  await sandbox.down();
  throw failed.reason;
}

/** The machines of a topology. `internet` is always one of them: it has the underlay's router. */
export function machinesOf({ hosts }: Topology): HostName[] {
  return [...new Set<HostName>([...hosts, 'internet'])];
}

export async function reachAll(
  topology: Topology,
  machines: Machines,
  onProgress: UpOptions['onProgress'],
): Promise<Machine[]> {
  const names = machinesOf(topology);
  onProgress?.(`connecting to ${names.join(', ')}`);
  return whole(await Promise.allSettled(names.map((name) => machines.reach(name))));
}

/** The first failure is thrown, but only when all have come to an end. */
function whole<T>(results: readonly PromiseSettledResult<T>[]): T[] {
  return results.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

async function buildPart(record: SandboxRecord, machine: Machine): Promise<void> {
  const { connection, architecture, name } = machine;
  const { wanted, alternatives, tooLarge } = SKELETON_RULES;
  const list = ['build', record.id, wanted.join(' '), alternatives.source, String(tooLarge), architecture];
  const archive = partArchive(record, machine);
  const end = performance.now() + patient(IN_USE_DEADLINE_MS);
  while (true) {
    try {
      await connection.ask(list, archive);
      return;
    } catch (error) {
      const inUse = error instanceof SandboxError && /: in use by /.test(error.message);
      if (!inUse || performance.now() > end) throw refusal(error, name);
      await delay(POLL_MS);
    }
  }
}
