/** The table of claims as lines for people: by article, with where each is shown. Pure. */
import { ARTICLES, type ArticleLetter, CLAIM_VERDICTS } from '../chapter/claims.ts';
import type { ClaimSummary, Shown, ShownClaim } from '../chapter/claims-shown.ts';
import type { Paint } from './text.ts';
import { count } from './words.ts';

const painter = { holds: 'green', limited: 'yellow', refuted: 'red', untestable: 'dim' } as const;

/** One line for each claim: id, verdict, chapter:line with the steps that show it, and what it says. */
export function claimLines(claims: readonly ShownClaim[], paint: Paint): string[] {
  const rows = claims.map((claim) => ({ claim, where: whereShown(claim) }));
  const width = Math.max(0, ...rows.map(({ where }) => where.length));
  return (Object.keys(ARTICLES) as ArticleLetter[]).flatMap((letter) => {
    const own = rows.filter(({ claim }) => claim.article === letter);
    if (own.length === 0) return [];
    const { title, author } = ARTICLES[letter];
    return [
      paint.bold(`${letter}  ${title} (${author})`),
      ...own.map(({ claim, where }) => {
        const verdict = paint[painter[claim.verdict]](claim.verdict.padEnd(10));
        return `  ${claim.id.padEnd(4)} ${verdict}  ${where.padEnd(width)}  ${claim.claim}`;
      }),
    ];
  });
}

/** `04-a-bridge:181 who-asked`; of what is not shown, the chapter where it belongs. */
function whereShown({ chapter, shown }: ShownClaim): string {
  return shown.length === 0 ? `(chapter ${chapter})` : shown.map(place).join('; ');
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
