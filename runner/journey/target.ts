/** `tcp://10.96.0.10:80`, `worker/client` -> what is sent, and where from. Pure. */
import { familyOf } from '../../checks/network/addresses.ts';
import type { Order } from '../../checks/network/journey/observed.ts';
import { UsageError } from '../errors.ts';

const TARGET = /^(?:(tcp|udp):\/\/([^:/]+):(\d{1,5})|(icmp):\/\/([^:/]+))\/?$/;
const FORMS = 'Write tcp://10.96.0.10:80, udp://10.96.0.10:53 or icmp://10.244.1.2.';

/** @throws UsageError */
export function parseTarget(text: string): Pick<Order, 'protocol' | 'address' | 'port'> {
  const [, transport, to, port, icmp, pinged] = TARGET.exec(text) ?? [];
  const address = to ?? pinged;
  if (address === undefined || familyOf(address) !== 'inet')
    throw new UsageError(
      `--to ${text} is no target: an IPv4 address is needed, and a port with tcp and udp.`,
      FORMS,
    );
  if (icmp !== undefined) return { protocol: 'icmp', address };
  const number = Number(port);
  if (number < 1 || number > 65535) throw new UsageError(`--to ${text}: ${port} is no port.`, FORMS);
  return { protocol: transport === 'udp' ? 'udp' : 'tcp', address, port: number };
}

/** @param hosts of the sandbox; @throws UsageError */
export function parseOrigin(text: string, hosts: readonly string[]): Order['from'] {
  const [, host = '', netns] = /^([^/]*)(?:\/([^/\s]+))?$/.exec(text) ?? [];
  if (!hosts.includes(host)) {
    throw new UsageError(
      `--from ${text}: there is no host ${host || text}.`,
      `Write host or host/namespace; its hosts: ${hosts.join(', ')}`,
    );
  }
  return netns === undefined ? { host } : { host, netns };
}
