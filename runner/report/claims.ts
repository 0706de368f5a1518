/** The table of claims as lines for people: by article, with where each is shown. Pure. */
import { ARTICLES, type ArticleLetter, CLAIM_VERDICTS } from '../chapter/claims.ts';
import type { ClaimSummary, Shown, ShownClaim } from '../chapter/claims-shown.ts';
import { count } from '../words.ts';
import type { Paint } from './text.ts';

const painter = { holds: 'green', limited: 'yellow', refuted: 'red', untestable: 'dim' } as const;
const WIDEST = Math.max(...CLAIM_VERDICTS.map(({ length }) => length));

/** Two lines for each claim: what the article says, and chapter:line with the steps that show it. */
export function claimLines(claims: readonly ShownClaim[], paint: Paint): string[] {
  return (Object.keys(ARTICLES) as ArticleLetter[]).flatMap((letter) => {
    const own = claims.filter(({ article }) => article === letter);
    if (own.length === 0) return [];
    const { title, author } = ARTICLES[letter];
    return [
      paint.bold(`${letter}  ${title} (${author})`),
      ...own.flatMap((claim) => {
        const verdict = paint[painter[claim.verdict]](claim.verdict.padEnd(WIDEST));
        const where = paint.dim(whereShown(claim));
        return [`  ${claim.id.padEnd(4)}${verdict}  ${claim.claim}`, `${' '.repeat(6 + WIDEST)}  ${where}`];
      }),
    ];
  });
}

/** `04-a-bridge:181 who-asked`; of what is not shown, the chapter where it belongs. */
function whereShown({ chapter, shown }: ShownClaim): string {
  return shown.length === 0 ? `chapter ${chapter}` : shown.map(place).join('; ');
}

function place({ chapter, line, steps }: Shown): string {
  return [`${chapter}:${line}`, ...steps].join(' ');
}

/** `165 claims, 34 of them shown: holds 8 of 47, ...` */
export function claimSummaryLine({ claims, shown, byVerdict }: ClaimSummary): string {
  const parts = CLAIM_VERDICTS.filter((verdict) => byVerdict[verdict].claims > 0).map((verdict) => {
    const of = byVerdict[verdict];
    return `${verdict} ${verdict === 'untestable' ? of.claims : `${of.shown} of ${of.claims}`}`;
  });
  return `${count(claims, 'claim')}, ${shown} of them shown: ${parts.join(', ')}`;
}
