/**
 * IPv4 and IPv6 addresses as text: the one place where they are read, compared and calculated with. An IPv4 address is
 * four decimal numbers without leading zeros, as the kernel prints it; an IPv6 address has no zone. The families never
 * meet: `::ffff:10.0.0.1` is an IPv6 address, and no IPv4 address is equal to it. Pure.
 */
import ipaddr from 'ipaddr.js';

export type Family = 'inet' | 'inet6';
type Parsed = ipaddr.IPv4 | ipaddr.IPv6;

const BITS: Readonly<Record<Family, number>> = { inet: 32, inet6: 128 };

/** @returns undefined when it is no address */
export function familyOf(text: string): Family | undefined {
  const address = parse(text);
  return address && (address.kind() === 'ipv4' ? 'inet' : 'inet6');
}

/** RFC 5952 with its section 5, as the kernel prints: `::ffff:10.0.0.1`. What is no address stays as it is. */
export function canonicalAddress(text: string): string {
  const address = parse(text);
  return address ? format(address) : text;
}

export function sameAddress(a: string, b: string): boolean {
  return a === b || canonicalAddress(a) === canonicalAddress(b);
}

/** `10.0.0.2/24`; without a prefix length the whole address counts. A length that is no number is NaN; the address is not read. */
export function splitPrefix(text: string): { ip: string; prefix: number } {
  const [, ip = '', length] = /^([^/]*)(?:\/(.*))?$/s.exec(text) ?? [];
  if (length === undefined) return { ip, prefix: BITS[ip.includes(':') ? 'inet6' : 'inet'] };
  return { ip, prefix: /^\d+$/.test(length) ? Number(length) : Number.NaN };
}

/** As `ip route` prints it: 0.0.0.0/0 and ::/0 are `default`, a single address has no prefix length. */
export function canonicalDestination(text: string): string {
  if (text === 'default') return text;
  const { ip, prefix } = splitPrefix(text);
  if (prefix === 0) return 'default';
  const single = prefix === splitPrefix(ip).prefix;
  return single ? canonicalAddress(ip) : `${canonicalAddress(ip)}/${prefix}`;
}

/**
 * Whether an address is in a range: `10.0.0.0/24`, `fd00::/8`, a single address, or with a mask that is no prefix, as
 * iptables prints it: `10.0.0.1/255.0.0.255`. Host bits of the range do not count.
 * @returns undefined when one of the two cannot be read
 */
export function inRange(address: string, range: string): boolean | undefined {
  const { ip, prefix } = splitPrefix(range);
  const [one, other] = [parse(address), parse(ip)];
  if (!one || !other) return undefined;
  const mask = Number.isNaN(prefix) ? parse(range.slice(ip.length + 1)) : prefixMask(other, prefix);
  if (mask?.kind() !== other.kind()) return undefined;
  return one.kind() === other.kind() && masked(one, mask) === masked(other, mask);
}

/** Address AND mask. @throws RangeError unless it is an address whose family has prefixes of that length */
export function networkOf(address: string, prefix: number): string {
  const parsed = read(address);
  return masked(parsed, readMask(parsed, prefix));
}

/** Address OR NOT mask: the last address of the network; in IPv4 its broadcast address. @throws RangeError as networkOf */
export function broadcastOf(address: string, prefix: number): string {
  const parsed = read(address);
  const mask = readMask(parsed, prefix).toByteArray();
  return fromBytes(parsed.toByteArray().map((byte, at) => byte | (~(mask[at] ?? 0) & 0xff)));
}

/**
 * The address so many further on or, if negative, back.
 * @returns undefined beyond the first or last of its family
 * @throws RangeError when it is no address
 */
export function addressPlus(address: string, steps: number | bigint): string | undefined {
  const bytes = read(address).toByteArray();
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) + BigInt(steps);
  if (value < 0n || value >= 256n ** BigInt(bytes.length)) return undefined;
  return fromBytes(bytes.map((_, at) => Number((value >> BigInt(8 * (bytes.length - 1 - at))) & 0xffn)));
}

/** @param bytes four or sixteen, as in a header; throws on any other number of them */
export function fromBytes(bytes: Iterable<number>): string {
  return format(ipaddr.fromByteArray([...bytes]));
}

function parse(text: string): Parsed | undefined {
  const { IPv4, IPv6 } = ipaddr;
  // IPv4.isValid alone takes what inet_aton(3) does: `10.1`, `0x7f.1`, `010.0.0.1` for 8.0.0.1.
  if (!text.includes(':')) return IPv4.isValidFourPartDecimal(text) ? IPv4.parse(text) : undefined;
  const native = withoutDots(text);
  return native !== undefined && !native.includes('%') && IPv6.isValid(native)
    ? IPv6.parse(native)
    : undefined;
}

/** `::1.2.3.4` -> `::102:304`. The package itself would read that as `::ffff:1.2.3.4`, and octal numbers in it. */
function withoutDots(text: string): string | undefined {
  const [, head, tail] = /^(.*:)([^:]*\.[^:]*)$/.exec(text) ?? [];
  if (head === undefined || tail === undefined) return text;
  if (familyOf(tail) !== 'inet') return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv4.parse(tail).octets;
  return `${head}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function read(text: string): Parsed {
  const address = parse(text);
  if (!address) throw new RangeError(`${JSON.stringify(text)} is no IP address`);
  return address;
}

function format(address: Parsed): string {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
    ? `::ffff:${address.toIPv4Address()}`
    : address.toString();
}

/** @returns undefined when the address's family has no prefix of that length */
function prefixMask(address: Parsed, prefix: number): Parsed | undefined {
  const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  const bits = 8 * address.toByteArray().length;
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > bits) return undefined;
  return family.subnetMaskFromPrefixLength(prefix);
}

function readMask(address: Parsed, prefix: number): Parsed {
  const mask = prefixMask(address, prefix);
  if (!mask) throw new RangeError(`${address} has no prefix of the length ${prefix}`);
  return mask;
}

function masked(address: Parsed, mask: Parsed): string {
  const bytes = mask.toByteArray();
  return fromBytes(address.toByteArray().map((byte, at) => byte & (bytes[at] ?? 0)));
}
