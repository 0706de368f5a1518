/** A prediction comes alive: the learner says what they expect of the step, and reads what it has shown. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PredictionState } from '../../protocol.ts';
import { ask } from '../ask.ts';
import type { ChapterPage } from '../page.ts';
import type { PredictionData } from '../page-data.ts';
import type { Slots } from '../slots.ts';
import { useStore } from '../store.ts';
import { Seen } from './seen.tsx';

interface Place {
  readonly page: ChapterPage;
  readonly prediction: PredictionData;
}

interface FieldProps {
  readonly prediction: PredictionData;
  /** As text: the index of a choice, or a number; empty while there is none. */
  readonly value: string;
  readonly settled: boolean;
  readonly onChange: (value: string) => void;
}

function Choices({
  id,
  choices,
  ...field
}: Omit<FieldProps, 'prediction'> & { id: string; choices: readonly string[] }) {
  return (
    <fieldset class="expectations" disabled={field.settled} aria-labelledby={`predict-${id}_question`}>
      {choices.map((html, index) => (
        <label key={html}>
          <input
            type="radio"
            name={`predict-${id}`}
            value={index}
            checked={field.value === String(index)}
            onChange={() => field.onChange(String(index))}
            required
          />
          <span dangerouslySetInnerHTML={{ __html: html }} />
        </label>
      ))}
    </fieldset>
  );
}

function Field({ prediction, ...field }: FieldProps) {
  const { id } = prediction;
  if (prediction.type === 'choices') return <Choices id={id} choices={prediction.choices} {...field} />;
  return (
    <label class="expected-number">
      <input
        type="number"
        step="any"
        value={field.value}
        onInput={({ currentTarget }) => field.onChange(currentTarget.value)}
        disabled={field.settled}
        required
        aria-labelledby={`predict-${id}_question`}
      />
      {prediction.unit !== undefined && <span>{prediction.unit}</span>}
    </label>
  );
}

/** What is picked here and not yet said is this page's alone; what another page says counts for this one, too. */
function usePicked(state: PredictionState | undefined) {
  const said = state === undefined ? '' : String(state.expected);
  const [picked, pick] = useState<{ readonly over: string; readonly value: string }>();
  return {
    said,
    value: picked?.over === said ? picked.value : said,
    pick: (value: string) => pick({ over: said, value }),
  };
}

/** It goes when there is nothing more to say. A focus that is in it stays in the card. */
function Say({ idle }: { idle: boolean }) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const { current } = button;
    return () => {
      if (current === document.activeElement) current?.closest<HTMLElement>('[data-predict]')?.focus();
    };
  }, []);
  return (
    <button type="submit" class="button" data-needs-script aria-disabled={idle} ref={button}>
      That is what I expect
    </button>
  );
}

function Expect({ page, prediction }: Place) {
  const { id } = prediction;
  const state = useStore(page.store, ({ predictions }) => predictions[id]);
  const { said, value, pick } = usePicked(state);
  const settled = state?.seen !== undefined;
  const say = (event: SubmitEvent): void => {
    event.preventDefault();
    if (value === '' || value === said) return;
    ask(page, { type: 'expect', prediction: id, expected: Number(value) });
  };
  return (
    <form onSubmit={say} autocomplete="off">
      <Field prediction={prediction} value={value} settled={settled} onChange={pick} />
      {!settled && <Say idle={value === '' || value === said} />}
      {state && (
        <p class="seen">
          <Seen prediction={prediction} state={state} unseen="Run the step to see." />
        </p>
      )}
    </form>
  );
}

export const predictionSlots = (page: ChapterPage, prediction: PredictionData): Slots => ({
  expect: <Expect page={page} prediction={prediction} />,
});
