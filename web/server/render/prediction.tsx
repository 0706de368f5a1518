/** A prediction as a card before its step: the question, and the island in which the learner says what they expect. */
import { predictionSlots } from '../../app/islands/prediction.tsx';
import type { ChapterPage } from '../../app/page.ts';
import type { PredictionData } from '../../app/page-data.ts';
import { raw } from './raw.ts';

interface Props {
  readonly page: ChapterPage;
  readonly prediction: PredictionData;
}

export function PredictionCard({ page, prediction }: Props) {
  const anchor = `predict-${prediction.id}`;
  return (
    <section
      class="predict"
      id={anchor}
      tabIndex={-1}
      aria-labelledby={`${anchor}_title ${anchor}_question`}
      data-predict={prediction.id}
    >
      <p class="label" id={`${anchor}_title`}>
        Before you run it
      </p>
      <div id={`${anchor}_question`}>{raw(prediction.question)}</div>
      <div data-slot="expect">{predictionSlots(page, prediction).expect}</div>
    </section>
  );
}
