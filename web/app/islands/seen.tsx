/** What the learner expected and what the step has shown, in words. */
import type { ComponentChild } from 'preact';
import type { PredictionState } from '../../protocol.ts';
import type { PredictionData } from '../page-data.ts';

/** A choice by its words, a number with its unit. */
function Expectation({ prediction, value }: { prediction: PredictionData; value: number }) {
  if (prediction.type === 'choices') {
    return <q dangerouslySetInnerHTML={{ __html: prediction.choices[value] ?? '' }} />;
  }
  return <b>{prediction.unit === undefined ? value : `${value} ${prediction.unit}`}</b>;
}

interface Props {
  readonly prediction: PredictionData;
  readonly state: PredictionState;
  /** What is said while the step has not run in this sandbox. */
  readonly unseen: ComponentChild;
}

export function Seen({ prediction, state: { expected, seen }, unseen }: Props) {
  const mine = <Expectation prediction={prediction} value={expected} />;
  if (!seen)
    return (
      <>
        You expect {mine}. {unseen}
      </>
    );
  if (seen.shows === null) {
    const what = prediction.type === 'choices' ? 'something else than any of these' : 'no such number';
    return (
      <>
        You expected {mine}. The step showed {what}.
      </>
    );
  }
  const kernels = <Expectation prediction={prediction} value={seen.shows} />;
  if (seen.agrees) return <>As you expected: {kernels}.</>;
  return (
    <>
      You expected {mine}. The kernel shows {kernels}.
    </>
  );
}
