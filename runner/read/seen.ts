/** What a learner expected of a step and what it has shown, as one sentence. Pure. */
import type { Prediction } from '../chapter/model.ts';
import { seenBy } from '../chapter/outcome.ts';
import type { StepRun } from '../terminal/step-run.ts';
import { type Ink, inlineText } from './inline.ts';

/** @param expected the index of a choice, or a number */
export function seenWords(prediction: Prediction, expected: number, run: StepRun, ink: Ink): string {
  const named = (value: number) => ink.bold(expectation(prediction, value, ink));
  const { shows, agrees } = seenBy(prediction, expected, run);
  if (shows === null) {
    const what = prediction.type === 'choices' ? 'something else than any of these' : 'no such number';
    return `You expected ${named(expected)}. The step showed ${what}.`;
  }
  if (agrees) return `As you expected: ${named(shows)}.`;
  return `You expected ${named(expected)}. The kernel shows ${named(shows)}.`;
}

/** A choice by its words, a number with its unit. */
function expectation(prediction: Prediction, value: number, ink: Ink): string {
  if (prediction.type === 'number') return [value, prediction.unit ?? []].flat().join(' ');
  const [inline] = prediction.choices[value]?.says.tokens ?? [];
  return inlineText(inline?.children ?? [], ink);
}
