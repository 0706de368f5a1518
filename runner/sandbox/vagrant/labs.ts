/**
 * Several labs' machines behind one driver, with room for a sandbox on each: for a computer that one lab does not fill.
 * Knows nothing of Vagrant; each lab is a driver of its own.
 */
import { SandboxError, UsageError } from '../../errors.ts';
import type { Driver, PreflightResult, Sandbox, SandboxRecord } from '../driver.ts';

interface Lab {
  readonly driver: Driver;
  /** A sandbox is on it, or comes. */
  busy: boolean;
  /** Its machines have been started. */
  begun: boolean;
  /** Whom it had last: machines that stay with a tenant need not be brought back to their beginning. */
  tenant?: string | undefined;
}

export class Labs implements Driver {
  readonly name: string;
  readonly capacity: number;
  readonly #labs: readonly Lab[];
  /** The start of the lab that was begun last. */
  #starting: Promise<unknown> = Promise.resolve();

  /** @param drivers one or more, each with room for one sandbox */
  constructor(drivers: readonly [Driver, ...Driver[]]) {
    this.name = drivers[0].name;
    this.capacity = drivers.length;
    this.#labs = drivers.map((driver) => ({ driver, busy: false, begun: false }));
  }

  /** The first lab's: all live on one computer. */
  async preflight(): Promise<readonly PreflightResult[]> {
    return this.#labs[0]?.driver.preflight() ?? [];
  }

  async up(...[topology, options]: Parameters<Driver['up']>): Promise<Sandbox> {
    const tenant = options?.tenant;
    const idle = this.#labs.filter(({ busy }) => !busy);
    const lab = idle.find((one) => one.tenant === tenant) ?? idle[0];
    if (!lab) {
      throw new SandboxError(`The machines are in use; there is room for ${this.capacity} sandboxes.`, {
        remedy: 'close another chapter first',
      });
    }
    lab.busy = true;
    lab.tenant = tenant;
    const free = () => {
      lab.busy = false;
    };
    try {
      const build = () => lab.driver.up(topology, options);
      const sandbox = await (lab.begun ? build() : this.#afterTheOthers(build));
      lab.begun = true;
      void sandbox.ended.then(free);
      return sandbox;
    } catch (error) {
      free();
      throw error;
    }
  }

  /** Machines are started lab by lab: two Vagrants at once would both copy the box to where its disks are based on it. */
  #afterTheOthers(build: () => Promise<Sandbox>): Promise<Sandbox> {
    const started = this.#starting.then(build);
    this.#starting = started.catch(() => {});
    return started;
  }

  async kept(): Promise<readonly SandboxRecord[]> {
    return (await this.#keptOf()).flatMap(({ records }) => records);
  }

  async attach(id: string): Promise<Sandbox> {
    const all = await this.#keptOf();
    const found = all.find(({ records }) => records.some((record) => record.id === id));
    if (found) return found.driver.attach(id);
    const known = all.flatMap(({ records }) => records.map((record) => record.id)).join(', ') || 'none';
    throw new UsageError(`no running sandbox "${id}"; running: ${known}`);
  }

  async close(): Promise<void> {
    const ended = await Promise.allSettled(this.#labs.map(({ driver }) => driver.close?.()));
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  }

  async #keptOf(): Promise<{ driver: Driver; records: readonly SandboxRecord[] }[]> {
    return Promise.all(this.#labs.map(async ({ driver }) => ({ driver, records: await driver.kept() })));
  }
}
