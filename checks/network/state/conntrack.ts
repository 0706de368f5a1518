/** `conntrack -L` (conntrack-tools 1.4.7, which has no JSON) -> entries with both tuples. */
import type { ConntrackEntry, ConntrackTuple } from './network-state.ts';
import { excerpt, UnreadableOutput } from './unreadable.ts';

const TOOL = 'conntrack -L';
/** protocol, its number, seconds left, then state, pairs and flags in any order. */
const LINE = /^(\S+)\s+\d+\s+(?:\d+\s+)?(.*)$/;

/** @throws UnreadableOutput */
export function parseConntrack(text: string): ConntrackEntry[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, protocol, rest = ''] = LINE.exec(line) ?? [];
      if (protocol === undefined) throw new UnreadableOutput(TOOL, excerpt(line));
      return readEntry(protocol, rest, line);
    });
}

function readEntry(protocol: string, rest: string, line: string): ConntrackEntry {
  const tuples: Record<string, string>[] = [];
  const flags: string[] = [];
  let state: string | undefined;
  for (const word of rest.split(/\s+/).filter(Boolean)) {
    const [key = '', value] = word.split('=', 2);
    if (value !== undefined) {
      // `src` opens a tuple: the original direction first, the reply second.
      if (key === 'src') tuples.push({});
      const tuple = tuples.at(-1);
      if (tuple && !(key in tuple)) tuple[key] = value;
    } else if (word.startsWith('[')) {
      flags.push(word.replace(/^\[|\]$/g, ''));
    } else {
      state = word;
    }
  }
  const [original, reply] = tuples.map((tuple) => toTuple(tuple, line));
  if (!original || !reply || tuples.length > 2) throw new UnreadableOutput(TOOL, excerpt(line));
  return { protocol, original, reply, flags, ...(state === undefined ? {} : { state }) };
}

function toTuple(raw: Record<string, string>, line: string): ConntrackTuple {
  if (!raw.src || !raw.dst) throw new UnreadableOutput(TOOL, excerpt(line));
  return {
    source: raw.src,
    destination: raw.dst,
    ...(raw.sport === undefined ? {} : { sourcePort: Number(raw.sport) }),
    ...(raw.dport === undefined ? {} : { destinationPort: Number(raw.dport) }),
  };
}
