/** What a kind of answer is, and a question that was looked up in the state. One kind a constant; `answer-kinds.ts` has them all. */
import { z } from 'zod';
import type { Dependence } from '../../kind.ts';
import type { NetworkNamespace, NetworkState } from '../../network/state/network-state.ts';
import { entryFields } from '../../support/entry-fields.ts';
import type { Place } from '../../support/look.ts';
import type { Judgement } from '../../verdict.ts';

/** What would be right, and which wrong answers tell a mistake. */
export interface Asked {
  /** What is asked for, e.g. `the ifindex of eth0 in namespace client`. */
  readonly what: string;
  /** What an answer looks like, e.g. `a number`. */
  readonly form: string;
  readonly right: readonly string[];
  /** Answers that somebody gives who looked at the wrong thing, with what they are. */
  readonly near: readonly { readonly value: string; readonly words: string }[];
  /** Command, as typed on the host, that shows the learner the right answer. */
  readonly command: string;
  /** What was typed in the form of `right`, or undefined when it cannot be an answer. */
  normalise(typed: string): string | undefined;
  /** Absent: the texts must be equal. */
  same?(a: string, b: string): boolean;
  /** Said behind "that is not ..." when no near miss fits. */
  hint?(value: string): string;
}

export interface AnswerKind {
  /** What a chapter writes behind `of`. */
  readonly of: string;
  readonly schema: z.ZodObject<ReturnType<typeof shapeOf>, z.core.$strict>;
  /** Its own arguments as a chapter writes them. */
  readonly example: Readonly<Record<string, unknown>>;
  readonly dependsOn: Dependence;
  /** The question, or a failure while it has no answer. Throws Inconclusive. */
  lookUp(args: Place, netns: NetworkNamespace, state: NetworkState): Asked | Judgement;
}

/** @param shape the arguments beside those of every check */
export function answerKind<Shape extends z.ZodRawShape>(
  of: string,
  shape: Shape,
  kind: Pick<AnswerKind, 'example' | 'dependsOn'> & {
    lookUp(
      args: Place & z.infer<z.ZodObject<Shape>>,
      netns: NetworkNamespace,
      state: NetworkState,
    ): Asked | Judgement;
  },
): AnswerKind {
  return { of, schema: z.strictObject({ ...shapeOf(of), ...shape }), ...kind };
}

function shapeOf(of: string) {
  return { ...entryFields('answer'), of: z.literal(of) };
}

/** `12`, `12:`, `if12`, `@if12`, `ifindex 12` -> `12` */
export function wholeNumber(typed: string): string | undefined {
  const [, digits] = /^(?:(?:ifindex|inode)\s*[:=]?\s*|@?if)?(\d+)[:.]?$/i.exec(typed.trim()) ?? [];
  return digits?.replace(/^0+(?=\d)/, '');
}
