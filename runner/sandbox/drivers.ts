/** The sandbox drivers by name. A new driver is one line here, its name in driver-names.ts, and one folder beside this file. */
import { UsageError } from '../errors.ts';
import type { Driver } from './driver.ts';
import { DRIVER_NAMES, type DriverName } from './driver-names.ts';
import { namespacesDriver } from './namespaces/driver.ts';
import { sshDriver } from './ssh/driver.ts';
import { vagrantDriver } from './vagrant/driver.ts';

/** What the command line knows of them. */
export interface DriverOptions {
  /** For `ssh`: path of the inventory. */
  readonly inventory?: string | undefined;
}

const DRIVERS: Readonly<Record<DriverName, (options: DriverOptions) => Driver>> = {
  namespaces: () => namespacesDriver(),
  ssh: ({ inventory }) => sshDriver({ inventory }),
  vagrant: () => vagrantDriver(),
};

/** A driver by its name. Throws UsageError with the list of those that exist. */
export function driverByName(name: string, options: DriverOptions = {}): Driver {
  const known = DRIVER_NAMES.find((one) => one === name);
  if (!known) throw new UsageError(`no sandbox driver "${name}"; known: ${DRIVER_NAMES.join(', ')}`);
  return DRIVERS[known](options);
}
