/** What is wrong with a piece of prose: raw HTML, structure where it cannot be, references that lead nowhere. */

import type { Problems } from '../yaml/problems.ts';
import { CONTAINER, parseLine, type Token, withLines } from './markdown.ts';
import type { Prose } from './model.ts';
import { isStructural } from './outline.ts';

/** Stands for what is no text: code, a link's beginning. */
const BLANK = '\ufffc';

export interface ProseRules {
  /** A hint may show a command without its being a step. */
  readonly commands: boolean;
}

export function checkProse(tokens: readonly Token[], rules: ProseRules, problems: Problems): void {
  const complain = (line: number, message: string): void => problems.add(line, message);

  for (const { token, line } of withLines(tokens)) {
    if (token.type === 'html_block' || token.type === 'html_inline') {
      const html = token.content.trim().split('\n')[0];
      complain(line, `raw HTML is off: ${html}; in running text put code between backticks`);
    }
    if (token.type === 'code_block') {
      complain(line, 'code by indentation is easily an accident; put it between ``` lines');
    } else if (token.type === 'fence' && isStructural(token.info) && !rules.commands) {
      complain(line, `\`\`\`${token.info.trim()} is inside a list or a quotation, where it cannot be run`);
    } else if (token.type === `container_${CONTAINER}_open`) {
      complain(line, `::: ${token.info.trim()} is inside a list or a quotation; move it out`);
    } else if (token.type === 'inline') {
      checkText(token, line, complain);
    }
  }
}

/** Types of the tokens that a line of words may hold. */
const PLAIN = ['text', 'code_inline'];

/** One line of words and code, without links or emphasis. @param what leads the complaint */
export function lineOfWords(text: string, line: number, what: string, problems: Problems): Prose {
  const inline = parseLine(text, line);
  const marked = inline.children?.find(({ type }) => !PLAIN.includes(type));
  if (marked) problems.add(line, `${what} holds words and code only, found ${marked.markup || marked.type}`);
  const tokens: readonly Token[] = [inline];
  checkProse(tokens, { commands: false }, problems);
  return { tokens, line };
}

function checkText(token: Token, line: number, complain: (line: number, message: string) => void): void {
  // Code is blanked out, so that what is left with brackets was meant as a reference.
  const plain = (token.children ?? [])
    .map((child) => {
      if (child.type === 'text') return child.content;
      return child.type === 'softbreak' || child.type === 'hardbreak' ? '\n' : BLANK;
    })
    .join('');
  for (const [index, text] of plain.split('\n').entries()) {
    const at = line + index;
    if (/^:{3,}\s*$/.test(text)) complain(at, `${text.trim()} closes nothing: no container is open here`);
    else if (/^:{3,}/.test(text)) complain(at, `"${text.trim()}" does not open a container here`);
    for (const [, label] of text.matchAll(/(?:^|[[\ufffc])\^([^\]\s\ufffc]+)/g)) {
      complain(at, `there are no footnotes, found [^${label}]; say it in the text, or in a ::: note`);
    }
    for (const [, label] of text.matchAll(/\][[]([^[\]]+)\]/g)) {
      complain(at, `link [${label}] is not defined; write "[${label}]: https://..." on a line of its own`);
    }
  }
}
