/** The sandbox drivers by name. A new driver is one line here and one folder beside this file. */
import { UsageError } from '../errors.ts';
import type { Driver } from './driver.ts';
import { namespacesDriver } from './namespaces/driver.ts';

export const DRIVERS: ReadonlyMap<string, () => Driver> = new Map([['namespaces', () => namespacesDriver()]]);

/** A driver by its name. Throws UsageError with the list of those that exist. */
export function driverByName(name: string): Driver {
  const make = DRIVERS.get(name);
  if (!make) throw new UsageError(`no sandbox driver "${name}"; known: ${[...DRIVERS.keys()].join(', ')}`);
  return make();
}
