/** At the end of a chapter: what the learner expected, and what was seen. Nothing is there before something was expected. */
import type { ChapterPage } from '../page.ts';
import type { PredictionData } from '../page-data.ts';
import type { Slots } from '../slots.ts';
import { useStore } from '../store.ts';
import { Seen } from './seen.tsx';

interface Props {
  readonly page: ChapterPage;
  readonly predictions: readonly PredictionData[];
}

function Predicted({ page, predictions }: Props) {
  const states = useStore(page.store, (state) => state.predictions);
  const answered = predictions.flatMap((prediction) => {
    const state = states[prediction.id];
    return state === undefined ? [] : [{ prediction, state }];
  });
  if (answered.length === 0) return null;
  return (
    <section class="predicted" aria-labelledby="predicted_title">
      <h2 id="predicted_title">What you expected</h2>
      <ul>
        {answered.map(({ prediction, state }) => (
          <li key={prediction.id} data-predicted={prediction.id}>
            <div class="asked" dangerouslySetInnerHTML={{ __html: prediction.question }} />
            <p class="seen">
              <Seen
                prediction={prediction}
                state={state}
                unseen={<a href={`#predict-${prediction.id}`}>Its step has not run in this sandbox.</a>}
              />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

export const predictedSlots = (page: ChapterPage, predictions: readonly PredictionData[]): Slots => ({
  predicted: <Predicted page={page} predictions={predictions} />,
});
