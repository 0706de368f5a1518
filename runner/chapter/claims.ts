/** `chapters/claims.yaml`: the articles' statements that chapters may mark, by their ids. Pure. */
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Chapter, LintProblem } from './model.ts';
import { nearest } from './nearest.ts';
import { Problems } from './problems.ts';
import { asides } from './rules.ts';

/** Ids of a map `A12: ...`. @param file as problems name it */
export function parseClaims(
  text: string,
  file: string,
): { readonly ids: ReadonlySet<string>; readonly problems: LintProblem[] } {
  const problems = new Problems(file);
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  for (const { message, pos } of document.errors)
    problems.add(counter.linePos(pos[0]).line, `bad YAML: ${message}`);
  const ids = new Set<string>();
  if (!isMap(document.contents)) problems.add(1, 'claims must be a map by id, such as "A12: ..."');
  else {
    for (const { key } of document.contents.items) {
      const id = isScalar(key) ? String(key.value) : '';
      const line = isScalar(key) && key.range ? counter.linePos(key.range[0]).line : 1;
      if (/^[ABCD]\d+$/.test(id)) ids.add(id);
      else problems.add(line, `claim id "${id}" must be a letter A-D and a number`);
    }
  }
  return { ids, problems: problems.list() };
}

/** Claims that a chapter marks and the list does not know. */
export function unknownClaims(chapter: Chapter, ids: ReadonlySet<string>, file: string): LintProblem[] {
  const problems = new Problems(file);
  for (const { claim, line } of asides(chapter.blocks)) {
    if (!claim || claim.id === '' || ids.has(claim.id)) continue;
    const guess = nearest(claim.id, ids);
    problems.add(line, `claim ${claim.id} is not in claims.yaml${guess ? `; did you mean ${guess}?` : ''}`);
  }
  return problems.list();
}
