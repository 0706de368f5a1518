import { expect, test } from 'vitest';
import { parseMarkdown } from '../../../runner/chapter/markdown.ts';
import { newProse, renderHint, renderProse } from './markdown.ts';

const idsOf = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

test.each(['../%ff/chapter.md', '../%e0%a4/', '../%ff/#x'])(
  'a link that cannot be decoded stays as it is: %s',
  (href) => {
    expect(renderProse(parseMarkdown(`[a](${href})`), newProse())).toContain(` rel="noopener">a</a>`);
  },
);

test('a link to another chapter leads to its page', () => {
  expect(renderProse(parseMarkdown('[a](../02-pods/chapter.md#b)'), newProse())).toContain(
    'href="/chapter/02-pods#b"',
  );
});

test('headings of hints share no id with headings of the chapter', () => {
  const prose = newProse();
  const chapter = ['## In a hint\n\n## In a hint\n', '## In a hint\n'];
  const hints = ['## In a hint\n', '## In a hint\n'];
  const ids = [
    ...chapter.map((piece) => renderProse(parseMarkdown(piece), prose)),
    ...hints.map((hint, index) => renderHint(parseMarkdown(hint), 'lo', index)),
  ].flatMap(idsOf);
  expect(ids).toHaveLength(5);
  expect(new Set(ids).size).toBe(5);
});

test('many headings of the same words take no longer each', () => {
  const ids = idsOf(renderProse(parseMarkdown('\n## '.repeat(25_000)), newProse()));
  expect([ids[0], ids[1], ids[24_999]]).toEqual(['section', 'section-2', 'section-25000']);
});

test.each(['constructor', '__proto__', 'toString'])(
  'a fence in the language %s is plain text',
  (language) => {
    expect(renderProse(parseMarkdown(`\`\`\`${language}\nx < y\n\`\`\`\n`), newProse())).toContain(
      'x &lt; y',
    );
  },
);
