import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../chapter/markdown.ts';
import type { Ink } from './inline.ts';
import { typeset } from './typeset.ts';

const same = (text: string) => text;
const PLAIN: Ink = { bold: same, dim: same, italic: same, cyan: same };
const MARKED: Ink = {
  bold: (text) => `<b>${text}</b>`,
  dim: (text) => `<d>${text}</d>`,
  italic: (text) => `<i>${text}</i>`,
  cyan: (text) => `<c>${text}</c>`,
};

const set = (markdown: string, width = 40, ink = PLAIN) => typeset(parseMarkdown(markdown), { width, ink });

describe('Markdown as lines', () => {
  it.each<[what: string, markdown: string, lines: string[]]>([
    ['nothing', '', []],
    [
      'a paragraph, wrapped between words',
      'A bridge is a network\ndevice. Each port of it leads to a pod.',
      ['A bridge is a network device. Each port', 'of it leads to a pod.'],
    ],
    ['paragraphs, apart', 'One.\n\nTwo.', ['One.', '', 'Two.']],
    [
      'headings, underlined',
      '# Top\n\n## Part\n\n### Piece',
      ['Top', '═'.repeat(40), '', 'Part', '─'.repeat(40), '', 'Piece'],
    ],
    ['a tight list', 'Two:\n\n- one\n- two', ['Two:', '', '• one', '• two']],
    ['a loose list', '- one\n\n- two', ['• one', '', '• two']],
    ['a list in a list', '1. one\n   - in it\n2. two', ['1. one', '   • in it', '2. two']],
    ['a list that begins elsewhere', '9. nine\n10. ten', ['9. nine', '10. ten']],
    [
      'a long item, hanging',
      '- An item that does not fit into a line of forty columns',
      ['• An item that does not fit into a line', '  of forty columns'],
    ],
    ['a quotation', '> Said.\n>\n> Twice.', ['│ Said.', '│', '│ Twice.']],
    [
      'code, as it is',
      'See:\n\n```sh\nip link  |  head\n\nip addr\n```\n\nDone.',
      ['See:', '', '    ip link  |  head', '', '    ip addr', '', 'Done.'],
    ],
    ['words with their marks', 'Use `ip link`, **not** *ifconfig*.', ['Use `ip link`, not ifconfig.']],
    [
      'an address that can be opened',
      '[RFC 826](https://www.rfc-editor.org/rfc/rfc826)',
      ['RFC 826', '<https://www.rfc-editor.org/rfc/rfc826>'],
    ],
    ['a link within the book: its words', 'See [chapter 5](../05-arp/chapter.md).', ['See chapter 5.']],
    ['a hard break', 'One\\\ntwo', ['One', 'two']],
    ['HTML, as text', 'a <b>c</b>', ['a <b>c</b>']],
  ])('%s', (_what, markdown, lines) => {
    expect(set(markdown)).toEqual(lines);
  });

  it('marks words by the terminal’s attributes, and code without its own marks then', () => {
    expect(set('Use `ip link`, **not *this***.', 80, MARKED)).toEqual([
      'Use <c>ip link</c>, <b>not </b><i><b>this</b></i>.',
    ]);
  });

  it('puts a table into columns', () => {
    expect(set('| tool | shows |\n|---|---|\n| `ip` | links |\n| `ss` | sockets |')).toEqual([
      'tool  shows',
      '────  ───────',
      '`ip`  links',
      '`ss`  sockets',
    ]);
  });

  it('wraps the cells of a table that is too wide', () => {
    const lines = set('| a | b |\n|---|---|\n| short | a cell with many more words than fit |', 24);
    expect(lines).toEqual([
      'a      b',
      '─────  ─────────────────',
      'short  a cell with many',
      '       more words than',
      '       fit',
    ]);
  });

  it('gives every line of a table its columns where words are wide', () => {
    expect(set('| 名 | b |\n|---|---|\n| x | y |')).toEqual(['名  b', '──  ─', 'x   y']);
  });
});
