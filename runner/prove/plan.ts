/** The attempts at a chapter's exercises and questions, to be run each in a lab brought to the item's start. */
import { syntaxProblems } from '../chapter/bash-syntax.ts';
import { loadProofs, problemsError } from '../chapter/load.ts';
import type { Chapter, Check, Exercise, Proof, Question } from '../chapter/model.ts';
import { type ExemptCommand, type Mutant, mutantsOf } from './mutants.ts';
import { representatives } from './representatives.ts';
import { rotated } from './rotation.ts';

export type Attempt =
  | { readonly kind: 'untouched'; readonly name: 'untouched' }
  /** With `undo`, each check's revert follows in the same lab. */
  | { readonly kind: 'solution'; readonly name: string; readonly proof: Proof; readonly undo: boolean }
  | { readonly kind: 'wrong'; readonly name: string; readonly proof: Proof }
  | { readonly kind: 'mutant'; readonly name: string; readonly proof: Proof; readonly mutant: Mutant };

export interface Subject {
  readonly type: 'exercise' | 'question';
  readonly item: Exercise | Question;
  readonly checks: readonly Check[];
  readonly attempts: readonly Attempt[];
  readonly exempt: readonly ExemptCommand[];
}

export interface Plan {
  readonly chapter: Chapter;
  readonly proofs: readonly Proof[];
  readonly subjects: readonly Subject[];
}

/**
 * Beside untouched and the first solution, so many at most when an item is proved briefly. Another attempt at an exercise
 * costs a lab of its own, another answer to a question next to nothing.
 */
const BRIEFLY = { exercise: 1, question: 3 };

/** Whether bash can read a script; a mutant that it cannot read is no attempt. */
export type Readable = (script: string) => Promise<boolean>;

export interface PlanOptions {
  /**
   * Of each exercise only untouched, its first solution, and a few of the rest: which ones is drawn from `rotation`, so
   * that another text tries others.
   */
  readonly brief?: { readonly rotation: string };
  /** So many mutants of each exercise at most, no two alike; if absent, as brief says. */
  readonly mutants?: number;
  /** Only the exercises and questions with these ids. */
  readonly only?: readonly string[];
}

/** @throws UsageError when a proof has a mistake, or bash could not read it */
export async function planOf(chapter: Chapter, readable: Readable, options: PlanOptions = {}): Promise<Plan> {
  const proofs = await loadProofs(chapter);
  const problems = proofs.flatMap(syntaxProblems);
  if (problems.length > 0) throw problemsError(problems);
  const items = [
    ...chapter.exercises.map((item) => ({ type: 'exercise' as const, item, checks: item.checks })),
    ...chapter.questions.map((item) => ({ type: 'question' as const, item, checks: [item.check] })),
  ].filter(({ item }) => options.only?.includes(item.id) ?? true);
  const subjects: Subject[] = [];
  for (const subject of items) {
    const own = proofs.filter(({ exercise }) => exercise === subject.item.id);
    const solutions = own.filter(({ kind }) => kind === 'solution');
    const first = solutions.filter(({ name }) => name === 'solution');
    const tries = [
      ...solutions.filter(({ name }) => name !== 'solution'),
      ...own.filter(({ kind }) => kind === 'wrong'),
    ].map(
      (proof): Attempt =>
        proof.kind === 'solution'
          ? { kind: 'solution', name: proof.name, proof, undo: false }
          : { kind: 'wrong', name: proof.name, proof },
    );
    const mutated = solutions.map((proof) => ({ proof, ...mutantsOf(proof) }));
    const mutants = mutated.flatMap(({ proof, mutants: all }) =>
      all.map((mutant): MutantAttempt => ({ kind: 'mutant', name: mutant.name, proof, mutant })),
    );
    subjects.push({
      ...subject,
      attempts: [
        // A question left alone has no answer to judge; its wrong answers prove it.
        ...(subject.type === 'exercise' ? [{ kind: 'untouched', name: 'untouched' } as const] : []),
        ...first.map((proof) => ({
          kind: 'solution' as const,
          name: proof.name,
          proof,
          undo: subject.type === 'exercise',
        })),
        ...(await chosen(
          `${chapter.id} ${subject.item.id}`,
          subject.type,
          tries,
          mutants,
          readable,
          options,
        )),
      ],
      exempt: mutated.flatMap(({ exempt }) => exempt),
    });
  }
  return { chapter, proofs, subjects };
}

type MutantAttempt = Extract<Attempt, { kind: 'mutant' }>;

/** All that bash can read, or as many as the options say. */
async function chosen(
  item: string,
  type: Subject['type'],
  tries: readonly Attempt[],
  mutants: readonly MutantAttempt[],
  readable: Readable,
  { brief, mutants: most }: PlanOptions,
): Promise<Attempt[]> {
  if (!brief) {
    const all = await readableOnes(mutants, readable, mutants.length);
    return [...tries, ...(most === undefined ? all : representatives(all, most))];
  }
  const start = `${brief.rotation} ${item}`;
  const kinds = representatives(mutants, mutants.length);
  if (most === undefined) return readableOnes(rotated([...tries, ...kinds], start), readable, BRIEFLY[type]);
  return [
    ...rotated(tries, start).slice(0, BRIEFLY[type]),
    ...(await readableOnes(rotated(kinds, start), readable, most)),
  ];
}

/** The first ones that are no mutants, or that bash can read. To ask it costs a process, so no more is asked than must be. */
async function readableOnes<T extends Attempt>(
  attempts: readonly T[],
  readable: Readable,
  most: number,
): Promise<T[]> {
  const found: T[] = [];
  for (const one of attempts) {
    if (found.length >= most) break;
    const sections = one.kind === 'mutant' ? one.mutant.sections : [];
    const parts = await Promise.all(sections.map(({ script }) => readable(script)));
    if (parts.every(Boolean)) found.push(one);
  }
  return found;
}
