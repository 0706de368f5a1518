/** A step comes alive: Run or Stop, what it waits for, its output, and the recording where it differs. */
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChapterPage, HostName } from '../page.ts';
import { slotIn } from '../slots.ts';
import { outcomeWords, type StepView, wasTyped } from '../state.ts';
import { useStore } from '../store.ts';
import { duration, stepWaitsFor } from '../waiting.ts';
import { Diff } from './diff.tsx';
import { Output } from './output.tsx';

interface Place {
  readonly page: ChapterPage;
  readonly name: string;
  readonly host: HostName;
  readonly command: string;
  /** The status that the chapter expects. */
  readonly exit: number;
  readonly interactive: boolean;
  /** The recorded output, shown until there is a run to show. */
  readonly recorded: HTMLElement | null;
}

const IDLE: StepView = { phase: 'idle' };

function useStep({ page, name }: Place): StepView {
  return useStore(page.store, (state) => state.steps[name]) ?? IDLE;
}

function Copy({ text, name }: { text: string; name: string }) {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <button
      type="button"
      class="button tool copy"
      onClick={copy}
      onBlur={() => setCopied(false)}
      onPointerLeave={() => setCopied(false)}
      aria-label={`Copy the command of step ${name}`}
    >
      {copied ? 'Copied' : 'Copy'}
    </button>
  );
}

function Tools({ place }: { place: Place }) {
  const { page, name, host } = place;
  const { phase } = useStep(place);
  const run = (): void => {
    page.store.dispatch({ type: 'show-terminal', host });
    page.control.run(name);
  };
  return (
    <>
      <Copy text={place.command} name={name} />
      {phase === 'running' ? (
        <button
          type="button"
          class="button run"
          onClick={() => page.control.send({ type: 'interrupt', host })}
          aria-label={`Stop step ${name} on ${host}`}
        >
          <svg class="glyph" viewBox="0 0 10 10" aria-hidden="true">
            <rect x="1.5" y="1.5" width="7" height="7" rx="1" />
          </svg>
          Stop
        </button>
      ) : (
        <button
          type="button"
          class="button run"
          onClick={run}
          aria-disabled={phase === 'asked'}
          aria-label={`Run step ${name} on ${host}`}
        >
          <svg class="glyph" viewBox="0 0 10 10" aria-hidden="true">
            <path d="M2 1v8l7-4z" />
          </svg>
          Run
        </button>
      )}
    </>
  );
}

function Waiting({ place, view }: { place: Place; view: StepView }) {
  const words = useStore(place.page.store, (state) => {
    if (view.phase === 'asked') return stepWaitsFor(state, place.host);
    return place.interactive
      ? `Waits for your keys in the terminal of ${place.host}`
      : `Running in the terminal of ${place.host}`;
  });
  return (
    <p class="step-status" data-state="waiting">
      <span class="mark" data-state="busy" />
      {words}
    </p>
  );
}

function Finished({ place, result }: { place: Place; result: NonNullable<StepView['result']> }) {
  const { run, comparison } = result;
  const expected = run.outcome === 'ran' && run.exit === place.exit;
  const state = expected ? 'pass' : run.outcome === 'skipped' ? 'skip' : 'error';
  const differs = comparison !== undefined && !comparison.same;
  const remark =
    run.outcome === 'ran' && !expected ? `the chapter's run ended with ${place.exit}` : run.reason;
  return (
    <>
      <p class="step-status" data-state={state}>
        <span class="mark" data-state={state} />
        <span>{outcomeWords(run)}</span>
        {wasTyped(run) && <span class="quiet">{duration(run.ms)}</span>}
        {remark !== undefined && <span>{remark}</span>}
        {comparison?.same === true && <span class="quiet">as recorded</span>}
      </p>
      {wasTyped(run) && <Output text={run.output} />}
      {differs && <Diff lines={comparison.diff} />}
    </>
  );
}

function Result({ place }: { place: Place }) {
  const view = useStep(place);
  const ran = view.result !== undefined && wasTyped(view.result.run);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.recorded) place.recorded.hidden = ran;
  }, [place.recorded, ran]);
  if (view.phase === 'idle' && !view.result) return null;
  return (
    <div class="step-result" ref={box} data-phase={view.phase}>
      {view.phase === 'idle' ? null : <Waiting place={place} view={view} />}
      {view.result && view.phase === 'idle' && <Finished place={place} result={view.result} />}
    </div>
  );
}

export function startSteps(page: ChapterPage): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-step]')) {
    const { step: name = '', exit = '0' } = element.dataset;
    const host = page.hosts.find((known) => known === element.dataset.host);
    if (!host) continue;
    const place: Place = {
      page,
      name,
      host,
      exit: Number(exit),
      command: element.querySelector('[data-command]')?.textContent ?? '',
      interactive: 'interactive' in element.dataset,
      recorded: element.querySelector<HTMLElement>('[data-recorded]'),
    };
    const tools = slotIn(element, 'run');
    if (tools) render(<Tools place={place} />, tools);
    const result = slotIn(element, 'result');
    if (result) render(<Result place={place} />, result);
  }
}
