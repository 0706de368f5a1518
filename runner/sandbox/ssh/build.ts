/** Builds a sandbox on machines: a part on each, side by side; all of it or nothing. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { hostNames, type Topology } from '../../../checks/network/topology.ts';
import { SandboxError } from '../../errors.ts';
import { patient } from '../../slowdown.ts';
import type { SandboxRecord, TopologySource, UpOptions } from '../driver.ts';
import { SKELETON_RULES } from '../linux-host/skeleton.ts';
import { readTopology } from '../read-topology.ts';
import type { Machine, Machines } from './machines.ts';
import { type Part, partOf } from './part.ts';
import { placementOf } from './placement.ts';
import { SshSandbox } from './sandbox.ts';
import { refusal } from './troubles.ts';

/** A second user may be just leaving. */
const IN_USE_DEADLINE_MS = 3_000;
const POLL_MS = 100;

/** @param driver its name, for the record. Throws SandboxError with the machine's name; then nothing is left of the attempt. */
export async function build(
  driver: string,
  source: TopologySource,
  open: () => Machines,
  { variables = {}, labels = {}, tenant, onProgress }: UpOptions,
  emulated = false,
): Promise<SshSandbox> {
  const topology = readTopology(source);
  const placement = placementOf(topology);
  const record: SandboxRecord = {
    id: `wb-${randomBytes(5).toString('hex')}`,
    driver,
    topology,
    variables,
    labels,
    createdAt: new Date().toISOString(),
  };
  const reached = await reachAll(topology, open(), onProgress);
  onProgress?.(`building ${hostNames(topology).join(', ')}`);
  const built = await Promise.allSettled(
    reached.map((machine) => buildPart(machine, partOf(record, placement, machine, tenant))),
  );
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

export async function reachAll(
  topology: Topology,
  machines: Machines,
  onProgress: UpOptions['onProgress'],
): Promise<Machine[]> {
  const names = hostNames(topology);
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

async function buildPart({ connection, architecture, name }: Machine, part: Part): Promise<void> {
  const { wanted, alternatives, tooLarge } = SKELETON_RULES;
  const list = ['build', part.id, wanted.join(' '), alternatives.source, String(tooLarge), architecture];
  const end = performance.now() + patient(IN_USE_DEADLINE_MS);
  while (true) {
    try {
      await connection.ask(list, part.archive);
      return;
    } catch (error) {
      const inUse = error instanceof SandboxError && /: in use by /.test(error.message);
      if (!inUse || performance.now() > end) throw refusal(error, name);
      await delay(POLL_MS);
    }
  }
}
