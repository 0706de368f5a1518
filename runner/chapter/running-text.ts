/** The running text of a chapter: paragraphs and list items, without headings, tables, code and links. */
import { plainWords, type Token } from './markdown.ts';
import { CREDITS } from './rules.ts';

/** Stands for what is no text, so that no word reaches across it. */
const BLANK = '\ufffc';

/** The inline tokens of paragraphs, wherever these stand. The last section, which credits the articles, has titles of others. */
export function paragraphs(tokens: readonly Token[]): Token[] {
  let tables = 0;
  let credits = false;
  return tokens.filter((token, index) => {
    if (token.type === 'table_open') tables += 1;
    if (token.type === 'table_close') tables -= 1;
    const heading = tokens[index - 1]?.type === 'heading_open';
    if (heading && plainWords(token) === CREDITS) credits = true;
    return token.type === 'inline' && tables === 0 && !heading && !credits;
  });
}

/** Text of one paragraph, of which each character knows the token it comes from. */
export interface FlatText {
  readonly text: string;
  /** Of each child, in their order: where its characters begin in `text`. */
  readonly starts: readonly number[];
}

/** @param children of an inline token: line breaks become spaces, whatever else is no running text a mark */
export function flatText(children: readonly Token[]): FlatText {
  const starts: number[] = [];
  let text = '';
  let links = 0;
  for (const child of children) {
    starts.push(text.length);
    if (child.type === 'link_open') links += 1;
    if (child.type === 'link_close') links -= 1;
    if (child.type === 'text') text += links > 0 ? BLANK : child.content;
    else text += child.type === 'softbreak' || child.type === 'hardbreak' ? ' ' : BLANK;
  }
  return { text, starts };
}
