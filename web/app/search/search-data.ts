/** What can be searched for, as the server lists it and the page searches it. */
import { z } from 'zod';

/** URL path of the index. */
export const SEARCH_PATH = '/search.json';

export const SearchEntry = z.strictObject({
  /** `term` is for words of a glossary. */
  kind: z.enum(['chapter', 'section', 'command', 'exercise', 'question', 'check', 'term']),
  /** What is searched, and shown. */
  text: z.string(),
  /** Chapter and section, in words. */
  place: z.string(),
  /** Where it leads: a path of this server with an anchor. */
  path: z.string(),
});
export type SearchEntry = z.infer<typeof SearchEntry>;

export const SearchIndex = z.array(SearchEntry);
