/** `wirebook glossary`: what the words of the chapters mean. */
import type { Command } from 'commander';
import { shownPath } from '../../chapter/folders.ts';
import { byWord, type GlossaryEntry, shapesOf } from '../../chapter/glossary.ts';
import { loadGlossary } from '../../chapter/load.ts';
import { UsageError } from '../../errors.ts';
import { glossaryLines } from '../../report/glossary.ts';
import { nearest } from '../../yaml/nearest.ts';
import type { Context } from '../context.ts';
import { chaptersFolder } from '../options.ts';

export interface Options {
  readonly json?: boolean;
}

export async function glossary(
  { print, paint }: Context,
  words: readonly string[],
  options: Options,
  command: Command,
): Promise<void> {
  const root = chaptersFolder(command);
  const list = await loadGlossary(root);
  if (!list) throw new UsageError(`There is no glossary.yaml in ${shownPath(root)}.`);
  const chosen = words.length === 0 ? byWord(list.entries) : words.map((word) => entryOf(list.entries, word));
  if (options.json) {
    const rows = chosen.map(({ word, forms, means, chapter }) => ({ word, forms, means, chapter }));
    return print(JSON.stringify(rows, null, 2));
  }
  for (const line of glossaryLines(chosen, paint)) print(line);
}

/** @throws UsageError with the nearest word when no entry has that word or form, in any case */
function entryOf(entries: readonly GlossaryEntry[], word: string): GlossaryEntry {
  const same = (shape: string) => shape.toLowerCase() === word.toLowerCase();
  const found = entries.find((entry) => shapesOf(entry).some(same));
  if (found) return found;
  const guess = nearest(word, entries.flatMap(shapesOf));
  throw new UsageError(
    `The glossary has no word "${word}".`,
    `${guess === undefined ? '' : `Did you mean "${guess}"? `}To see all: npx wirebook glossary`,
  );
}
