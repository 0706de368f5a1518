/** What is no running text, as lines for a terminal: steps, exercises, questions, figures, claims, notes. Pure. */
import wrapAnsi from 'wrap-ansi';
import { VERDICT_WORDS, wordsOfClaim } from '../chapter/claim-words.ts';
import type { Block, Chapter, Exercise, Figure, Prediction, Question, Step } from '../chapter/model.ts';
import { count } from '../words.ts';
import { inlineText } from './inline.ts';
import { type Sheet, typeset } from './typeset.ts';

type Aside = Extract<Block, { type: 'aside' }>;

export function openingLines({ number, minutes, summary }: Chapter, sheet: Sheet): string[] {
  return wrapped(`Chapter ${number}, about ${count(minutes, 'minute')}. ${summary}`, sheet).map(
    sheet.ink.dim,
  );
}

/** A label with a rule behind it as long as the lines. */
export function labelled(label: string, { width, ink }: Sheet): string {
  return ink.dim(`── ${label} ${'─'.repeat(Math.max(0, width - label.length - 4))}`);
}

/** The command as it is typed, under the host and the step's name. */
export function stepLines(step: Step, sheet: Sheet): string[] {
  const what = step.setup ? 'setup step' : 'step';
  const commands = step.command.trimEnd().split('\n');
  return [
    labelled(`${what} ${step.name} on ${step.host}`, sheet),
    ...commands.map((line) => `  ${sheet.ink.cyan(line)}`),
  ];
}

export function itemLines(item: Exercise | Question, kind: 'Exercise' | 'Question', sheet: Sheet): string[] {
  const { ink } = sheet;
  return [labelled(`${kind}, ${count(item.points, 'point')}`, sheet), ink.bold(item.title)];
}

/** The question; under it what can be chosen, each with the number that chooses it. */
export function predictionLines(prediction: Prediction, sheet: Sheet): string[] {
  const choices = prediction.type === 'choices' ? prediction.choices : [];
  const says = choices.map(({ says }) => inlineText(says.tokens[0]?.children ?? [], sheet.ink));
  return [
    labelled('What do you expect?', sheet),
    ...typeset(prediction.question.tokens, sheet),
    ...says.flatMap((text, index) => hanging(`  ${index + 1}  `, text, sheet)),
  ];
}

/** @param chapter what `wirebook picture` calls it */
export function figureLines({ caption, after }: Figure, chapter: string, sheet: Sheet): string[] {
  const command = `wirebook picture ${chapter} --at ${after}`;
  return wrapped(`[Figure: ${caption}. ${sheet.ink.cyan(command)} shows it as a table.]`, sheet);
}

/** A claim's verdict and what the article says; of a note what it is. */
export function asideHead({ claim, flavour, blocks }: Aside, sheet: Sheet): string[] {
  if (!claim) return [sheet.ink.bold(flavour === 'really' ? 'What really happens' : 'Note')];
  const inline = wordsOfClaim(claim, blocks).flatMap(({ children }) => children ?? []);
  const author = claim.statement ? ` (${claim.statement.author})` : '';
  const verdict = sheet.ink.bold(`${VERDICT_WORDS[claim.verdict]}:`);
  return wrapped(`${verdict} ${inlineText(inline, sheet.ink)}${author}`, sheet);
}

/** A sheet for what stands in a note or under a claim. */
export const inset = ({ width, ink }: Sheet): Sheet => ({ width: width - RAIL.length, ink });

const RAIL = '│ ';

/** Lines of an inset sheet, beside the rail that shows where the note ends. */
export const railed = (lines: readonly string[], { ink }: Sheet): string[] =>
  lines.map((line) => (ink.dim(RAIL) + line).trimEnd());

function wrapped(text: string, { width }: Sheet): string[] {
  return wrapAnsi(text, width).split('\n');
}

function hanging(first: string, text: string, { width }: Sheet): string[] {
  const lines = wrapAnsi(text, width - first.length).split('\n');
  return lines.map((line, index) => (index === 0 ? first : ' '.repeat(first.length)) + line);
}
