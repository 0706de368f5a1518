/** What the machines of an inventory lack for labs: each looked at by itself, then a real sandbox on all of them. */
import type { Topology } from '../../../checks/network/topology.ts';
import { WirebookError } from '../../errors.ts';
import type { HostName, PreflightResult, Sandbox } from '../driver.ts';
import { KERNEL_FEATURES, readTrial, trialScript } from '../kernel-features.ts';
import { LAB_PACKAGES } from '../packages.mjs';
import { build } from './build.ts';
import { obstacles } from './facts.ts';
import type { Machines } from './machines.ts';

/** Never throws. */
export async function preflightMachines(driver: string, open: () => Machines): Promise<PreflightResult[]> {
  let machines: Machines;
  try {
    machines = open();
  } catch (error) {
    return [trouble('inventory', error)];
  }
  const names = [...machines.inventory.keys()];
  const looked = (await Promise.all(names.map((name) => look(name, machines)))).flat();
  if (looked.some(({ verdict }) => verdict === 'missing')) return looked;
  return [...looked, ...(await tryOut(driver, names, machines))];
}

async function look(name: HostName, machines: Machines): Promise<PreflightResult[]> {
  try {
    const { connection, facts, card } = await machines.look(name);
    await connection.close();
    const found = obstacles(name, facts, card, LAB_PACKAGES);
    if (found.length > 0) return found;
    return [{ feature: name, verdict: 'ok', found: `Linux ${facts.kernel}, ${connection.target.shown}` }];
  } catch (error) {
    return [trouble(name, error)];
  }
}

/** Builds a lab host on each machine: do they hear each other, and what do their kernels bring? */
async function tryOut(
  driver: string,
  names: readonly HostName[],
  machines: Machines,
): Promise<PreflightResult[]> {
  let sandbox: Sandbox | undefined;
  try {
    sandbox = await build(driver, oneSegment(names), () => machines, {});
    return [...(await hear(sandbox, names)), ...(await features(sandbox, names))];
  } catch (error) {
    return [trouble('a sandbox', error)];
  } finally {
    await sandbox?.down();
  }
}

function oneSegment(names: readonly HostName[]): Topology {
  return {
    segments: [{ name: 'trial', subnet: '10.0.0.0/24' }],
    hosts: names.map((name, index) => ({
      name,
      interfaces: [{ segment: 'trial', address: `10.0.0.${index + 1}` }],
    })),
  };
}

async function hear(sandbox: Sandbox, names: readonly HostName[]): Promise<PreflightResult[]> {
  const [first = '', ...others] = names;
  const deaf: HostName[] = [];
  for (const name of others) {
    const { status } = await sandbox.exec(name, ['ping', '-q', '-c1', '-W5', first]);
    if (status !== 0) deaf.push(name);
  }
  if (deaf.length === 0) return [{ feature: 'wire', verdict: 'ok', found: 'the lab hosts reach each other' }];
  return [
    {
      feature: 'wire',
      verdict: 'missing',
      found: `no way from ${deaf.join(', ')} to ${first}: their network cards are not on one wire`,
      remedy:
        'connect those cards to one switch or virtual network that passes on frames of any MAC address (promiscuous mode allowed)',
    },
  ];
}

async function features(sandbox: Sandbox, names: readonly HostName[]): Promise<PreflightResult[]> {
  const trials = await Promise.all(
    names.map(async (name) => {
      const options = { stdin: trialScript(), timeoutMs: 60_000 };
      return readTrial((await sandbox.exec(name, ['bash', '-s'], options)).stdout);
    }),
  );
  return KERNEL_FEATURES.map(({ feature, modules, essential }): PreflightResult => {
    const without = names.filter((_, index) => trials[index]?.[feature] !== 'ok');
    if (without.length === 0) return { feature, verdict: 'ok', found: 'works on all lab hosts' };
    return {
      feature,
      verdict: essential ? 'missing' : 'degraded',
      found: `does not work on ${without.join(', ')}`,
      remedy: `there: sudo modprobe -a ${modules.join(' ')}`,
    };
  });
}

function trouble(feature: string, error: unknown): PreflightResult {
  const remedy = error instanceof WirebookError ? error.remedy : undefined;
  const found = error instanceof Error ? error.message : String(error);
  return { feature, verdict: 'missing', found, ...(remedy === undefined ? {} : { remedy }) };
}
