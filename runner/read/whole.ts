/** A chapter as one text, with the outputs that are recorded: for a pager, a file, a printer. Pure; runs nothing. */
import type { Block, Chapter, Step } from '../chapter/model.ts';
import {
  asideHead,
  figureLines,
  inset,
  itemLines,
  labelled,
  openingLines,
  predictionLines,
  railed,
  stepLines,
} from './cards.ts';
import { type Sheet, typeset } from './typeset.ts';

export function wholeChapter(chapter: Chapter, sheet: Sheet): string[] {
  return apart([openingLines(chapter, sheet), ...blocksOf(chapter.blocks, chapter.id, sheet)]);
}

/** With an empty line between the parts. */
const apart = (parts: readonly (readonly string[])[]): string[] =>
  parts.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));

function blocksOf(blocks: readonly Block[], chapter: string, sheet: Sheet): string[][] {
  return blocks.flatMap((block) => blockOf(block, chapter, sheet)).filter(({ length }) => length > 0);
}

function blockOf(block: Block, chapter: string, sheet: Sheet): string[][] {
  switch (block.type) {
    case 'prose':
      return [typeset(block.tokens, sheet)];
    case 'step':
      return [[...stepLines(block.step, sheet), ...recordedLines(block.step)]];
    case 'predict':
      return [predictionLines(block.prediction, sheet)];
    case 'figure':
      return [figureLines(block.figure, chapter, sheet)];
    case 'cluster':
      return [[labelled('On a real node', sheet), ...typeset(block.tokens, sheet)]];
    case 'recall':
      return [typeset(block.question.tokens, sheet), typeset(block.answer.tokens, sheet)];
    case 'exercise':
      return [itemLines(block.exercise, 'Exercise', sheet), ...blocksOf(block.exercise.task, chapter, sheet)];
    case 'question':
      return [
        itemLines(block.question, 'Question', sheet),
        ...blocksOf(block.question.prose, chapter, sheet),
      ];
    case 'aside': {
      const within = inset(sheet);
      const head = asideHead(block, within);
      return [railed(apart([head, ...blocksOf(block.blocks, chapter, within)]), sheet)];
    }
  }
}

function recordedLines({ output }: Step): string[] {
  const text = output?.text.trimEnd();
  return text ? ['', ...text.split('\n').map((line) => `  ${line}`)] : [];
}
