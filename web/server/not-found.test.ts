import { expect, test } from 'vitest';
import { notFoundPage } from './not-found.tsx';

const CHAPTERS = [
  { id: '03-veth-pairs', title: 'veth pairs' },
  { id: '04-a-bridge', title: 'A <bridge>' },
];
const ASSETS = { script: '/app/main.js', styles: ['/app/a.css'], entry: { script: '', files: [] } };

test.each<[path: string, meant: string | undefined]>([
  ['/chapter/04-a-brigde', '04-a-bridge'],
  ['/chapter/a-bridge', '04-a-bridge'],
  ['/chapter/9-veth-pair/figures/x.svg', '03-veth-pairs'],
  ['/chapter/04', undefined],
  ['/chapter/', undefined],
  ['/chapter/services', undefined],
  ['/a-bridge', undefined],
  [`/chapter/${'a'.repeat(100_000)}`, undefined],
])('%.40s', (path, meant) => {
  const html = notFoundPage(path, CHAPTERS, ASSETS);
  const links = [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => href);
  expect(links).toEqual(['/', ...(meant === undefined ? [] : [`/chapter/${meant}`]), '/']);
  expect(html).toContain('<link rel="stylesheet" href="/app/a.css"');
  expect(html).not.toContain('<bridge>');
});
