/** Every chapter as a text: nothing of it is lost, and prose keeps its width. */
import { join } from 'node:path';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { loadChapters } from '../chapter/load.ts';
import { ROOT } from '../package-root.mjs';
import { PLAIN } from '../report/text.ts';
import { wholeChapter } from './whole.ts';

const same = (text: string) => text;
const chapters = await loadChapters(join(ROOT, 'chapters'));

it.each(chapters.map((chapter) => [chapter.id, chapter] as const))('%s', (_id, chapter) => {
  const lines = wholeChapter(chapter, { width: 76, ink: { ...PLAIN, italic: same, cyan: same } });
  const text = lines.map((line) => line.replace(/^(│ )*/, '')).join('\n');
  for (const { name, host, command, output } of chapter.steps) {
    expect(text).toContain(`step ${name} on ${host}`);
    for (const line of command.trimEnd().split('\n')) expect(text).toContain(line.trimEnd());
    for (const line of output?.text.trimEnd().split('\n') ?? []) expect(text).toContain(line.trimEnd());
  }
  for (const { title } of [...chapter.exercises, ...chapter.questions]) expect(text).toContain(title);
  // Commands and outputs stand under their step's label, indented; all else is set to the width.
  const prose = lines.filter((line) => !/^(│ )*( {2}|$)/.test(line));
  expect(
    prose.filter(
      (line) => stringWidth(line) > 76 && /\s/.test(line.slice(0, 76).trimStart()) && !/https?:/.test(line),
    ),
  ).toEqual([]);
});
