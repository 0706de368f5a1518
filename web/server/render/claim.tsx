/** What an article says, as one line: the verdict, the statement, whose it is. The argument with its steps is folded behind it, or can be. */
import type { ComponentChildren } from 'preact';
import { claimAnchor } from '../../../runner/chapter/claim-anchor.ts';
import { VERDICT_WORDS } from '../../../runner/chapter/claim-words.ts';
import type { MarkedClaim, Statement } from '../../../runner/chapter/model.ts';

const MARKS = { holds: 'pass', limited: 'part', refuted: 'fail' } as const;

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
  /** What the line says. */
  readonly words: ComponentChildren;
  readonly argument: ComponentChildren;
}

export function Claim({ claim, words, argument }: Props) {
  const { id, verdict, statement } = claim;
  return (
    <details class="claim" data-verdict={verdict} open={claim.open}>
      <summary>
        <span class="mark" data-state={MARKS[verdict]} />
        <span>
          <span class="claim-verdict">{VERDICT_WORDS[verdict]}:</span> {words}{' '}
          {statement && <span class="claim-author">({statement.author})</span>}
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
