/** Links of a chapter: anchors must exist in it, files beside it. The web is not asked. Effects come as an argument. */

import { knownWords } from '../yaml/nearest.ts';
import type { LintProblem } from '../yaml/problems.ts';
import { Problems } from '../yaml/problems.ts';
import { claimAnchor } from './claim-anchor.ts';
import { headingAnchor } from './heading-anchor.ts';
import type { Chapter } from './model.ts';
import { percentDecoded } from './percent.ts';
import { asides, headings, links } from './rules.ts';

/** @param exists whether a path relative to the chapter's folder is a file or folder */
export async function linkProblems(
  chapter: Chapter,
  file: string,
  exists: (path: string) => Promise<boolean>,
): Promise<LintProblem[]> {
  const problems = new Problems(file);
  const anchors = [
    ...headings(chapter.blocks).map(({ text }) => headingAnchor(text)),
    ...chapter.steps.map(({ name }) => `step-${name}`),
    ...chapter.exercises.map(({ id }) => `exercise-${id}`),
    ...chapter.questions.map(({ id }) => `question-${id}`),
    ...asides(chapter.blocks).flatMap(({ claim }) => (claim ? [claimAnchor(claim.id)] : [])),
  ];
  for (const { href, line } of links(chapter.blocks)) {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(href)?.[1]?.toLowerCase();
    if (scheme !== undefined) {
      const reachable = scheme === 'mailto' || URL.canParse(href);
      if (!reachable) problems.add(line, `the link ${href} is not a URL`);
      else if (!['http', 'https', 'mailto'].includes(scheme)) {
        problems.add(line, `the link ${href} must begin with http://, https:// or mailto:`);
      }
      continue;
    }
    const [path = '', wanted = ''] = href.split('#').map(percentDecoded);
    if (percentDecoded(href) === undefined) {
      problems.add(line, `the link ${href} is not a URL: a % must begin the code of a character`);
    } else if (path === '') {
      if (!anchors.includes(wanted)) {
        problems.add(line, `the link #${wanted} leads to no heading; ${knownWords(wanted, anchors)}`);
      }
    } else if (path.startsWith('/')) {
      problems.add(line, `the link ${href} must be relative to the chapter's folder`);
    } else if (!(await exists(path))) {
      problems.add(line, `the link ${href} leads to no file beside the chapter`);
    }
  }
  return problems.list();
}
