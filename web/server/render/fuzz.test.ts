/** Pages of chapters that no author wrote: whatever is no mistake is shown, as text, with ids that are there once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KINDS } from '../../../checks/kinds/index.ts';
import { changedText, fuzz } from '../../../checks/testing/fuzz.ts';
import { parseMarkdown } from '../../../runner/chapter/markdown.ts';
import { parseChapter } from '../../../runner/chapter/parse.ts';
import { ROOT } from '../../../runner/package-root.mjs';
import { patient } from '../../../runner/slowdown.ts';
import { type Assets, renderChapter } from './index.ts';
import { newProse, renderHint, renderProse } from './markdown.ts';

const WELL_FORMED = readFileSync(join(ROOT, 'runner/chapter/fixtures/well-formed.md'), 'utf8');
const PROSE = `## A heading

Text with \`code\`, *stress*, a [link](../02-pods/chapter.md#x), [another][n] and $ENDPOINTS.

[n]: https://example.org/ 'A note'

- one
  1. two

| a | b |
|---|---|
| c | d |

\`\`\`json
{ "a": [1] }
\`\`\`
`;
const WORDS = [
  ...[
    '<script>',
    '<img src=x onerror=a>',
    '</article>',
    '<!--',
    '&lt;',
    '&#0;',
    '[a](javascript:a)',
    '[a](data:a)',
  ],
  ...[
    '](../%ff/chapter.md)',
    '](../a"b/chapter.md)',
    '[n]',
    '\n[n]: ',
    '\n## Fn 1 1\n',
    '\n# Contents\n',
    '\n## ',
  ],
  ...[
    '\n```constructor\n',
    '\n```__proto__\n',
    '\n```sh\n',
    '\n```\n',
    '`',
    '*',
    '_',
    '|',
    '> ',
    '$ENDPOINTS',
    '$toString',
  ],
  ...[
    '"',
    "'",
    '--',
    '...',
    '(c)',
    '![a](b)',
    '[a]: b',
    '[a]',
    '    ',
    '\n\n',
    '\\',
    '~',
    '\u202e',
    '\ud800',
  ],
];
const ASSETS: Assets = { script: '/app/main.js', styles: [], entry: { script: '', files: [] } };
/** The page's module, and its data, which nothing runs. */
const SCRIPTS = [' type="module" src="/app/main.js"', ' type="application/json" id="page_data"'];
const LONG = { timeout: patient(30_000) * Number(process.env.WIREBOOK_FUZZ ?? 1) };

/** No tag but the renderer's own, no link that runs something, no id twice. */
function expectSafe(html: string): void {
  const tags = [...html.matchAll(/<\/?([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/g)];
  expect(html.replace(/<!doctype html>/, '').split('<').length - 1, 'every < begins a tag').toBe(tags.length);
  const ids = tags.flatMap(([, , attributes = '']) => / id="([^"]*)"/.exec(attributes)?.[1] ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [tag, , attributes = ''] of tags) {
    expect(attributes.replace(/"[^"]*"/g, '""'), tag).not.toMatch(/\son\w+=|\sstyle=/i);
    expect(/ (?:href|src)="\s*(?:javascript|vbscript|data):/i.test(attributes), tag).toBe(false);
    if (tag.startsWith('<script')) expect(SCRIPTS).toContain(attributes);
  }
}

test('prose and hints', LONG, async () => {
  await fuzz(
    150,
    (draw) => [changedText(draw, PROSE, WORDS), changedText(draw, PROSE, WORDS)] as const,
    ([text, hint]) => {
      const prose = newProse({ ENDPOINTS: '3' });
      expectSafe(
        renderProse(parseMarkdown(text), prose) +
          renderProse(parseMarkdown(hint), prose, { dropTitle: true }) +
          renderHint(parseMarkdown(hint), 'lo', 0),
      );
    },
  );
});

test('chapters without a mistake', LONG, async () => {
  let shown = 0;
  await fuzz(
    40,
    (draw) => WELL_FORMED.replace('## Credits', () => `${changedText(draw, PROSE, WORDS)}\n\n## Credits`),
    (source) => {
      const where = { id: '04-a-bridge', folder: '/c', file: 'chapter.md' };
      const { chapter } = parseChapter(source, where, { kinds: KINDS });
      if (!chapter) return;
      shown += 1;
      expectSafe(
        renderChapter(chapter, { progress: {}, variables: { ENDPOINTS: '3' }, ran: [], assets: ASSETS }),
      );
    },
  );
  expect(shown).toBeGreaterThan(10);
});
