/** The attempts at a chapter's exercises and questions, to be run each in a lab brought to the item's start. */
import { loadProofs } from '../chapter/load.ts';
import type { Chapter, Check, Exercise, Proof, Question } from '../chapter/model.ts';
import { type ExemptCommand, type Mutant, mutantsOf } from './mutants.ts';
import { representatives, spread } from './representatives.ts';

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

/** So many at most when an exercise is proved briefly: other solutions than the first, and so on. */
const BRIEFLY = { others: 1, wrong: 3, mutants: 2 };

/** Whether bash can read a script; a mutant that it cannot read is no attempt. */
export type Readable = (script: string) => Promise<boolean>;

export interface PlanOptions {
  /** Only a few of the attempts at each exercise, and no two mutants alike. */
  readonly brief?: boolean;
  /** So many mutants of each exercise at most, no two alike; if absent, as brief says. */
  readonly mutants?: number;
  /** Only the exercises and questions with these ids. */
  readonly only?: readonly string[];
}

/** @throws UsageError when a proof has a mistake */
export async function planOf(
  chapter: Chapter,
  readable: Readable,
  { brief = false, mutants: most = brief ? BRIEFLY.mutants : undefined, only }: PlanOptions = {},
): Promise<Plan> {
  const proofs = await loadProofs(chapter);
  const items = [
    ...chapter.exercises.map((item) => ({ type: 'exercise' as const, item, checks: item.checks })),
    ...chapter.questions.map((item) => ({ type: 'question' as const, item, checks: [item.check] })),
  ].filter(({ item }) => only?.includes(item.id) ?? true);
  const few = <T>(list: readonly T[], most: number) => (brief ? spread(list, most) : list);
  const subjects: Subject[] = [];
  for (const subject of items) {
    const own = proofs.filter(({ exercise }) => exercise === subject.item.id);
    const first = own.filter(({ name }) => name === 'solution');
    const others = own.filter(({ kind, name }) => kind === 'solution' && name !== 'solution');
    const solutions = [...first, ...few(others, BRIEFLY.others)];
    const wrong = own.filter(({ kind }) => kind === 'wrong');
    const mutated = solutions.map((proof) => ({ proof, ...mutantsOf(proof) }));
    const mutants: Extract<Attempt, { kind: 'mutant' }>[] = [];
    for (const { proof, mutants: all } of mutated) {
      for (const mutant of all) {
        const parts = await Promise.all(mutant.sections.map(({ script }) => readable(script)));
        if (parts.every(Boolean)) mutants.push({ kind: 'mutant', name: mutant.name, proof, mutant });
      }
    }
    subjects.push({
      ...subject,
      attempts: [
        // A question left alone has no answer to judge; its wrong answers prove it.
        ...(subject.type === 'exercise' ? [{ kind: 'untouched', name: 'untouched' } as const] : []),
        ...solutions.map((proof) => ({
          kind: 'solution' as const,
          name: proof.name,
          proof,
          undo: subject.type === 'exercise' && proof.name === 'solution',
        })),
        ...few(wrong, BRIEFLY.wrong).map((proof) => ({ kind: 'wrong' as const, name: proof.name, proof })),
        ...(most === undefined ? mutants : representatives(mutants, most)),
      ],
      exempt: mutated.flatMap(({ exempt }) => exempt),
    });
  }
  return { chapter, proofs, subjects };
}
