/** A line of Markdown as text for a terminal: words, code, emphasis, links. Pure. */
import type { Token } from '../chapter/markdown.ts';

type Mark = (text: string) => string;

/** How a terminal marks words. Where it has no colours each gives its text back. */
export interface Ink {
  readonly bold: Mark;
  readonly dim: Mark;
  readonly italic: Mark;
  readonly cyan: Mark;
}

/** @param children of an inline token */
export function inlineText(children: readonly Token[], ink: Ink): string {
  const marks: Mark[] = [];
  const marked = (text: string, ...more: Mark[]) =>
    [...marks, ...more].reduce((done, mark) => mark(done), text);
  const links: string[] = [];
  return children
    .map((child) => {
      switch (child.type) {
        case 'strong_open':
          marks.push(ink.bold);
          return '';
        case 'em_open':
          marks.push(ink.italic);
          return '';
        case 'strong_close':
        case 'em_close':
          marks.pop();
          return '';
        case 'link_open':
          links.push(String(child.attrGet('href') ?? ''));
          return '';
        case 'link_close':
          return address(links.pop() ?? '', ink);
        case 'code_inline':
          return marked(codeText(child.content, ink), ink.cyan);
        case 'softbreak':
          return ' ';
        case 'hardbreak':
          return '\n';
        case 'image':
          return marked(inlineText(child.children ?? [], ink));
        default:
          return marked(child.content);
      }
    })
    .join('');
}

/** Where nothing marks code, its own marks do. */
const codeText = (code: string, ink: Ink): string => (ink.cyan(code) === code ? `\`${code}\`` : code);

/** Only what can be opened from here: a chapter's file and a heading cannot. */
const address = (href: string, ink: Ink): string => (/^https?:/.test(href) ? ` ${ink.dim(`<${href}>`)}` : '');
