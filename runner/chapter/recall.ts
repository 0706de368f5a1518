/**
 * A question for learners to test themselves by, at the end of a chapter. Nothing judges it; the answer is folded until it is wanted:
 *
 *   ::: recall A pod has no route to its own gateway. What says ping?
 *   `Network is unreachable`: the kernel finds no route, so nothing is sent.
 *   :::
 */
import type { Problems } from '../yaml/problems.ts';
import type { Prose } from './model.ts';
import type { ContainerNode } from './outline.ts';
import { lineOfWords } from './prose.ts';

const EXAMPLE = '::: recall Which of the two sends the reply?';

/** The question that stands behind the container's name: one line of words and code. */
export function readQuestion({ rest, line }: ContainerNode, problems: Problems): Prose {
  if (rest === '') problems.add(line, `a recall needs its question on the same line; write ${EXAMPLE}`);
  else if (!rest.endsWith('?'))
    problems.add(
      line,
      `the question of a recall ends with a question mark, found "${rest}"; write ${EXAMPLE}`,
    );
  return lineOfWords(rest, line, 'the question of a recall', problems);
}
