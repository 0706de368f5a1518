import { expect, test } from 'vitest';
import { numberedNames } from './drawn-names.ts';

test('names that were drawn are numbered, each by one number, as long as they were', () => {
  const svg = (one: string, two: string) =>
    `<g key="a--${one}/eth0"><text>${one}</text></g><text>${two}: up</text>${one}`;
  const drawn = numberedNames(svg('veth3f6c1a2b', 'veth00c0ffee'));
  expect(drawn).toBe(svg('veth00000001', 'veth00000002'));
  expect(numberedNames(svg('vethffffffff', 'veth12345678'))).toBe(drawn);
  expect(drawn).toHaveLength(svg('veth3f6c1a2b', 'veth00c0ffee').length);
});

test.each(['veth-client', 'veth1', 'veth3f6c1a2', 'veth3f6c1a2b0', 'vethdeadbeeg', 'myveth3f6c1a2b', 'eth0'])(
  'the name %s was given by somebody, and stays',
  (name) => expect(numberedNames(`<text>${name}</text>`)).toBe(`<text>${name}</text>`),
);
