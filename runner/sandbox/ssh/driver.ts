/**
 * The driver `ssh`: each lab host on a machine of its own, reached by ssh as an inventory says. build.ts makes a sandbox,
 * sandbox.ts is one that runs, machines.ts reaches the machines, preflight.ts tells what they lack.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SandboxError, UsageError } from '../../errors.ts';
import type { Driver, Sandbox, SandboxRecord } from '../driver.ts';
import { recordSchema } from '../record.ts';
import { build, reachAll } from './build.ts';
import { type Inventory, parseInventory } from './inventory.ts';
import { Machines } from './machines.ts';
import { preflightMachines } from './preflight.ts';
import { SshSandbox } from './sandbox.ts';

export interface SshOptions {
  /** Path of the inventory; absent: the environment's WIREBOOK_INVENTORY. */
  readonly inventory?: string | undefined;
}

export function sshDriver(options: SshOptions = {}): Driver {
  return new SshDriver('ssh', () => new Machines(readInventory(options.inventory)));
}

/** Throws UsageError when there is none, or it has mistakes. */
function readInventory(path = process.env.WIREBOOK_INVENTORY): Inventory {
  if (!path) {
    throw new UsageError(
      'The driver ssh needs an inventory: which machine each lab host lives on.',
      'Name it with --inventory <file> or WIREBOOK_INVENTORY; README.md shows one.',
    );
  }
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`The inventory cannot be read: ${(error as Error).message}`);
  }
  return parseInventory(text, resolve(path));
}

/** Machines that are there; `vagrant` is this with machines that it starts. */
export class SshDriver implements Driver {
  readonly name: string;
  /** A machine has one lab host, and its wire one owner. */
  readonly capacity = 1;
  readonly #emulated: boolean;
  readonly #makeMachines: () => Machines;
  #machines: Machines | undefined;
  #running: SshSandbox | undefined;

  /** @param emulated see Sandbox */
  constructor(name: string, makeMachines: () => Machines, emulated = false) {
    this.name = name;
    this.#emulated = emulated;
    this.#makeMachines = makeMachines;
  }

  get machines(): Machines {
    this.#machines ??= this.#makeMachines();
    return this.#machines;
  }

  async preflight() {
    return preflightMachines(this.name, () => this.machines);
  }

  async up(...[topology, options = {}]: Parameters<Driver['up']>): Promise<Sandbox> {
    this.mustHaveRoom();
    this.#running = await build(this.name, topology, () => this.machines, options, this.#emulated);
    return this.#running;
  }

  /** Throws SandboxError while a sandbox of ours has the machines. */
  mustHaveRoom(): void {
    const running = this.#running;
    if (!running || running.over) return;
    throw new SandboxError(`The machines are in use by ${running.id}; there is room for one sandbox.`, {
      remedy: 'close the other chapter first',
    });
  }

  /** Every sandbox that is alive on the machines, whoever built it. */
  async kept(): Promise<readonly SandboxRecord[]> {
    const lists = await Promise.all(
      [...this.machines.inventory.keys()].map(async (name) => {
        const { connection } = await this.machines.reach(name);
        return connection.ask(['list']);
      }),
    );
    const records = lists.flat().flatMap(readRecord);
    return [...new Map(records.map((record) => [record.id, record])).values()];
  }

  async attach(id: string): Promise<Sandbox> {
    const running = await this.kept();
    const record = running.find((one) => one.id === id);
    if (!record) {
      const known = running.map((one) => one.id).join(', ') || 'none';
      throw new UsageError(`no running sandbox "${id}"; running: ${known}`);
    }
    const reached = await reachAll(record.topology, this.machines, undefined);
    await Promise.all(reached.map(({ connection }) => connection.ask(['watch', id])));
    const machines = new Map(reached.map((machine) => [machine.name, machine]));
    return new SshSandbox(record, machines, this.#emulated);
  }

  async close(): Promise<void> {
    await this.#machines?.end();
    this.#machines = undefined;
  }
}

function readRecord(text: string): SandboxRecord[] {
  try {
    return [recordSchema.parse(JSON.parse(text))];
  } catch {
    return [];
  }
}
