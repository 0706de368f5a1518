/**
 * The order in which a chapter changes its sandbox: steps and exercises as they stand in the document. Pure.
 * The state at any point is, by definition, everything in the timeline before it.
 */
import type { Block, Chapter, Exercise, Question, Step } from '../chapter/model.ts';
import { UsageError } from '../errors.ts';

export type Moment =
  | { readonly type: 'step'; readonly step: Step }
  /** An exercise's own steps come before it; reaching the moment itself means: apply its solution. */
  | { readonly type: 'exercise'; readonly exercise: Exercise }
  | { readonly type: 'question'; readonly question: Question };

export function timeline(chapter: Pick<Chapter, 'blocks'>): Moment[] {
  return chapter.blocks.flatMap(moments);
}

function moments(block: Block): Moment[] {
  switch (block.type) {
    case 'prose':
    case 'figure':
    case 'cluster':
    case 'recall':
    case 'predict':
      return [];
    case 'step':
      return [{ type: 'step', step: block.step }];
    case 'aside':
      return block.blocks.flatMap(moments);
    case 'exercise':
      return [...block.exercise.task.flatMap(moments), { type: 'exercise', exercise: block.exercise }];
    case 'question':
      return [...block.question.prose.flatMap(moments), { type: 'question', question: block.question }];
  }
}

/** A moment that does something to the sandbox: no question, and no step that waits for keys. */
type Deed = Exclude<Moment, { type: 'question' }>;

/**
 * What a sandbox must go through to come to a place, in order.
 * @param target a step, an exercise or a question; with `through`, it is the last one
 * @param options.from the place at whose start the sandbox is; absent: it is fresh
 * @throws UsageError when the chapter has no such place
 */
export function stretch(
  chapter: Pick<Chapter, 'id' | 'blocks'>,
  target: string,
  { from, through = false }: { from?: string | undefined; through?: boolean | undefined } = {},
): Deed[] {
  const moments = timeline(chapter);
  const indexOf = (name: string): number => {
    const index = moments.findIndex((moment) => momentName(moment) === name);
    if (index >= 0) return index;
    throw new UsageError(
      `${chapter.id} has no step, exercise or question named ${name}.`,
      `Known: ${moments.map(momentName).join(', ')}`,
    );
  };
  return moments
    .slice(from === undefined ? 0 : indexOf(from), indexOf(target) + (through ? 1 : 0))
    .filter(isDeed);
}

function isDeed(moment: Moment): moment is Deed {
  return moment.type === 'exercise' || (moment.type === 'step' && !moment.step.interactive);
}

/** The name that `replayUntil` knows a moment by. */
export function momentName(moment: Moment): string {
  switch (moment.type) {
    case 'step':
      return moment.step.name;
    case 'exercise':
      return moment.exercise.id;
    case 'question':
      return moment.question.id;
  }
}
