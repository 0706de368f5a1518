/**
 * The line about a step's run: what it waits for, why it was not run, how it ended. Buttons in it come half a second
 * after the line: a second click that was meant for what stood here before falls on none of them.
 */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Busy, type Lacking, wasTyped } from '../../protocol.ts';
import type { ChapterPage } from '../page.ts';
import type { StepData } from '../page-data.ts';
import type { NotRun as Reason, Result, StepView } from '../step-state.ts';
import { useStore } from '../store.ts';
import { busyWords, duration, outcomeWords, sentence, stepWaitsFor } from '../waiting.ts';
import type { Place } from './step.tsx';

interface LineProps {
  /** What the mark shows. */
  readonly mark: 'busy' | 'pass' | 'skip' | 'error' | 'waiting';
  readonly children: ComponentChildren;
}

/** A line that goes while the focus is in it leaves the focus with the step's Run. */
function Line({ mark, children }: LineProps) {
  const line = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = line;
    return () => {
      if (!current?.contains(document.activeElement)) return;
      current.closest('[data-step]')?.querySelector<HTMLElement>('.run')?.focus();
    };
  }, []);
  return (
    <div class="step-status" data-state={mark === 'busy' ? 'waiting' : mark} ref={line}>
      <span class="mark" data-state={mark} />
      {children}
    </div>
  );
}

interface LateProps {
  readonly onClick: () => void;
  readonly label?: string;
  readonly children: ComponentChildren;
}

function Late({ onClick, label, children }: LateProps) {
  return (
    <button type="button" class="button late" onClick={onClick} aria-label={label}>
      {children}
    </button>
  );
}

export function Waiting({ place, view }: { place: Place; view: StepView }) {
  const { page } = place;
  const { name, host, interactive } = place.step;
  const words = useStore(page.store, (state) => {
    if (view.phase !== 'running') return stepWaitsFor(state, host, view);
    return interactive
      ? `Waits for your keys in the terminal of ${host}`
      : `Running in the terminal of ${host}`;
  });
  const stop = (): void => {
    if (view.runId !== undefined) page.control.send({ type: 'stop', runId: view.runId });
  };
  return (
    <Line mark="busy">
      <span>{words}</span>
      <span class="choices">
        {view.behind && <Late onClick={() => page.control.run(name, 'interrupt')}>Interrupt it</Late>}
        {view.phase === 'queued' && <Late onClick={stop}>Do not run it</Late>}
        {view.phase === 'running' && (
          <Late onClick={stop} label={`Stop step ${name} on ${host}`}>
            <svg class="glyph" viewBox="0 0 10 10" aria-hidden="true">
              <rect x="1.5" y="1.5" width="7" height="7" rx="1" />
            </svg>
            Stop
          </Late>
        )}
      </span>
    </Line>
  );
}

/** A program of the learner's own has the terminal: he chooses what becomes of it. */
export function Blocked({ place, busy }: { place: Place; busy: Busy }) {
  const { page } = place;
  const { name } = place.step;
  const what = busyWords(busy);
  return (
    <Line mark="waiting">
      <span>
        {busy.program === undefined ? sentence(what) : <code>{what}</code>}{' '}
        {busy.by === 'unfinished' ? 'is in the way:' : 'is running:'}
      </span>
      <span class="choices">
        <Late onClick={() => page.control.run(name, 'interrupt')}>Interrupt it</Late>
        <Late onClick={() => page.control.run(name, 'wait')}>Run after it</Late>
      </span>
    </Line>
  );
}

/** What the step lacks because an earlier one has not run, and the way to have that one run: on its own host, which is this one. */
export function Lacks({ page, lacking: { type, name, step } }: { page: ChapterPage; lacking: Lacking }) {
  const idle = useStore(page.store, ({ steps }) => (steps[step]?.phase ?? 'idle') === 'idle');
  return (
    <Line mark="waiting">
      <span>
        <code>{name}</code> is {type === 'function' ? 'defined' : 'written'} by step{' '}
        <a href={`#step-${step}`}>{step}</a>. Run that one first, then this one.
      </span>
      <span class="choices">
        <button
          type="button"
          class="button late"
          aria-disabled={!idle}
          onClick={() => idle && page.control.run(step)}
        >
          Run step {step}
        </button>
      </span>
    </Line>
  );
}

export function NotRun({ notRun }: { notRun: Reason }) {
  return (
    <Line mark={notRun.outcome === 'skipped' ? 'skip' : 'error'}>
      <span>{outcomeWords(notRun)}</span>
      {notRun.reason !== undefined && <span>{notRun.reason}</span>}
    </Line>
  );
}

export function Finished({ step: { exit, setup }, result }: { step: StepData; result: Result }) {
  const { run, comparison, stale } = result;
  const expected = run.outcome === 'ran' && run.exit === exit;
  const remark = run.outcome === 'ran' && !expected ? `the chapter's run ended with ${exit}` : run.reason;
  return (
    <Line mark={stale ? 'waiting' : expected ? 'pass' : 'error'}>
      <span>{outcomeWords(run)}</span>
      {wasTyped(run) && <span class="quiet">{duration(run.ms)}</span>}
      {remark !== undefined && <span>{remark}</span>}
      {stale ? (
        <span>in a sandbox that is gone</span>
      ) : (
        comparison &&
        (comparison.same || setup) && <span class="quiet">{comparison.same ? '' : 'not '}as recorded</span>
      )}
    </Line>
  );
}
