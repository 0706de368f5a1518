/**
 * The driver `vagrant`: the driver `ssh` on machines that vagrant/Vagrantfile describes. Vagrant starts them, says how ssh
 * reaches them, brings them back to a snapshot between chapters, and takes them down; everything else runs over ssh.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostNames } from '../../../checks/network/topology.ts';
import { SandboxError, UsageError } from '../../errors.ts';
import type { Driver, HostName, PreflightResult, Sandbox, SandboxRecord, UpOptions } from '../driver.ts';
import { readTopology } from '../read-topology.ts';
import { SshDriver } from '../ssh/driver.ts';
import type { Inventory } from '../ssh/inventory.ts';
import { Machines } from '../ssh/machines.ts';
import { placementOf } from '../ssh/placement.ts';
import { Vagrant, type VagrantPlace, vagrantPlaces } from './command.ts';
import { Labs } from './labs.ts';
import { MACHINES } from './machines.ts';
import { Owner } from './owner.ts';
import { preflightVagrant } from './preflight.ts';
import { parseSnapshots, parseStatus } from './status.ts';

/** The card that the Vagrantfile gives to the wire between the machines. */
const CARD = '02:57:42';
const SNAPSHOT = 'ready';
const MINUTE = 60_000;
/** Four machines under emulation on a busy computer; the public box is downloaded and provisioned, too. */
const START_MS = 30 * MINUTE;
const CALL_MS = 5 * MINUTE;

type Progress = NonNullable<UpOptions['onProgress']>;

/** @param places of the labs' machines; each lab has room for one sandbox */
export function vagrantDriver(places = vagrantPlaces(process.env)): Driver {
  const [first, ...more] = places;
  const one = new VagrantDriver(first);
  return more.length === 0 ? one : new Labs([one, ...more.map((place) => new VagrantDriver(place))]);
}

class VagrantDriver implements Driver {
  readonly name = 'vagrant';
  readonly capacity = 1;
  readonly #place: VagrantPlace;
  readonly #vagrant: Vagrant;
  readonly #owner: Owner;
  #ssh: SshDriver | undefined;
  /** The same, once the machines are ours and have a snapshot. */
  #begun: SshDriver | undefined;
  /** Who used a machine since it was last fresh: a sandbox's tenant, or something unknown. */
  readonly #usedBy = new Map<HostName, string>();

  constructor(place: VagrantPlace) {
    this.#place = place;
    this.#vagrant = new Vagrant(place);
    this.#owner = new Owner(place.dotfiles);
  }

  async preflight(): Promise<readonly PreflightResult[]> {
    return preflightVagrant(this.#vagrant);
  }

  async up(...[source, options = {}]: Parameters<Driver['up']>): Promise<Sandbox> {
    const topology = readTopology(source);
    placementOf(topology);
    const needed = hostNames(topology);
    mustBeMachines(needed);
    this.#ssh?.mustHaveRoom();
    const { onProgress = () => {}, tenant = 'somebody' } = options;
    // A machine that died is started again.
    const ssh = this.#begun?.machines.lost === false ? this.#begun : await this.#start(onProgress);
    const stale = needed.filter((name) => (this.#usedBy.get(name) ?? tenant) !== tenant);
    if (stale.length > 0) await this.#refresh(ssh, stale, onProgress);
    for (const name of needed) this.#usedBy.set(name, tenant);
    return ssh.up(topology, options);
  }

  async kept(): Promise<readonly SandboxRecord[]> {
    const ssh = this.#ssh ?? (await this.#reach());
    return ssh ? ssh.kept() : [];
  }

  async attach(id: string): Promise<Sandbox> {
    const ssh = this.#ssh ?? (await this.#reach());
    if (!ssh) throw new UsageError(`no running sandbox "${id}"; the machines are not running`);
    return ssh.attach(id);
  }

  /** The machines are left as they were found, unless a kept sandbox lives on them. */
  async close(): Promise<void> {
    await this.#vagrant.interrupt();
    const ours = this.#owner.isOurs();
    const { made, woken } = this.#owner.started();
    const needed = ours && made.length + woken.length > 0 && (await this.#isUsed());
    await this.#ssh?.close();
    this.#ssh = this.#begun = undefined;
    if (!ours || needed) return;
    if (made.length > 0) await this.#vagrant.run(['destroy', '--force', '--no-tty', ...made], CALL_MS);
    if (woken.length > 0) await this.#vagrant.run(['halt', '--no-tty', ...woken], CALL_MS);
    this.#owner.forget();
  }

  /** All four machines, once; those that run already are used as they are. */
  async #start(onProgress: Progress): Promise<SshDriver> {
    await this.#ssh?.close();
    this.#ssh = this.#begun = undefined;
    this.#owner.claim();
    onProgress('looking at the machines');
    const states = await this.#states();
    const down = MACHINES.filter((name) => states.get(name) !== 'running');
    const made = down.filter((name) => (states.get(name) ?? 'not_created') === 'not_created');
    if (down.length > 0) {
      this.#owner.starting({ made, woken: down.filter((name) => !made.includes(name)) });
      onProgress(`starting ${down.join(', ')} (a minute or more)`);
      await this.#vagrant.run(['up', '--no-tty', ...down], START_MS, (line) =>
        onProgress(`starting: ${line}`),
      );
    }
    const ssh = await this.#connectable();
    this.#ssh = ssh;
    if (down.length < MACHINES.length) await mustBeFree(ssh);
    // A snapshot shall not hold the other end of a connection.
    await ssh.machines.close();
    const saved = made.length === 0 && (await this.#hasSnapshot());
    if (!saved) {
      onProgress('saving the machines as they are now');
      await this.#snapshot('save', '--force', MACHINES);
    }
    this.#usedBy.clear();
    if (saved) for (const name of MACHINES) this.#usedBy.set(name, 'who came before');
    this.#begun = ssh;
    return ssh;
  }

  async #hasSnapshot(): Promise<boolean> {
    const [first = ''] = MACHINES;
    const list = await this.#vagrant.run(['snapshot', 'list', '--no-tty', first], CALL_MS);
    return parseSnapshots(list).includes(SNAPSHOT);
  }

  /** Only those that are needed: the others may wait until a chapter has them. */
  async #refresh(ssh: SshDriver, stale: readonly HostName[], onProgress: Progress): Promise<void> {
    onProgress(`bringing ${stale.join(', ')} back to where they began`);
    // A connection does not survive that its other end goes back in time.
    await ssh.machines.close();
    await this.#snapshot('restore', '--no-provision', stale);
    for (const name of stale) this.#usedBy.delete(name);
  }

  /** Side by side: most of it is vagrant's own start. */
  async #snapshot(what: 'save' | 'restore', flag: string, names: readonly HostName[]): Promise<void> {
    const one = (name: string) =>
      this.#vagrant.run(['snapshot', what, flag, '--no-tty', name, SNAPSHOT], CALL_MS);
    const results = await Promise.allSettled(names.map(one));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async #states() {
    const text = await this.#vagrant.run(['status', '--machine-readable', ...MACHINES], CALL_MS);
    return parseStatus(text);
  }

  /** The machines as `ssh` sees them, if all of them run. */
  async #reach(): Promise<SshDriver | undefined> {
    const states = await this.#states();
    if (MACHINES.some((name) => states.get(name) !== 'running')) return undefined;
    this.#ssh = await this.#connectable();
    return this.#ssh;
  }

  async #connectable(): Promise<SshDriver> {
    const config = await this.#vagrant.run(['ssh-config', '--no-tty', ...MACHINES], CALL_MS);
    mkdirSync(this.#place.dotfiles, { recursive: true });
    const file = join(this.#place.dotfiles, 'wirebook-ssh-config');
    writeFileSync(file, config, { mode: 0o600 });
    const inventory: Inventory = new Map(
      MACHINES.map((name) => [name, { access: { host: name, sshConfig: file }, card: CARD }]),
    );
    const machines = () => new Machines(inventory, { setClock: true });
    return new SshDriver(this.name, machines, this.#place.emulated);
  }

  async #isUsed(): Promise<boolean> {
    try {
      return (await this.kept()).length > 0;
    } catch {
      return false;
    }
  }
}

function mustBeMachines(names: readonly HostName[]): void {
  const others = names.filter((name) => !MACHINES.includes(name));
  if (others.length === 0) return;
  throw new UsageError(
    `vagrant/Vagrantfile has no machine for ${others.join(', ')}; it has ${MACHINES.join(', ')}.`,
    'Run it on this machine: --sandbox namespaces',
  );
}

async function mustBeFree(ssh: SshDriver): Promise<void> {
  const [other] = await ssh.kept();
  if (!other) return;
  throw new SandboxError(`The machines are in use by the sandbox ${other.id}; there is room for one.`, {
    remedy: `npx wirebook down --sandbox vagrant ${other.id}`,
  });
}
