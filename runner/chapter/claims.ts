/** `chapters/claims.yaml`: the articles' statements that chapters put to the test, by their ids. Pure. */
import { z } from 'zod';
import { nearest } from '../yaml/nearest.ts';
import type { LintProblem } from '../yaml/problems.ts';
import { Problems } from '../yaml/problems.ts';
import { readWith, readYaml } from '../yaml/yaml-source.ts';
import type { Chapter, Statement } from './model.ts';
import { asides } from './rules.ts';

/** The articles, by the letter that a claim's id begins with. */
export const ARTICLES = {
  A: { title: 'Tracing the path of network traffic in Kubernetes', author: 'learnk8s' },
  B: { title: "Understanding Kubernetes' Cluster Networking", author: 'George Aristy' },
  C: { title: 'Life of a Packet in Kubernetes, Part 1', author: 'Dinesh Kumar Ramasamy' },
  D: { title: 'Tracing pod to pod network traffic in Kubernetes', author: 'Daniele Polencic' },
} as const;
export type ArticleLetter = keyof typeof ARTICLES;

/** `limited`: true with a limit, or misleading. `untestable`: nothing that a lab holds could show it. */
export const CLAIM_VERDICTS = ['holds', 'limited', 'refuted', 'untestable'] as const;
type ClaimVerdict = (typeof CLAIM_VERDICTS)[number];

export interface Claim {
  /** `A12`: the article's letter, and a number. */
  readonly id: string;
  readonly article: ArticleLetter;
  /** The article's section, in short. */
  readonly section: string;
  /** What the article says, in our words. */
  readonly claim: string;
  readonly verdict: ClaimVerdict;
  /** What really happens; always there unless the claim holds. */
  readonly really?: string;
  /** Number of the chapter where it belongs, whether that is written or not. */
  readonly chapter: number;
  /** Of its id in the list. */
  readonly line: number;
}

const CLAIM_ID = /^([ABCD])[1-9]\d*$/;
const words = z.string().trim().min(1, 'must not be empty');
const CHAPTER_RANGE = 'must be a chapter, 1 to 26';
const entry = z
  .strictObject({
    section: words,
    claim: words,
    verdict: z.enum(CLAIM_VERDICTS),
    really: words.optional(),
    chapter: z.int().min(1, CHAPTER_RANGE).max(26, CHAPTER_RANGE),
  })
  .refine(({ verdict, really }) => verdict === 'holds' || really !== undefined, {
    path: ['really'],
    message: 'what really happens is needed unless the claim holds',
  });

export interface ParsedClaims {
  /** Those without a mistake, in the order of the list. */
  readonly claims: readonly Claim[];
  /** All ids of the list, also those of entries with a mistake. */
  readonly ids: ReadonlySet<string>;
  readonly problems: LintProblem[];
}

/** Reads a map `A12: { section, claim, verdict, really, chapter }`. @param file as problems name it */
export function parseClaims(text: string, file: string): ParsedClaims {
  const problems = new Problems(file);
  const { value, lineOf } = readYaml(text, 1, problems);
  const claims: Claim[] = [];
  const ids = new Set<string>();
  if (problems.list().length === 0 && !isEntries(value)) {
    problems.add(1, 'claims must be a map by id, such as "A12: ..."');
  }
  for (const [id, source] of isEntries(value) ? Object.entries(value) : []) {
    const line = lineOf([id]);
    const article = CLAIM_ID.exec(id)?.[1];
    if (!isArticle(article)) {
      problems.add(line, `claim id "${id}" must be a letter A-D and a number`);
      continue;
    }
    ids.add(id);
    const within = (path: readonly PropertyKey[]): number => lineOf([id, ...path]);
    const read = readWith(entry, source, `claim ${id}`, within, problems);
    if (read) claims.push(claimOf(id, article, line, read));
  }
  return { claims, ids, problems: problems.list() };
}

function claimOf(
  id: string,
  article: ArticleLetter,
  line: number,
  { really, ...rest }: z.infer<typeof entry>,
): Claim {
  return { id, article, ...rest, ...(really === undefined ? {} : { really }), line };
}

export function statementOf({ claim, article, section }: Claim): Statement {
  const { title, author } = ARTICLES[article];
  return { text: claim, article: title, author, section };
}

/** What a chapter marks against the list: claims it does not know, and other verdicts than its own. */
export function claimProblems(chapter: Chapter, list: ParsedClaims, file: string): LintProblem[] {
  const problems = new Problems(file);
  const known = new Map(list.claims.map((claim) => [claim.id, claim]));
  for (const { claim: marked, line } of asides(chapter.blocks)) {
    if (!marked || marked.id === '') continue;
    const listed = known.get(marked.id);
    if (!list.ids.has(marked.id)) {
      const guess = nearest(marked.id, list.ids);
      problems.add(
        line,
        `claim ${marked.id} is not in claims.yaml${guess ? `; did you mean ${guess}?` : ''}`,
      );
    } else if (listed && listed.verdict !== marked.verdict) {
      const where = `claims.yaml line ${listed.line}`;
      problems.add(
        line,
        `claim ${marked.id} is marked ${marked.verdict}, but ${where} says ${listed.verdict}`,
      );
    }
  }
  return problems.list();
}

function isEntries(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isArticle(letter: string | undefined): letter is ArticleLetter {
  return letter !== undefined && Object.hasOwn(ARTICLES, letter);
}
