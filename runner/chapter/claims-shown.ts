/** Which chapters show which claims, and what is missing: the list held against the chapters. Pure. */
import { CLAIM_VERDICTS, type Claim } from './claims.ts';
import type { Block, Chapter } from './model.ts';
import { asides } from './rules.ts';

/** A place where a chapter carries a claim. */
export interface Shown {
  /** Folder name. */
  readonly chapter: string;
  readonly number: number;
  readonly line: number;
  /** Names of the steps inside, in their order. */
  readonly steps: readonly string[];
}

export interface ShownClaim extends Claim {
  readonly shown: readonly Shown[];
}

export function withShown(claims: readonly Claim[], chapters: readonly Chapter[]): ShownClaim[] {
  const places = chapters.flatMap(placesIn);
  return claims.map((claim) => ({
    ...claim,
    shown: places.filter(({ id }) => id === claim.id).map(({ place }) => place),
  }));
}

function placesIn(chapter: Chapter): { id: string; place: Shown }[] {
  return asides(chapter.blocks).flatMap(({ claim, blocks, line }) => {
    if (!claim) return [];
    const place = { chapter: chapter.id, number: chapter.number, line, steps: stepNames(blocks) };
    return [{ id: claim.id, place }];
  });
}

function stepNames(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block): string[] => {
    if (block.type === 'step') return [block.step.name];
    return block.type === 'aside' ? stepNames(block.blocks) : [];
  });
}

/** Claims that belong to a chapter that exists and does not carry them. What no lab can test is not missed. */
export function missing(claims: readonly ShownClaim[], chapters: readonly Chapter[]): ShownClaim[] {
  const numbers = new Set(chapters.map(({ number }) => number));
  return claims.filter(
    ({ verdict, chapter, shown }) =>
      verdict !== 'untestable' && numbers.has(chapter) && !shown.some(({ number }) => number === chapter),
  );
}

interface ClaimCount {
  readonly claims: number;
  readonly shown: number;
}

export interface ClaimSummary extends ClaimCount {
  readonly byVerdict: Readonly<Record<Claim['verdict'], ClaimCount>>;
}

export function summarise(claims: readonly ShownClaim[]): ClaimSummary {
  const counted = (some: readonly ShownClaim[]): ClaimCount => ({
    claims: some.length,
    shown: some.filter(({ shown }) => shown.length > 0).length,
  });
  const byVerdict = Object.fromEntries(
    CLAIM_VERDICTS.map((verdict) => [verdict, counted(claims.filter((claim) => claim.verdict === verdict))]),
  ) as ClaimSummary['byVerdict'];
  return { ...counted(claims), byVerdict };
}
