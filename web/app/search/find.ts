/** Finds entries for what was typed, the likeliest first, in groups. Pure. */
import type { SearchEntry } from './search-data.ts';

export interface ResultGroup {
  readonly title: string;
  readonly entries: readonly SearchEntry[];
}

const GROUP_OF: Readonly<Record<SearchEntry['kind'], string>> = {
  chapter: 'Chapters',
  section: 'Chapters',
  command: 'Commands',
  exercise: 'Exercises',
  question: 'Exercises',
  check: 'Exercises',
  term: 'Glossary',
};

/** More of one kind than that would only push the other kinds out of sight. */
const MOST_OF_A_GROUP = 6;

/** How well an entry fits, the best first. */
const EQUAL = 0;
const BEGINS = 1;
const HAS_PHRASE = 2;
const HAS_WORDS = 3;
const HAS_WORDS_WITH_PLACE = 4;

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Whether it stands in the text where a word begins. Both are plain. */
function standsIn(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (at === 0 || !/[a-z0-9]/.test(text[at - 1] ?? '') || !/^[a-z0-9]/.test(words)) return true;
  }
  return false;
}

/** @param query plain and not empty @returns undefined when a word is missing */
function rankOf({ text, place }: SearchEntry, query: string): number | undefined {
  const own = plain(text);
  if (own === query) return EQUAL;
  if (own.startsWith(query)) return BEGINS;
  if (standsIn(own, query)) return HAS_PHRASE;
  const words = query.split(' ');
  const inText = words.filter((word) => standsIn(own, word));
  if (inText.length === words.length) return HAS_WORDS;
  const around = plain(place);
  const anywhere = words.every((word) => standsIn(own, word) || standsIn(around, word));
  // A place alone would bring every command of a chapter.
  return inText.length > 0 && anywhere ? HAS_WORDS_WITH_PLACE : undefined;
}

/**
 * Every word must be there. Entries that fit equally well stay in their order; the group with the best entry comes first.
 * @returns no group for a query without words
 */
export function find(entries: readonly SearchEntry[], query: string): ResultGroup[] {
  const wanted = plain(query);
  if (wanted === '') return [];
  const hits = entries.flatMap((entry) => {
    const rank = rankOf(entry, wanted);
    return rank === undefined ? [] : [{ entry, rank }];
  });
  hits.sort((a, b) => a.rank - b.rank);
  const groups = new Map<string, SearchEntry[]>();
  for (const { entry } of hits) {
    const title = GROUP_OF[entry.kind];
    const group = groups.get(title) ?? [];
    groups.set(title, group);
    if (group.length < MOST_OF_A_GROUP) group.push(entry);
  }
  return [...groups].map(([title, found]) => ({ title, entries: found }));
}
