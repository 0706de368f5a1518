/** The driver that the options of a command come to, and how much it has room for. */
import type { Command } from 'commander';
import type { Driver } from '../sandbox/driver.ts';
import { driverByName } from '../sandbox/drivers.ts';
import type { Context } from './context.ts';
import type { SandboxOptions } from './sandbox-options.ts';

/** What it holds ends with the command, after all that is added to the cleanup later. */
export function chosenDriver(options: SandboxOptions, { cleanup }: Pick<Context, 'cleanup'>): Driver {
  const driver = driverByName(options.sandbox, options);
  cleanup.add(() => driver.close?.());
  return driver;
}

/** As many sandboxes at a time as there is room for; said when more were asked for. */
export function fittingJobs(jobs: number, driver: Driver, command: Command): number {
  const { capacity = jobs } = driver;
  if (jobs <= capacity) return jobs;
  if (command.getOptionValueSource('jobs') === 'cli') {
    process.stderr.write(
      `wirebook: --jobs ${jobs}: the machines of ${driver.name} have room for ${capacity} at a time\n`,
    );
  }
  return capacity;
}
