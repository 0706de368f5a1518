/** A claim in one line: its verdict, and what the article says. */
import { parseLine, plainWords, type Token } from './markdown.ts';
import type { Block, MarkedClaim } from './model.ts';

export const VERDICT_WORDS: Readonly<Record<MarkedClaim['verdict'], string>> = {
  holds: 'Holds',
  limited: 'Holds within limits',
  refuted: 'Refuted',
};

/** @returns what the claim's line says, as the tokens of one line: the statement, else the argument's first sentence */
export function wordsOfClaim({ statement }: MarkedClaim, blocks: readonly Block[]): Token[] {
  const text = blocks.find((block) => block.type === 'prose');
  const argument = plainWords(text?.tokens.find(({ type }) => type === 'inline'));
  return [parseLine(statement?.text ?? /^.*?[.?!:](?=\s|$)/.exec(argument)?.[0] ?? argument, 1)];
}
