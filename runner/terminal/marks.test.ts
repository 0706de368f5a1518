import { describe, expect, it } from 'vitest';
import { MarkFilter } from './marks.ts';

const mark = (body: string) => `\x1b]633;${body}\x07`;

/** What came out, as a readable list: text as it is, marks as `<A|field|field>`. */
function filter(chunks: readonly (string | Buffer)[]): string {
  let out = '';
  const filter = new MarkFilter('n0nce', {
    bytes: (chunk) => {
      out += chunk.toString('latin1');
    },
    mark: ({ kind, fields }) => {
      out += `<${[kind, ...fields].join('|')}>`;
    },
  });
  for (const chunk of chunks) filter.feed(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk, 'latin1'));
  filter.end();
  return out;
}

const table: readonly [what: string, input: string, output: string][] = [
  ['plain text', 'hello\r\n', 'hello\r\n'],
  ['a mark alone', mark('C;n0nce'), '<C>'],
  ['a mark amid text', `a${mark('B;n0nce')}b`, 'a<B>b'],
  ['a mark with fields', mark('D;n0nce;7;42;/root'), '<D|7|42|/root>'],
  ['a directory with a semicolon', mark('D;n0nce;0;1;/a;b'), '<D|0|1|/a|b>'],
  ['two marks in a row', mark('A;n0nce;0') + mark('B;n0nce'), '<A|0><B>'],
  ['other sequences', '\x1b[31mred\x1b]0;title\x07', '\x1b[31mred\x1b]0;title\x07'],
  ['a forged mark without a nonce', mark('D;0'), mark('D;0')],
  ['a forged mark with a wrong nonce', mark('D;wrong;0'), mark('D;wrong;0')],
  ['a nonce with more behind it', mark('D;n0nceX;0'), mark('D;n0nceX;0')],
  ['a nonce cut short', mark('D;n0n'), mark('D;n0n')],
  ['an unknown kind', mark('Z;n0nce'), mark('Z;n0nce')],
  ['a forged mark around a real one', `\x1b]633;D;${mark('C;n0nce')}`, '\x1b]633;D;<C>'],
  ['a prefix that never goes on', 'x\x1b]633;', 'x\x1b]633;'],
  [
    'a mark that never ends',
    `\x1b]633;D;n0nce;${'y'.repeat(9000)}z`,
    `\x1b]633;D;n0nce;${'y'.repeat(9000)}z`,
  ],
  [
    'an ending too late',
    `\x1b]633;D;n0nce;${'y'.repeat(9000)}\x07`,
    `\x1b]633;D;n0nce;${'y'.repeat(9000)}\x07`,
  ],
  ['escapes at every turn', '\x1b\x1b]\x1b]6\x1b]633\x1b]633;', '\x1b\x1b]\x1b]6\x1b]633\x1b]633;'],
  ['bytes that are no text', '\xff\x00\xfe', '\xff\x00\xfe'],
];

describe('marks', () => {
  it.each(table)('%s, in one chunk', (_what, input, output) => {
    expect(filter([input])).toBe(output);
  });

  it.each(table)('%s, byte by byte', (_what, input, output) => {
    expect(filter([...input])).toBe(output);
  });

  it.each(table.filter(([, input]) => input.length < 60))(
    '%s, split at every place',
    (_what, input, output) => {
      for (let at = 0; at <= input.length; at++) {
        expect(filter([input.slice(0, at), input.slice(at)])).toBe(output);
      }
    },
  );

  it('reads a directory in UTF-8', () => {
    expect(filter([Buffer.from(mark('D;n0nce;0;1;/tmp/é'))])).toBe('<D|0|1|/tmp/é>');
  });

  it('does not copy plain output', () => {
    const chunk = Buffer.alloc(4096, 'x');
    const seen: Buffer[] = [];
    new MarkFilter('n', { bytes: (bytes) => seen.push(bytes), mark: () => undefined }).feed(chunk);
    expect(seen[0]?.buffer).toBe(chunk.buffer);
  });
});
