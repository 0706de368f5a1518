/**
 * The numbers of a script that a learner could get wrong, each with what it is changed into: addresses, prefix
 * lengths, ports, probabilities, and the word `up`. Pure, and blind to what a command means: by patterns alone.
 */
import { addressPlus, familyOf, networkOf } from '../../checks/network/addresses.ts';
import type { Span } from '../bash/script.ts';

export type LiteralChange = 'address' | 'prefix' | 'port' | 'probability' | 'up';

export interface Literal extends Span {
  readonly change: LiteralChange;
  readonly from: string;
  readonly to: string;
}

const OCTET = String.raw`\d{1,3}`;
const VARIABLE = String.raw`\$(?:\w+|\{[^}]*\})`;
const ADDRESS = new RegExp(String.raw`(?<![\d.])(${OCTET}(?:\.${OCTET}){3})(?:/(\d{1,2}))?(?![\d.]*\d)`, 'g');
const PREFIX = new RegExp(
  String.raw`(?:${OCTET}(?:\.(?:${OCTET}|${VARIABLE})){3}|${VARIABLE})/(\d{1,2})(?![\w./])`,
  'g',
);
const PORT_AFTER_WORD =
  /(?:--?(?:[ds]ports?|to-ports|port)|\b[ds]port|\bdstport|\bhttp\.server)[ =]+(\d{1,5})(?![\w.])/g;
const PORT_AFTER_PLACE = new RegExp(
  String.raw`(?:(?<![\d.:])${OCTET}(?:\.${OCTET}){3}|${VARIABLE}|\}|\blocalhost|LISTEN|(?<![\w:.[])[A-Za-z][\w.-]*):(\d{1,5})(?![\w:.])`,
  'g',
);
const PROBABILITY = /--probability[ =]+(0?\.\d+|1\.0*|1)(?![\w.])/g;
const EVERY = /--every[ =]+(\d+)(?![\w.])/g;
const MODULO = /\bnumgen\s+(?:random|inc)\s+mod\s+(\d+)/g;
/** What a rule's comment says is no part of what the rule does (iptables-extensions(8), nft(8)). */
const COMMENT = /\bcomment[ =]+(?:"[^"\n]*"|'[^'\n]*'|(?!-)[\w./:-]+)/g;
const UP = /\blink\s+set\b[^\n;&|]*?\s(up)(?![\w-])/g;

/** In the order of the text; none overlaps another of its own kind. */
export function literals(text: string): Literal[] {
  const found: Literal[] = [
    ...each(text, ADDRESS, 'address', (address, [, , prefix]) => otherAddress(address, prefix)),
    ...each(text, PREFIX, 'prefix', (prefix) => otherPrefix(Number(prefix))),
    ...each(text, PORT_AFTER_WORD, 'port', otherPort),
    ...each(text, PORT_AFTER_PLACE, 'port', otherPort),
    ...each(text, PROBABILITY, 'probability', (p) => `${Number((Number(p) * 0.9).toFixed(11))}`),
    ...each(text, EVERY, 'probability', (n) => `${Number(n) + 1}`),
    ...each(text, MODULO, 'probability', (n) => `${Number(n) + 1}`),
    ...each(text, UP, 'up', () => ''),
  ];
  const comments = [...text.matchAll(COMMENT)].map(({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
  return found
    .filter(({ start }) => !comments.some((comment) => comment.start <= start && start < comment.end))
    .sort((a, b) => a.start - b.start || a.change.localeCompare(b.change));
}

/** The first group that is not undefined is what changes. */
function each(
  text: string,
  pattern: RegExp,
  change: LiteralChange,
  other: (from: string, match: readonly (string | undefined)[]) => string | undefined,
): Literal[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const from = match[1] ?? '';
    const to = other(from, match);
    if (to === undefined || to === from) return [];
    // From the end: the part before it may hold the same digits.
    const at = change === 'address' ? match[0].indexOf(from) : match[0].lastIndexOf(from);
    const start = match.index + at;
    return [{ change, from, to, start, end: start + from.length }];
  });
}

/**
 * The next host address; for the address of a range (host bits zero) the next range, since the kernel and iptables
 * would take the next host address in `10.0.0.0/24` for the same range.
 */
function otherAddress(address: string, prefix: string | undefined): string | undefined {
  if (familyOf(address) !== 'inet') return undefined;
  const length = prefix === undefined || Number(prefix) > 32 ? 32 : Number(prefix);
  const step = networkOf(address, length) === address ? 2n ** BigInt(32 - length) : 1n;
  return addressPlus(address, step) ?? addressPlus(address, -step);
}

function otherPrefix(prefix: number): string | undefined {
  if (prefix > 32) return undefined;
  return String(prefix === 32 ? 31 : prefix + 1);
}

function otherPort(text: string): string | undefined {
  const port = Number(text);
  if (port < 1 || port > 65535) return undefined;
  return String(port === 65535 ? port - 1 : port + 1);
}
