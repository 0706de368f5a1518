import { expect, test } from 'vitest';
import { DEFAULT_TOPOLOGY } from '../../checks/network/default-topology.ts';
import { linkProblems } from './links.ts';
import type { Block, Chapter } from './model.ts';
import { shellcheckProblems } from './shellcheck.ts';
import { prose } from './testing/prose.ts';

const blocks: Block[] = [
  { type: 'prose', ...prose('# One\n\n## The `lo` device, up\n', 11) },
  {
    type: 'aside',
    flavour: 'claim',
    claim: { id: 'A12', verdict: 'holds', open: false },
    line: 30,
    blocks: [{ type: 'prose', ...prose('x', 31) }],
  },
];
function chapter(markdown: string): Chapter {
  return {
    id: '01-one',
    number: 1,
    folder: '/chapters/01-one',
    title: 'One',
    summary: '',
    article: '',
    topology: DEFAULT_TOPOLOGY,
    hosts: ['worker'],
    minutes: 1,
    requires: [],
    variables: {},
    blocks: [...blocks, { type: 'prose', ...prose(markdown, 50) }],
    steps: [],
    exercises: [],
    questions: [],
    predictions: [],
    figures: [],
  };
}
const exists = async (path: string) => path === '../02-two/chapter.md';

test.each([
  '[a](#the-lo-device-up)',
  '[a](#claim-A12)',
  '[a](../02-two/chapter.md)',
  '[a](../02-two/chapter.md#x)',
  '[a](https://example.org/x?y=%20)',
  '<http://10.96.0.10/>',
  '[a](mailto:a@example.org)',
  '`[a](#nowhere)`',
])('%s leads somewhere', async (markdown) => {
  expect(await linkProblems(chapter(markdown), 'f', exists)).toEqual([]);
});

test.each([
  ['[a](#the-lo-devise-up)', /leads to no heading; did you mean the-lo-device-up\?/],
  ['[a](../03-three/chapter.md)', /leads to no file beside the chapter/],
  ['![a](picture.png)', /picture\.png leads to no file/],
  ['[a](/chapter/02-two)', /must be relative/],
  ['[a](ftp://example.org/)', /must begin with http/],
  ['[a](https://)', /is not a URL/],
  ['[a](../%ff/chapter.md)', /\.\.\/%ff\/chapter\.md is not a URL/],
  ['[a](#%e0%a4)', /#%e0%a4 is not a URL/],
  ['[a](x%00.png)', /leads to no file/],
])('%s leads nowhere', async (markdown, message) => {
  expect(await linkProblems(chapter(`First line,\n${markdown}`), 'f', exists)).toEqual([
    { file: 'f', line: 51, message: expect.stringMatching(message) },
  ]);
});

test('what shellcheck prints becomes problems', () => {
  const json =
    '[{"file":"a.sh","line":3,"endLine":3,"column":1,"endColumn":2,"level":"warning","code":2164,"message":"Use cd ... || exit","fix":null}]';
  expect(shellcheckProblems(json)).toEqual([
    { file: 'a.sh', line: 3, message: 'shellcheck warning SC2164: Use cd ... || exit' },
  ]);
  expect(() => shellcheckProblems('usage: shellcheck')).toThrow();
});
