/** What an article says, as one line: the verdict, the statement, whose it is. The argument with its steps is folded behind it. */
import type { ComponentChildren } from 'preact';
import { claimAnchor } from '../../../runner/chapter/claim-anchor.ts';
import { plainWords } from '../../../runner/chapter/markdown.ts';
import type { Block, MarkedClaim, Statement } from '../../../runner/chapter/model.ts';

const VERDICTS = {
  holds: { mark: 'pass', word: 'Holds' },
  limited: { mark: 'part', word: 'Holds within limits' },
  refuted: { mark: 'fail', word: 'Refuted' },
} as const;

/** Of a claim that the list does not have, the argument's first sentence says what it is about. */
function firstSentence(blocks: readonly Block[]): string {
  const text = blocks.find((block) => block.type === 'prose');
  const words = plainWords(text?.tokens.find(({ type }) => type === 'inline'));
  return /^.*?[.?!:](?=\s|$)/.exec(words)?.[0] ?? words;
}

/** For those who look the claim up in the list (`wirebook claims`); the line itself has the author's name alone. */
function Source({ id, statement }: { id: string; statement: Statement }) {
  const { article, author, section } = statement;
  return (
    <p class="claim-source">
      From <cite>{article}</cite> by {author}, section “{section}”;{' '}
      <abbr title={`The article's letter and a number: what "wirebook claims" calls it`}>{id}</abbr> in the
      list of claims.
    </p>
  );
}

interface Props {
  readonly claim: MarkedClaim;
  readonly blocks: readonly Block[];
  readonly argument: ComponentChildren;
}

export function Claim({ claim, blocks, argument }: Props) {
  const { id, verdict, statement } = claim;
  const { mark, word } = VERDICTS[verdict];
  return (
    <details class="claim" data-verdict={verdict}>
      <summary>
        <span class="mark" data-state={mark} />
        <span>
          <span class="claim-verdict">{word}:</span> {statement?.text ?? firstSentence(blocks)}
          {statement && <span class="claim-author"> {statement.author}</span>}
        </span>
      </summary>
      {/* The anchor is inside: a browser unfolds what it is led into. */}
      <div class="claim-argument" id={claimAnchor(id)}>
        {argument}
        {statement && <Source id={id} statement={statement} />}
      </div>
    </details>
  );
}
