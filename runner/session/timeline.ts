/**
 * The order in which a chapter changes its sandbox: steps and exercises as they stand in the document. Pure.
 * The state at any point is, by definition, everything in the timeline before it.
 */
import type { Block, Chapter, Exercise, Question, Step } from '../chapter/model.ts';

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
