import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KINDS } from '../../../checks/kinds/index.ts';
import { loadChapters } from '../../../runner/chapter/load.ts';
import { ROOT } from '../../../runner/package-root.mjs';
import { contentsOf, renderChapter } from '../render/index.ts';
import { CHAPTER } from '../testing/chapter.ts';
import { ask, login, serving } from '../testing/serving.ts';
import { searchIndex } from './search-index.ts';

const checkTitle = ({ title }: { readonly title?: string }) => title;

test('a chapter is found by its title, sections, commands, exercises, questions and checks', () => {
  const [first, ...others] = CHAPTER.steps;
  const [build, ...more] = CHAPTER.exercises;
  if (!first || !build) throw new Error('the chapter has steps and exercises');
  const command = 'for n in 1 2; do\n  echo "$n"\ndone\nip link # all\nip link\n';
  const chapter = { ...CHAPTER, steps: [{ ...first, command }, ...others], exercises: [build, ...more] };
  const contents = [
    { anchor: 'a-section', text: 'A section' },
    { anchor: 'step-first', text: 'first', step: 'first' },
    { anchor: 'exercise-build', text: 'Build it', item: 'build' },
    { anchor: 'question-which', text: 'Which?', item: 'which' },
  ];
  const path = '/chapter/01-small';
  expect(searchIndex([{ chapter, contents, checkTitle: () => 'It is there' }])).toEqual([
    { kind: 'chapter', text: 'Small', place: 'Chapter 1', path },
    { kind: 'section', text: 'A section', place: '1. Small', path: `${path}#a-section` },
    {
      kind: 'command',
      text: 'for n in 1 2; do echo "$n" done',
      place: '1. Small · A section',
      path: `${path}#step-first`,
    },
    { kind: 'command', text: 'ip link', place: '1. Small · A section', path: `${path}#step-first` },
    { kind: 'exercise', text: 'Build it', place: '1. Small · A section', path: `${path}#exercise-build` },
    { kind: 'check', text: 'It is there', place: '1. Small · Build it', path: `${path}#exercise-build` },
    { kind: 'question', text: 'Which?', place: '1. Small · A section', path: `${path}#question-which` },
  ]);
});

test('every place that can be found is in the page that it leads to', async () => {
  const chapters = await loadChapters(join(ROOT, 'chapters'));
  const assets = { script: '/app/main.js', styles: [], entry: { script: '', files: [] } };
  for (const chapter of chapters.slice(0, 4)) {
    const html = renderChapter(chapter, { progress: {}, variables: {}, ran: [], assets });
    const entries = searchIndex([{ chapter, contents: contentsOf(chapter), checkTitle }]);
    expect(entries.length).toBeGreaterThan(20);
    for (const { path } of entries) {
      const [, anchor] = path.split('#');
      if (anchor !== undefined) expect(html).toContain(` id="${anchor}"`);
    }
  }
});

test('the index is for those who are logged in, and is not sent to a browser that has it', async () => {
  const server = await serving({ kinds: KINDS });
  expect((await ask(server.port, '/search.json')).status).toBe(401);
  const cookie = await login(server);
  const answer = await ask(server.port, '/search.json', { cookie });
  expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'private, no-cache' } });
  expect(JSON.parse(answer.body)).toContainEqual(expect.objectContaining({ text: 'Build it' }));
  const again = await ask(server.port, '/search.json', {
    cookie,
    'If-None-Match': String(answer.headers.etag),
  });
  expect([again.status, again.body]).toEqual([304, '']);
});
