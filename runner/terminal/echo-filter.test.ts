import { expect, it } from 'vitest';
import { EchoFilter } from './echo-filter.ts';

/** A string is output, an array is an echo that is expected from then on. */
function stripped(...events: (string | [echo: string])[]): string {
  const filter = new EchoFilter();
  const kept = events.map((event) => {
    if (typeof event === 'string') return filter.strip(Buffer.from(event));
    filter.expect(Buffer.from(event[0]));
    return Buffer.alloc(0);
  });
  return Buffer.concat([...kept, filter.rest()]).toString();
}

it.each<[what: string, events: (string | [string])[], kept: string]>([
  ['output alone', ['abc', 'def'], 'abcdef'],
  ['an echo alone', [['ls\r\n'], 'ls\r\n'], ''],
  ['an echo once', [['a'], 'aa'], 'a'],
  ['an echo amid output', [['xy'], '12xy34'], '1234'],
  ['an echo in pieces', [['hello\r\n'], '1h', 'el', 'lo\r', '\n2'], '12'],
  ['two echoes in a row', [['ab'], ['cd'], 'abcd1'], '1'],
  ['two echoes with output between', [['ab'], 'ab1', ['cd'], '2cd3'], '123'],
  ['a beginning that goes on otherwise', [['hello'], 'hel', 'p\n'], 'help\n'],
  ['a beginning at the end', [['hello'], 'shel'], 'shel'],
  ['what looked like it before', ['ls\r\n', ['ls\r\n'], 'ls\r\n'], 'ls\r\n'],
  ['no echo', [[''], 'abc'], 'abc'],
])('%s', (_what, events, kept) => {
  expect(stripped(...events)).toBe(kept);
});
