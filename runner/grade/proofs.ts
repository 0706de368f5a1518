/**
 * Proofs: for each exercise and question, in a fresh sandbox brought to its start, that the untouched state does not
 * pass, that every solution does, and that every wrong attempt fails the declared check with the declared words.
 */
import { loadProofs } from '../chapter/load.ts';
import type { Chapter, Exercise, Proof, Question } from '../chapter/model.ts';
import type { Lab } from '../lab/lab.ts';
import { runProof } from '../lab/run-proof.ts';
import { gradeExercise, gradeQuestion } from './grade.ts';
import type { GradedItem } from './report.ts';

/** One cell of the matrix: an attempt and whether it was judged as declared. */
export interface ProofResult {
  readonly chapter: string;
  readonly item: string;
  /** `untouched`, or the proof's name. */
  readonly attempt: string;
  readonly ok: boolean;
  /** What was found instead, in one sentence; empty when ok. */
  readonly found: string;
  readonly graded: GradedItem;
}

type Provable =
  | { readonly type: 'exercise'; readonly item: Exercise }
  | { readonly type: 'question'; readonly item: Question };

/** The attempts that a chapter declares, each to be run by `proveAttempt` in a lab of its own. */
export async function attempts(chapter: Chapter): Promise<{ subject: Provable; proof?: Proof }[]> {
  const proofs = await loadProofs(chapter);
  const subjects: Provable[] = [
    ...chapter.exercises.map((item) => ({ type: 'exercise', item }) as const),
    ...chapter.questions.map((item) => ({ type: 'question', item }) as const),
  ];
  return subjects.flatMap((subject) => [
    // A question left alone has no answer to judge; its wrong answers prove it.
    ...(subject.type === 'exercise' ? [{ subject }] : []),
    ...proofs.filter(({ exercise }) => exercise === subject.item.id).map((proof) => ({ subject, proof })),
  ]);
}

/** Runs one attempt in a lab that nobody else uses. Ends with the lab in the attempt's state. */
export async function proveAttempt(lab: Lab, subject: Provable, proof?: Proof): Promise<ProofResult> {
  await lab.bringTo(subject.item.id);
  const run = proof ? await runProof(lab.sandbox, proof) : undefined;
  const graded =
    subject.type === 'exercise'
      ? await gradeExercise(lab, subject.item)
      : await gradeQuestion(lab, subject.item, run?.stdout.trim());
  // A wrong attempt may well stumble (that is how one gets stuck); a solution may not.
  const stumbled = proof?.kind === 'solution' ? run?.complaints[0] : undefined;
  const found = stumbled ?? contradiction(graded, proof);
  return {
    chapter: lab.chapter.id,
    item: subject.item.id,
    attempt: proof?.name ?? 'untouched',
    ok: found === undefined,
    found: found ?? '',
    graded,
  };
}

/** How a graded attempt contradicts what was declared of it; undefined when it does not. Pure. */
export function contradiction(
  graded: Pick<GradedItem, 'checks'>,
  proof?: Pick<Proof, 'kind' | 'expect'>,
): string | undefined {
  const { checks } = graded;
  const error = checks.find(({ verdict }) => verdict === 'error');
  if (error) return `${error.id} could not look: ${error.diagnosis}`;
  if (proof?.kind === 'solution') {
    const bad = checks.find(({ verdict }) => verdict !== 'pass');
    return bad && `${bad.id} says ${bad.verdict}: ${bad.diagnosis}`;
  }
  if (!proof?.expect) {
    return checks.some(({ verdict }) => verdict === 'fail')
      ? undefined
      : 'no check fails on the untouched sandbox';
  }
  const { check, words } = proof.expect;
  const declared = checks.find(({ id }) => id === check);
  if (!declared) return `there is no check ${check}`;
  if (declared.verdict !== 'fail') return `${check} says ${declared.verdict}: ${declared.diagnosis}`;
  if (!declared.diagnosis.includes(words)) return `${check} fails with other words: ${declared.diagnosis}`;
  return undefined;
}
