/** The sandbox drivers by name. A new driver is one line here and one folder beside this file. */
import { UsageError } from '../errors.ts';
import type { Driver } from './driver.ts';
import { namespacesDriver } from './namespaces/driver.ts';
import { sshDriver } from './ssh/driver.ts';
import { vagrantDriver } from './vagrant/driver.ts';

/** What the command line knows of them. */
export interface DriverOptions {
  /** For `ssh`: path of the inventory. */
  readonly inventory?: string | undefined;
}

export const DRIVERS: ReadonlyMap<string, (options: DriverOptions) => Driver> = new Map<
  string,
  (options: DriverOptions) => Driver
>([
  ['namespaces', () => namespacesDriver()],
  ['ssh', ({ inventory }) => sshDriver({ inventory })],
  ['vagrant', () => vagrantDriver()],
]);

/** A driver by its name. Throws UsageError with the list of those that exist. */
export function driverByName(name: string, options: DriverOptions = {}): Driver {
  const make = DRIVERS.get(name);
  if (!make) throw new UsageError(`no sandbox driver "${name}"; known: ${[...DRIVERS.keys()].join(', ')}`);
  return make(options);
}
