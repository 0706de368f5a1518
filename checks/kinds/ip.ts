/** Addresses and ranges as text, compared as numbers would be. Pure. */
import { isIPv6 } from 'node:net';

/** IPv6 in the one form of RFC 5952; IPv4 as it is. */
function canonicalAddress(address: string): string {
  if (!isIPv6(address)) return address;
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}

export function sameAddress(a: string, b: string): boolean {
  return canonicalAddress(a) === canonicalAddress(b);
}

/** `10.0.0.2/24`; without a prefix length the whole address counts. */
export function splitPrefix(text: string): { ip: string; prefix: number } {
  const [ip = '', prefix] = text.split('/');
  return { ip, prefix: prefix === undefined ? (ip.includes(':') ? 128 : 32) : Number(prefix) };
}

/** As `ip route` prints it: 0.0.0.0/0 and ::/0 are `default`, a single address has no prefix length. */
export function canonicalDestination(text: string): string {
  if (text === 'default') return text;
  const { ip, prefix } = splitPrefix(text);
  if (prefix === 0) return 'default';
  const full = ip.includes(':') ? 128 : 32;
  return prefix === full ? canonicalAddress(ip) : `${canonicalAddress(ip)}/${prefix}`;
}
