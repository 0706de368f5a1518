/**
 * What the learner expects of steps, and what the steps have shown in the present sandbox. What a step shows is said only to
 * who has said what they expect. Not graded. Knows nothing of sockets.
 */
import type { Chapter, Choice, Prediction } from '../../../runner/chapter/model.ts';
import { seenBy } from '../../../runner/chapter/outcome.ts';
import { UsageError } from '../../../runner/errors.ts';
import type { PredictionState } from '../../protocol.ts';
import type { ChapterProgress } from '../progress/store.ts';
import type { StepRuns } from './step-runs.ts';

type Kept = Pick<ChapterProgress, 'expectations' | 'expect'>;

export class Predictions {
  readonly #predictions: readonly Prediction[];
  readonly #progress: Kept;
  readonly #runs: Pick<StepRuns, 'last'>;

  constructor({ predictions }: Pick<Chapter, 'predictions'>, progress: Kept, runs: Pick<StepRuns, 'last'>) {
    this.#predictions = predictions;
    this.#progress = progress;
    this.#runs = runs;
  }

  /** Prediction -> its state: those that the learner has answered. */
  all(): Record<string, PredictionState> {
    if (this.#predictions.length === 0) return {};
    const kept = this.#progress.expectations();
    const runs = this.#runs.last();
    const states = this.#predictions.flatMap((prediction): [string, PredictionState][] => {
      const text = kept[prediction.id];
      const expected = text === undefined ? undefined : expectedBy(prediction, text);
      if (expected === undefined) return [];
      const run = runs[prediction.step]?.run;
      return [[prediction.id, { expected, ...(run && { seen: seenBy(prediction, expected, run) }) }]];
    });
    return Object.fromEntries(states);
  }

  /** Of one that is about this step. */
  ofStep(step: string): Record<string, PredictionState> {
    const ids = this.#predictions.filter((prediction) => prediction.step === step).map(({ id }) => id);
    return Object.fromEntries(Object.entries(this.all()).filter(([id]) => ids.includes(id)));
  }

  /**
   * The learner expects this; an answer whose outcome has been told stays.
   * @param expected the index of a choice, or a number
   * @throws UsageError when there is no such choice
   */
  expect(prediction: Prediction, expected: number): PredictionState | undefined {
    const text = textOf(prediction, expected);
    if (text === undefined)
      throw new UsageError(`The prediction ${prediction.id} has no choice ${expected + 1}.`);
    if (this.all()[prediction.id]?.seen === undefined) this.#progress.expect(prediction.id, text);
    return this.all()[prediction.id];
  }
}

/** A choice is kept by its words, so that it is still the same one when the chapter's choices change places. */
const wordsOf = ({ says }: Choice): string => says.tokens.map(({ content }) => content).join('');

function textOf(prediction: Prediction, expected: number): string | undefined {
  if (prediction.type === 'number') return String(expected);
  const choice = prediction.choices[expected];
  return choice && wordsOf(choice);
}

/** @returns undefined when the chapter no longer has what was chosen, or asks for something of another kind */
function expectedBy(prediction: Prediction, text: string): number | undefined {
  if (prediction.type === 'number') return Number.isFinite(Number(text)) ? Number(text) : undefined;
  const index = prediction.choices.findIndex((choice) => wordsOf(choice) === text);
  return index < 0 ? undefined : index;
}
