/** The index as one JSON answer. It is the same for every learner, and made when the first of them searches. */
import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Chapter, Check } from '../../../runner/chapter/model.ts';
import type { Kinds } from '../../../runner/chapter/resolve.ts';
import { checkTitles } from '../check-titles.ts';
import { contentsOf } from '../render/index.ts';
import { searchIndex } from './search-index.ts';

export function searchAnswer(chapters: readonly Chapter[], kinds: Kinds): RequestHandler {
  let made: { readonly json: string; readonly tag: string } | undefined;
  const make = () => {
    const searched = chapters.map((chapter) => ({
      chapter,
      contents: contentsOf(chapter),
      checkTitle: commonCheckTitle(chapter, kinds),
    }));
    const json = JSON.stringify(searchIndex(searched));
    return { json, tag: `"${createHash('sha256').update(json).digest('base64url')}"` };
  };
  return (_request, response) => {
    made ??= make();
    // A browser that has it asks whether it is still the one, and is not sent it again.
    response.setHeader('Cache-Control', 'private, no-cache');
    response.setHeader('ETag', made.tag);
    response.type('json').send(made.json);
  };
}

/** Where a chapter draws numbers, the words of a check's kind have one learner's in them: its author's have not. */
function commonCheckTitle(chapter: Chapter, kinds: Kinds): (check: Check) => string | undefined {
  if (Object.keys(chapter.variables).length === 0) return checkTitles(chapter, kinds, {});
  return ({ title }) => title;
}
