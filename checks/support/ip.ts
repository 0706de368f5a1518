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

/** `10.0.0.2` -> 167772162 */
function ipv4Number(address: string): number {
  return address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
}

function ipv4Text(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

/** The mask of a prefix length as a number; a shift by 32 would be one by 0. */
function maskNumber(prefix: number): number {
  return prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
}

/** IPv4: address AND mask. */
export function networkOf(address: string, prefix: number): string {
  return ipv4Text((ipv4Number(address) & maskNumber(prefix)) >>> 0);
}

/** IPv4: address OR NOT mask, the last address of the network. */
export function broadcastOf(address: string, prefix: number): string {
  return ipv4Text((ipv4Number(address) | ~maskNumber(prefix)) >>> 0);
}

/** Whether an IPv4 address is in a range such as `10.0.0.0/24`; without a prefix length the whole address counts. */
export function inRange(address: string, range: string): boolean {
  const { ip, prefix } = splitPrefix(range);
  return networkOf(address, prefix) === networkOf(ip, prefix);
}
