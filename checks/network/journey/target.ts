/** `tcp://10.96.0.10:80`, `udp://10.96.0.10:53`, `icmp://10.244.1.2` -> what is sent. Pure. */
import { familyOf } from '../addresses.ts';
import type { Order } from './observed.ts';

const TARGET = /^(?:(tcp|udp):\/\/([^:/]+):(\d{1,5})|(icmp):\/\/([^:/]+))\/?$/;
export const TARGET_FORMS = 'tcp://10.96.0.10:80, udp://10.96.0.10:53 or icmp://10.244.1.2';

export type Target = Pick<Order, 'protocol' | 'address' | 'port'>;

/** @returns what is wrong with it, as the end of a sentence, when it is none */
export function readTarget(text: string): Target | string {
  const [, transport, to, port, icmp, pinged] = TARGET.exec(text) ?? [];
  const address = to ?? pinged;
  if (address === undefined || familyOf(address) !== 'inet')
    return 'is no target: an IPv4 address is needed, and a port with tcp and udp';
  if (icmp !== undefined) return { protocol: 'icmp', address };
  const number = Number(port);
  if (number < 1 || number > 65535) return `has no port: ${port} is none`;
  return { protocol: transport === 'udp' ? 'udp' : 'tcp', address, port: number };
}
