/** How a check of kind `link` is made false again: by the first thing that it asks of the device. */
import { ipIn, quoted } from '../../support/revert-scripts.ts';
import type { LinkArgs } from './link.ts';

export function revertLink(args: LinkArgs): string | undefined {
  const { present, up, carrier, master, mtu } = args;
  const ip = ipIn(args);
  const name = quoted(args.name);
  if (!present) return `${ip} link add ${name} type dummy`;
  if (up === false) return `${ip} link set ${name} up`;
  if (up || carrier) return `${ip} link set ${name} down`;
  if (typeof master === 'string') return `${ip} link set ${name} nomaster`;
  if (mtu !== undefined) return `${ip} link set ${name} mtu ${mtu - 1}`;
  return args.name === 'lo' ? undefined : `${ip} link del ${name}`;
}
