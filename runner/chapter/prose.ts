/** What is wrong with a piece of prose: raw HTML, structure where it cannot be, references that lead nowhere. */

import type { Problems } from '../yaml/problems.ts';
import { CONTAINER, findHtml, parseMarkdown, type Token, withLines } from './markdown.ts';
import { isStructural } from './outline.ts';

export interface ProseRules {
  /** A hint may show a command without its being a step. */
  readonly commands: boolean;
}

/** @param firstLine the file's line (1-based) on which the Markdown begins */
export function checkProse(markdown: string, firstLine: number, rules: ProseRules, problems: Problems): void {
  const complain = (line: number, message: string): void => problems.add(firstLine + line - 1, message);

  for (const { line, html } of findHtml(markdown)) {
    complain(line, `raw HTML is off: ${html}; in running text put code between backticks`);
  }
  for (const [index, text] of markdown.split('\n').entries()) {
    if (/^\s*\t/.test(text)) complain(index + 1, 'the line is indented by a tab; use spaces');
  }
  const { tokens } = parseMarkdown(markdown);
  for (const { token, line } of withLines(tokens)) {
    if (token.type === 'code_block') {
      complain(line, 'code by indentation is easily an accident; put it between ``` lines');
    } else if (token.type === 'fence' && isStructural(token.info) && !rules.commands) {
      complain(
        line,
        `\`\`\`${token.info.trim()} is inside a list, a quotation or a footnote, where it cannot be run`,
      );
    } else if (token.type === `container_${CONTAINER}_open`) {
      complain(line, `::: ${token.info.trim()} is inside a list, a quotation or a footnote; move it out`);
    } else if (token.type === 'inline') {
      checkText(token, line, complain);
    }
  }
}

function checkText(token: Token, line: number, complain: (line: number, message: string) => void): void {
  // Code is blanked out, so that what is left with brackets was meant as a reference.
  const plain = (token.children ?? [])
    .map((child) => {
      if (child.type === 'text') return child.content;
      return child.type === 'softbreak' || child.type === 'hardbreak' ? '\n' : '\0';
    })
    .join('');
  for (const [index, text] of plain.split('\n').entries()) {
    const at = line + index;
    if (/^:{3,}\s*$/.test(text)) complain(at, `${text.trim()} closes nothing: no container is open here`);
    else if (/^:{3,}/.test(text)) complain(at, `"${text.trim()}" does not open a container here`);
    for (const [, label] of text.matchAll(/\[\^([^\]\s]+)\]/g)) {
      complain(at, `footnote [^${label}] is not defined; write "[^${label}]: ..." on a line of its own`);
    }
    for (const [, label] of text.matchAll(/\][[]([^[\]]+)\]/g)) {
      complain(at, `link [${label}] is not defined; write "[${label}]: https://..." on a line of its own`);
    }
  }
}
