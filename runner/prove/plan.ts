/** The attempts at a chapter's exercises and questions, to be run each in a lab brought to the item's start. */
import { loadProofs } from '../chapter/load.ts';
import type { Chapter, Check, Exercise, Proof, Question } from '../chapter/model.ts';
import { type ExemptCommand, type Mutant, mutantsOf } from './mutants.ts';
import { representatives } from './representatives.ts';
import { rotated } from './rotation.ts';

export type Attempt =
  | { readonly kind: 'untouched'; readonly name: 'untouched' }
  /** With `undo`, each check's undoing follows in the same lab. */
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

/** Beside untouched and the first solution, so many at most when an exercise or a question is proved briefly. */
const BRIEFLY = { exercise: { tries: 1, mutants: 1 }, question: { tries: 3, mutants: 0 } };

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

/** @throws UsageError when a proof has a mistake */
export async function planOf(chapter: Chapter, readable: Readable, options: PlanOptions = {}): Promise<Plan> {
  const proofs = await loadProofs(chapter);
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
  const some = BRIEFLY[type];
  const start = `${brief.rotation} ${item}`;
  const kinds = rotated(representatives(mutants, mutants.length), start);
  return [
    ...rotated(tries, start).slice(0, some.tries),
    ...(await readableOnes(kinds, readable, most ?? some.mutants)),
  ];
}

/** The first ones. Asking bash costs a process each, so it is asked no more than it must be. */
async function readableOnes(
  mutants: readonly MutantAttempt[],
  readable: Readable,
  most: number,
): Promise<MutantAttempt[]> {
  const found: MutantAttempt[] = [];
  for (const one of mutants) {
    if (found.length >= most) break;
    const parts = await Promise.all(one.mutant.sections.map(({ script }) => readable(script)));
    if (parts.every(Boolean)) found.push(one);
  }
  return found;
}
