import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { findChapterFolders } from './folders.ts';
import { loadChapter, loadChapters, loadProofs } from './load.ts';

const SOURCE = `---
title: T
summary: S
article: "A"
hosts: [worker]
---

# T

:::: exercise e {points=1 title="E"}
Task.

\`\`\`yaml checks
- id: there
  kind: namespace
  name: a
\`\`\`
::::
`;
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chapters-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

test('chapters come in the order of their numbers; other folders and files are none', async () => {
  write('10-ten/chapter.md', SOURCE);
  write('02-two/chapter.md', SOURCE);
  write('claims.yaml', '');
  write('pictures/x.svg', '');
  const chapters = await loadChapters(root);
  expect(chapters.map(({ id, number, folder }) => [id, number, folder])).toEqual([
    ['02-two', 2, join(root, '02-two')],
    ['10-ten', 10, join(root, '10-ten')],
  ]);
});

test.each(['4', '04', '04-a-bridge', 'a-bridge', '04-a-bridge/'])('%s is chapter 4', async (name) => {
  write('04-a-bridge/chapter.md', SOURCE);
  write('14-a-bridge-again/chapter.md', SOURCE);
  expect((await loadChapter(root, name)).id).toBe('04-a-bridge');
});

test.each([
  ['5', 'Known: 04-a-bridge'],
  ['a-brigde', 'Did you mean a-bridge? Known: 04-a-bridge'],
])('an unknown chapter %s is answered with those there are', async (name, remedy) => {
  write('04-a-bridge/chapter.md', SOURCE);
  const error = await loadChapter(root, name).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({ message: `There is no chapter "${name}".`, remedy, exit: 2 });
});

test('a name of before is answered with a word: taken when it means one chapter, refused when it means several', async () => {
  for (const id of ['01-one', '02-two', '05-five']) write(`${id}/chapter.md`, SOURCE);
  write(
    'course.yaml',
    'title: T\nforWhom: W\nneeds: N\nparts:\n  - { title: P, chapters: [one, two, five] }\nrenamed: { uno: [one], pair: [one, two] }\n',
  );
  const said: string[] = [];
  const load = (name: string) => loadChapter(root, name, { say: (words) => said.push(words) });
  expect((await load('04-five')).id).toBe('05-five');
  expect((await load('uno/')).id).toBe('01-one');
  expect((await load('07-uno')).id).toBe('01-one');
  expect(said).toEqual([
    'Chapter "04-five" is 05-five now.',
    'Chapter "uno/" is 01-one now.',
    'Chapter "07-uno" is 01-one now.',
  ]);
  await expect(load('03-pair')).rejects.toMatchObject({
    message: 'Chapter "03-pair" has become several: 01-one, 02-two.',
    exit: 2,
  });
  // A number alone is the chapter's that has it now.
  await expect(load('3')).rejects.toThrow('There is no chapter "3".');
});

test('several names give each folder once, in the order named', async () => {
  write('01-one/chapter.md', SOURCE);
  write('02-two/chapter.md', SOURCE);
  const folders = await findChapterFolders(root, ['two', '1', '02']);
  expect(folders).toEqual([join(root, '02-two'), join(root, '01-one')]);
});

test('two chapters of one number are refused', async () => {
  write('01-one/chapter.md', SOURCE);
  write('01-uno/chapter.md', SOURCE);
  await expect(findChapterFolders(root)).rejects.toThrow('01-one and 01-uno have the same number.');
});

test('a chapter with mistakes is refused with all of them', async () => {
  write('01-one/chapter.md', SOURCE.replace('hosts: [worker]', 'hosts: x').replace('name: a', 'nam: a'));
  const message = /chapter\.md:5: .*hosts.*\n.*chapter\.md:14: .*name is missing.*\n.*chapter\.md:16: .*nam/;
  await expect(loadChapter(root, '1')).rejects.toThrow(message);
  await expect(loadChapters(root)).rejects.toThrow(message);
});

test('a folder that is not there says so', async () => {
  await expect(loadChapters(join(root, 'nowhere'))).rejects.toThrow(/No chapters in .*nowhere/);
});

test('proofs come by exercise, and one with a mistake is refused', async () => {
  write('01-one/chapter.md', SOURCE);
  const chapter = await loadChapter(root, 'one');
  expect(await loadProofs(chapter)).toEqual([]);
  write('01-one/proofs/e/solution.sh', '# host: worker\nip netns add a\n');
  write('01-one/proofs/e/wrong-name.sh', '# host: worker\n# fails: there\n# says: a\nip netns add b\n');
  expect((await loadProofs(chapter)).map(({ exercise, name, kind }) => [exercise, name, kind])).toEqual([
    ['e', 'solution', 'solution'],
    ['e', 'wrong-name', 'wrong'],
  ]);
  write('01-one/proofs/e/wrong-other.sh', '# host: worker\ntrue\n');
  await expect(loadProofs(chapter)).rejects.toThrow(/wrong-other\.sh:1: .*# fails/);
});
