/** Which sandbox: options that several commands share. What they come to is in chosen-driver.ts. */
import { type Command, Option } from 'commander';
import { DRIVER_NAMES } from '../sandbox/driver-names.ts';

export interface SandboxOptions {
  readonly sandbox: string;
  readonly inventory?: string;
}

export function sandboxOptions(command: Command): Command {
  return command
    .addOption(new Option('--sandbox <driver>', `one of: ${DRIVER_NAMES.join(', ')}`).default('namespaces'))
    .option('--inventory <file>', 'for ssh: which machine each lab host lives on (or WIREBOOK_INVENTORY)');
}
