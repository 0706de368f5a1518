import { describe, expect, test } from 'vitest';
import { recorded } from './fixtures/read.ts';
import { parseIptablesSave } from './iptables-save.ts';
import { splitWords } from './split-words.ts';

describe('iptables-save -c', () => {
  const { tables } = parseIptablesSave(recorded('iptables-save.txt'));
  const chain = (table: string, name: string) => tables[table]?.find((one) => one.name === name);

  test('tables, chains in order, policies', () => {
    expect(Object.keys(tables)).toEqual(['filter', 'nat']);
    expect(tables.filter?.map(({ name }) => name)).toEqual(['INPUT', 'FORWARD', 'OUTPUT']);
    expect(chain('filter', 'FORWARD')?.policy).toBe('DROP');
    expect(chain('nat', 'KUBE-SVC-WEB')?.policy).toBeNull();
  });
  test('rules with counters, target and words', () => {
    expect(chain('filter', 'FORWARD')?.rules[0]).toEqual({
      text: '-i br0 -j ACCEPT',
      words: ['-i', 'br0', '-j', 'ACCEPT'],
      target: 'ACCEPT',
      packets: 13,
      bytes: 2120,
    });
    expect(chain('nat', 'KUBE-SVC-WEB')?.rules[0]?.words).toContain('0.33333333349');
  });
  test('quoted values are what was typed', () => {
    expect(chain('nat', 'PREROUTING')?.rules[0]?.words).toContain('default/web: "the" cluster IP');
    expect(chain('filter', 'INPUT')?.rules[0]?.words).toEqual([
      '-m',
      'comment',
      '--comment',
      'back\\slash \'n "q"',
      '-j',
      'LOG',
      '--log-prefix',
      "it's: ",
    ]);
  });
  test('no ruleset at all is the empty one', () => {
    expect(parseIptablesSave('')).toEqual({ tables: {} });
  });
  test('a table that nft changed is named', () => {
    expect(parseIptablesSave(recorded('iptables-save-foreign.txt')).foreign).toEqual(['filter']);
    expect(parseIptablesSave("# Table `nat' is incompatible, use 'nft' tool.\n")).toEqual({
      tables: {},
      foreign: ['nat'],
    });
  });
  test('a table may have any name', () => {
    const { tables } = parseIptablesSave('*__proto__\n:INPUT ACCEPT [0:0]\nCOMMIT\n');
    expect(Object.keys(tables)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(tables)).toBe(Object.prototype);
  });
  test.each([
    ['cut short', recorded('iptables-save.txt').slice(0, 300)],
    [
      'an error message',
      'iptables-save v1.8.9 (nf_tables): Could not fetch rule set generation id: Permission denied',
    ],
    ['a rule outside a table', '[0:0] -A INPUT -j ACCEPT'],
    ['a rule of no chain', '*nat\n[0:0] -A NONE -j ACCEPT\nCOMMIT\n'],
    ['no counters', '*nat\n:INPUT ACCEPT [0:0]\n-A INPUT -j ACCEPT\nCOMMIT\n'],
    ['an open quote', '*nat\n:INPUT ACCEPT [0:0]\n[0:0] -A INPUT --comment "a\nCOMMIT\n'],
  ])('garbage: %s', (_, text) => {
    expect(() => parseIptablesSave(text)).toThrow(/iptables-save/);
  });
});

test.each([
  ['a b', ['a', 'b']],
  ['a "b c" d', ['a', 'b c', 'd']],
  ['"" a', ['', 'a']],
  ['"a \\"b\\" \\\\"', ['a "b" \\']],
  ['"open', undefined],
])('words of %s', (text, words) => {
  expect(splitWords(text)).toEqual(words);
});
