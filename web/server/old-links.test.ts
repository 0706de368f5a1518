/** Links from before the book's order changed lead to where the chapter is now. */
import { expect, test } from 'vitest';
import { CHAPTER } from './testing/chapter.ts';
import { ask, login, serving } from './testing/serving.ts';

const chapters = ['03-small', '04-left', '05-right'].map((id) => ({ ...CHAPTER, id }));
const course = {
  title: 'T',
  forWhom: 'W',
  needs: 'N',
  parts: [{ title: 'P', chapters: ['small', 'left', 'right'] }],
  renamed: { whole: ['left', 'right'], older: ['whole'], circle: ['circle'] },
};

test.each([
  ['01-small', '03-small'],
  ['small', '03-small'],
  // One that became two: where a reader begins.
  ['12-whole', '04-left'],
  ['whole', '04-left'],
  ['11-older', '04-left'],
])('/chapter/%s leads to %s', async (before, now) => {
  const started = await serving({ chapters, course });
  const cookie = await login(started);
  const { status, headers } = await ask(started.port, `/chapter/${before}`, { cookie });
  expect([status, headers.location]).toEqual([302, `/chapter/${now}`]);
  expect((await ask(started.port, String(headers.location), { cookie })).status).toBe(200);
});

test.each(['01-none', '3', '__proto__', 'constructor', 'circle', '01-small%0d%0aX:y', '//evil.example'])(
  '/chapter/%s leads nowhere',
  async (name) => {
    const started = await serving({ chapters, course });
    const { status, headers } = await ask(started.port, `/chapter/${name}`, { cookie: await login(started) });
    expect([status, headers.location]).toEqual([404, undefined]);
  },
);

test('nobody without a session learns of it, and a course without old names has its numbers', async () => {
  const started = await serving({ chapters });
  expect((await ask(started.port, '/chapter/01-small')).status).toBe(401);
  const { status } = await ask(started.port, '/chapter/01-small', { cookie: await login(started) });
  expect(status).toBe(302);
});
