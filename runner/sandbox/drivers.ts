/** The sandbox drivers by name. A new driver is one line here and one folder beside this file. */
import { UsageError } from '../errors.ts';
import type { Driver } from './driver.ts';
import { namespacesDriver } from './namespaces/driver.ts';

const DRIVERS: Readonly<Record<string, () => Driver>> = {
  namespaces: () => namespacesDriver(),
};

export const driverNames = (): string[] => Object.keys(DRIVERS);

/** A driver by its name. Throws UsageError with the list of those that exist. */
export function driverByName(name: string): Driver {
  const make = Object.hasOwn(DRIVERS, name) ? DRIVERS[name] : undefined;
  if (!make) throw new UsageError(`no sandbox driver "${name}"; known: ${driverNames().join(', ')}`);
  return make();
}
