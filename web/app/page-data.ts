/**
 * What the server tells a chapter's page of the chapter, beside the HTML: islands take their props from here, on the server
 * that renders them and in the browser that takes them over. JSON in a script element that nothing runs.
 */
import { z } from 'zod';
import { Host, ItemProgress } from '../protocol.ts';

/** Id of the script element. It has an underscore, so that no heading has it. */
export const PAGE_DATA_ID = 'page_data';

const StepData = z.strictObject({
  name: z.string(),
  host: Host,
  /** The shell text, without its final newline. */
  command: z.string(),
  /** The status that the chapter expects. */
  exit: z.int(),
  interactive: z.boolean(),
  /** Scenery: its card is folded. */
  setup: z.boolean(),
  /** Whether the chapter shows a recorded output, at once or folded: then it would answer what is asked before the step. */
  recorded: z.enum(['shown', 'folded']).optional(),
});
export type StepData = z.infer<typeof StepData>;

const item = { id: z.string(), title: z.string(), points: z.number(), hints: z.int() };
const ExerciseData = z.strictObject({
  ...item,
  /** The lines beside the ticks. */
  checks: z.array(z.strictObject({ id: z.string(), title: z.string() })),
});
export type ExerciseData = z.infer<typeof ExerciseData>;

const QuestionData = z.strictObject(item);
export type QuestionData = z.infer<typeof QuestionData>;

const prediction = {
  id: z.string(),
  /** The sentences that end with the question, as HTML. */
  question: z.string(),
};
const PredictionData = z.discriminatedUnion('type', [
  /** The words of each choice, as HTML. */
  z.strictObject({ ...prediction, type: z.literal('choices'), choices: z.array(z.string()) }),
  z.strictObject({ ...prediction, type: z.literal('number'), unit: z.string().optional() }),
]);
export type PredictionData = z.infer<typeof PredictionData>;

const ContentsEntry = z.strictObject({
  anchor: z.string(),
  text: z.string(),
  /** The exercise or question that it leads to. An entry that leads to no item and no step is a section's. */
  item: z.string().optional(),
  step: z.string().optional(),
});
export type ContentsEntry = z.infer<typeof ContentsEntry>;

export const PageData = z.strictObject({
  chapter: z.string(),
  hosts: z.array(Host),
  steps: z.array(StepData),
  exercises: z.array(ExerciseData),
  questions: z.array(QuestionData),
  predictions: z.array(PredictionData),
  contents: z.array(ContentsEntry),
  /** Names of the steps that the learner had run when the page was asked for, in whichever sandbox. */
  ran: z.array(z.string()),
  /** The learner's, as it was when the page was asked for. */
  items: z.record(z.string(), ItemProgress),
});
export type PageData = z.infer<typeof PageData>;
