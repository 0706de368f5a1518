/** A learner's file of routing decisions, one address and one decision a line, read leniently. Pure; judges nothing. */
import { familyOf } from '../../network/addresses.ts';

/** As it is compared: one of the words, or a gateway's address. */
const WORDS: Readonly<Record<string, string>> = {
  'on-link': 'on-link',
  onlink: 'on-link',
  'on link': 'on-link',
  direct: 'on-link',
  unreachable: 'unreachable',
  local: 'local',
  broadcast: 'broadcast',
};

interface Line {
  readonly number: number;
  readonly text: string;
}
export interface WrittenDecision extends Line {
  readonly address: string;
  readonly decision: string;
}
export interface DecisionsFile {
  /** In the order of the file, the same address perhaps twice. */
  readonly written: readonly WrittenDecision[];
  /** An address and nothing behind it: not decided yet. */
  readonly open: readonly string[];
  readonly unreadable: readonly (Line & { readonly why: string })[];
}

/** Lines such as `10.0.0.2 on-link`, `10.9.0.2: via 10.0.0.254`, `10.8.0.1 -> unreachable`; `#` begins a comment. */
export function readDecisions(content: string): DecisionsFile {
  const written: WrittenDecision[] = [];
  const open: string[] = [];
  const unreadable: (Line & { why: string })[] = [];
  for (const [index, whole] of content.split('\n').entries()) {
    const text = whole.replace(/#.*$/, '').trim();
    if (text === '') continue;
    const line = { number: index + 1, text: text.slice(0, 80) };
    const [, address = '', rest = ''] = /^([^\s:=]+)\s*(?:->|=>|[:=])?\s*(.*)$/.exec(text) ?? [];
    if (familyOf(address) !== 'inet') {
      unreadable.push({ ...line, why: 'it does not begin with an IPv4 address' });
      continue;
    }
    const words = rest.toLowerCase().replace(/\s+/g, ' ');
    const gateway = words.replace(/^(?:via|gateway|gw) /, '');
    const decision = WORDS[words] ?? (familyOf(gateway) === 'inet' ? gateway : undefined);
    if (rest === '') open.push(address);
    else if (decision !== undefined) written.push({ ...line, address, decision });
    else unreadable.push({ ...line, why: `"${rest.slice(0, 40)}" is no decision` });
  }
  return { written, open, unreadable };
}
