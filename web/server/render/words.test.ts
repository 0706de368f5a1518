import { expect, test } from 'vitest';
import { KINDS } from '../../../checks/kinds/index.ts';
import { wordFinder } from '../../../runner/chapter/glossary-words.ts';
import { parseMarkdown } from '../../../runner/chapter/markdown.ts';
import { parseChapter } from '../../../runner/chapter/parse.ts';
import { glossaryEntry } from '../../../runner/chapter/testing/glossary-entry.ts';
import { renderChapter } from './chapter.tsx';
import { newProse, renderProse } from './markdown.ts';
import { courseWords } from './meanings.tsx';

const ENTRIES = [
  glossaryEntry('bridge, bridges', { chapter: 'a-bridge', means: 'A switch; see `ip link`.' }),
  glossaryEntry('network namespace', { chapter: 'x' }),
  glossaryEntry('FDB', { chapter: 'gone' }),
];

/** Prose with `[word]` for each mark. */
function marked(...pieces: readonly string[]): string {
  const prose = { ...newProse({ N: '3' }), words: { find: wordFinder(ENTRIES), used: [] } };
  const html = pieces.map((piece) => renderProse(parseMarkdown(piece), prose)).join('');
  return html.replace(/<a class="word"[^>]*>/g, '[').replace(/(\[[^[<]*)<\/a>/g, '$1]');
}

test.each([
  ['A bridge.', '<p>A [bridge].</p>\n'],
  ['Bridges, then a bridge.', '<p>[Bridges], then a bridge.</p>\n'],
  ['A *bridge*, **FDB**.', '<p>A <em>[bridge]</em>, <strong>[FDB]</strong>.</p>\n'],
  ['A network\nnamespace.', '<p>A [network\nnamespace].</p>\n'],
  [
    'network `x` namespace, network *namespace*',
    '<p>network <code>x</code> namespace, network <em>namespace</em></p>\n',
  ],
  ['- a bridge\n- an FDB', '<ul>\n<li>a [bridge]</li>\n<li>an [FDB]</li>\n</ul>\n'],
  ['The bridge\'s $N ports, "FDB".', '<p>The [bridge]’s 3 ports, “[FDB]”.</p>\n'],
  ['`bridge` <b>FDB</b>', '<p><code>bridge</code> &lt;b&gt;[FDB]&lt;/b&gt;</p>\n'],
  ['![a bridge](b.svg)', '<p><img src="b.svg" alt="a bridge"></p>\n'],
])('%j', (text, html) => {
  expect(marked(text)).toBe(html);
});

test('headings, tables and links are left as they are, also before the first use', () => {
  const html = marked('## A bridge\n\n[the bridge](#x)\n\n| bridge |\n|---|\n| FDB |\n\nThen a bridge.');
  expect(html.match(/\[/g)).toHaveLength(1);
  expect(html).toContain('<p>Then a [bridge].</p>');
});

test('each word is marked once on a page, whichever piece it stands in', () => {
  expect(marked('A bridge.', 'A bridge, an FDB.')).toBe('<p>A [bridge].</p>\n<p>A bridge, an [FDB].</p>\n');
});

const TEXT = `---\ntitle: T\nsummary: s\narticle: A\nhosts: [worker]\n---\n\n# T\n
Each network namespace.

::: recall Whose is the bridge?
The bridge is in the FDB.
:::

## Credits
`;

function page(words = courseWords({ entries: ENTRIES }, [{ id: '04-a-bridge', number: 4, title: 'A <b>' }])) {
  const { chapter } = parseChapter(TEXT, { id: '07-x', folder: '/c', file: 'f' }, { kinds: KINDS });
  if (!chapter) throw new Error('the text has a mistake');
  const assets = { script: '/app/main.js', styles: [], entry: { script: '', files: [] } };
  return renderChapter(chapter, { progress: {}, ran: [], variables: {}, assets, words });
}

test('the explanations stand at the end, in the order of their words, with a link to another chapter', () => {
  const html = page();
  const [, list = ''] = /<section class="meanings".*?<ol>(.*?)<\/ol>/s.exec(html) ?? [];
  expect(list.split('</li>').filter((item) => item !== '')).toEqual([
    '<li id="word_network-namespace" class="meaning"><strong>network namespace</strong>: What network namespace means. ',
    '<li id="word_bridge" class="meaning"><strong>bridge</strong>: A switch; see <code>ip link</code>. <a href="/chapter/04-a-bridge">Chapter 4: A &lt;b></a>',
    '<li id="word_fdb" class="meaning"><strong>FDB</strong>: What FDB means. ',
  ]);
  expect(html).toContain(
    '<a class="word" href="#word_bridge" role="doc-noteref" aria-describedby="word_bridge" data-number="2">bridge</a>',
  );
});

test('what folds the answer of a recall holds no link', () => {
  expect(page()).toContain('<summary>Whose is the bridge?</summary>');
});

test('a page without words has no place for them', () => {
  expect(page(courseWords({ entries: [] }, []))).not.toContain('meanings');
});
