/** One packet for a person who asks: as the probe follows it, with words of the command line for what went wrong. */
import { journeyOf } from '../../checks/network/journey/join.ts';
import type { Journey } from '../../checks/network/journey/journey.ts';
import type { Recording } from '../../checks/network/journey/observed.ts';
import { SandboxError, UsageError } from '../errors.ts';
import { NamespaceMissing } from '../observe/probes/journey/host-observer.ts';
import { type PacketOrder, recordPacket } from '../observe/probes/journey/record.ts';
import { GeneratorFailed } from '../observe/probes/support/hidden.ts';
import type { HostAccess } from '../sandbox/driver.ts';

/** @throws UsageError and SandboxError as `recordJourney` */
export async function traceJourney(sandbox: HostAccess, order: PacketOrder): Promise<Journey> {
  const { observed, explained } = await recordJourney(sandbox, order);
  return journeyOf(observed, explained);
}

/**
 * @throws UsageError when the host has no such namespace
 * @throws SandboxError when the packet could not be sent or followed
 */
export async function recordJourney(sandbox: HostAccess, order: PacketOrder): Promise<Recording> {
  try {
    return await recordPacket(sandbox, order);
  } catch (thrown) {
    if (thrown instanceof NamespaceMissing) {
      const { message, names } = thrown;
      const instead =
        names.length === 0
          ? 'It has no named one: send from the host itself.'
          : `Its namespaces: ${names.join(', ')}`;
      throw new UsageError(`${message}.`, instead);
    }
    if (!(thrown instanceof GeneratorFailed)) throw thrown;
    throw new SandboxError(`The packet could not be followed: ${thrown.message}.`, { cause: thrown });
  }
}
