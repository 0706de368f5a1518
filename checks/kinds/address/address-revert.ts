/** How a check of kind `address` is made false again: the address is taken off every device, or put on one. */
import { splitPrefix } from '../../network/addresses.ts';
import { ipIn, quoted } from '../../support/revert-scripts.ts';
import type { AddressArgs } from './address.ts';

export function revertAddress(args: AddressArgs): string {
  const ip = ipIn(args);
  const address = quoted(args.address);
  if (!args.present) {
    return `${ip} addr add ${address} dev ${args.link === undefined ? 'lo' : quoted(args.link)}`;
  }
  return `for dev in $(${ip} -o addr show to ${quoted(splitPrefix(args.address).ip)} | awk '{ print $2 }'); do
  ${ip} addr del ${address} dev "$dev"
done`;
}
