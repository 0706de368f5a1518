/** The machines of an inventory: connected to when first needed, and kept so, since a connection costs a second. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError, UsageError } from '../../errors.ts';
import type { HostName } from '../driver.ts';
import { KERNEL_FEATURES } from '../kernel-features.ts';
import { LAB_PACKAGES } from '../packages.mjs';
import { Connection } from './connection.ts';
import { privateDirectory, removeDirectory } from './directory.ts';
import { architectureOf, findCard, type MachineFacts, obstacles, parseFacts } from './facts.ts';
import type { Inventory } from './inventory.ts';
import { aliasOf, shownAccess, sshConfig } from './ssh-config.ts';

/** One that a lab host can live on. */
export interface Machine {
  readonly name: HostName;
  readonly connection: Connection;
  readonly architecture: 'x64' | 'arm64';
  /** The network card that leads to the other machines. */
  readonly card: string;
}

const MODULES = [...new Set(['macvlan', ...KERNEL_FEATURES.flatMap(({ modules }) => modules)])].join(' ');

export class Machines {
  readonly inventory: Inventory;
  readonly #directory: string;
  readonly #reached = new Map<HostName, Promise<Machine>>();
  readonly #connected = new Set<Connection>();
  readonly #setClock: boolean;
  #connections = 0;

  /** @param options.setClock machines that come back from snapshots live in the past */
  constructor(inventory: Inventory, options: { readonly setClock?: boolean } = {}) {
    this.inventory = inventory;
    this.#setClock = options.setClock === true;
    this.#directory = privateDirectory();
  }

  /** Throws SandboxError when it cannot be reached or no lab host can live there; UsageError when there is none. */
  async reach(name: HostName): Promise<Machine> {
    const before = this.#reached.get(name);
    if (before) {
      const machine = await before;
      if (!machine.connection.lost) return machine;
      this.#connected.delete(machine.connection);
      if (this.#reached.get(name) !== before) return this.reach(name);
    }
    const reached = this.#reach(name);
    this.#reached.set(name, reached);
    reached.catch(() => this.#reached.get(name) === reached && this.#reached.delete(name));
    return reached;
  }

  /** Has a connection been lost that was not closed here? */
  get lost(): boolean {
    return [...this.#connected].some((connection) => connection.lost !== undefined);
  }

  /** A connection of its own, for looking; the caller closes it. Throws as `reach`. */
  async look(name: HostName): Promise<{ connection: Connection; facts: MachineFacts; card: string }> {
    const host = this.inventory.get(name);
    if (!host) {
      const known = [...this.inventory.keys()].join(', ');
      throw new UsageError(`The inventory has no machine for ${name}.`, `It has: ${known}`);
    }
    this.#connections += 1;
    const config = join(this.#directory, `${this.#connections}.conf`);
    writeFileSync(config, sshConfig(host.access), { mode: 0o600 });
    const connection = await Connection.open({
      name,
      alias: aliasOf(host.access),
      config,
      socket: join(this.#directory, String(this.#connections)),
      shown: shownAccess(host.access),
    });
    const commands = LAB_PACKAGES.map(({ command }) => command).join(' ');
    const { kernel, machine } = connection.greeting;
    const facts = parseFacts(await connection.ask(['facts', commands, MODULES]), kernel, machine);
    if (this.#setClock) await connection.ask(['clock', String(Math.round(Date.now() / 1000))]);
    return { connection, facts, card: host.card };
  }

  async #reach(name: HostName): Promise<Machine> {
    const { connection, facts, card } = await this.look(name);
    const [first] = obstacles(name, facts, card, LAB_PACKAGES);
    const architecture = architectureOf(facts);
    const link = findCard(facts.links, card);
    if (!first && architecture && link) {
      this.#connected.add(connection);
      return { name, connection, architecture, card: link.name };
    }
    await connection.close();
    throw new SandboxError(`${name}: ${first?.found}`, first?.remedy ? { remedy: first.remedy } : {});
  }

  /** Ends all connections; what was started through them ends, unless it was kept. */
  async close(): Promise<void> {
    const reached = await Promise.allSettled(this.#reached.values());
    this.#reached.clear();
    this.#connected.clear();
    await Promise.all(
      reached.map((one) => (one.status === 'fulfilled' ? one.value.connection.close() : undefined)),
    );
  }

  /** For the end: nothing can be reached afterwards. */
  async end(): Promise<void> {
    await this.close();
    removeDirectory(this.#directory);
  }
}
