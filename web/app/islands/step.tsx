/** A step comes alive: Run, what it waits for, its output, and the recording where it differs. */
import { useState } from 'preact/hooks';
import type { ChapterPage } from '../page.ts';
import type { StepData } from '../page-data.ts';
import type { Slots } from '../slots.ts';
import { IDLE, type Result, type StepView } from '../step-state.ts';
import { useStore } from '../store.ts';
import { UpToButton } from './bring.tsx';
import { Diff } from './diff.tsx';
import { Output } from './output.tsx';
import { Blocked, Finished, Lacks, NotRun, Waiting } from './step-status.tsx';

export interface Place {
  readonly page: ChapterPage;
  readonly step: StepData;
}

function useStep({ page, step }: Place): StepView {
  return useStore(page.store, (state) => state.steps[step.name]) ?? IDLE;
}

function Copy({ name, command }: StepData) {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(command).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <button
      type="button"
      class="button tool copy on-demand"
      onClick={copy}
      onBlur={() => setCopied(false)}
      onPointerLeave={() => setCopied(false)}
      aria-label={`Copy the command of step ${name}`}
    >
      {copied ? 'Copied' : 'Copy'}
    </button>
  );
}

/** Run stays where it is and never becomes another button: what is under the pointer keeps its meaning. */
function Run(place: Place) {
  const { page, step } = place;
  const { name, host } = step;
  const idle = useStep(place).phase === 'idle';
  const press = () => {
    if (!idle) return;
    page.store.dispatch({ type: 'show-terminal', host });
    page.control.run(name);
  };
  return (
    <button
      type="button"
      class="button run"
      onClick={press}
      aria-disabled={!idle}
      aria-label={`Run step ${name} on ${host}`}
    >
      <svg class="glyph" viewBox="0 0 10 10" aria-hidden="true">
        <path d="M2 1v8l7-4z" />
      </svg>
      Run
    </button>
  );
}

function LastOutput({ result }: { result: Result }) {
  const { run, comparison } = result;
  return (
    <>
      <Output text={run.output} />
      {comparison?.same === false && <Diff lines={comparison.diff} />}
    </>
  );
}

function Status({ place, view }: { place: Place; view: StepView }) {
  const { phase, notRun, result } = view;
  if (phase !== 'idle') return <Waiting place={place} view={view} />;
  if (notRun?.busy) return <Blocked place={place} busy={notRun.busy} />;
  if (notRun) return <NotRun notRun={notRun} />;
  return result ? <Finished step={place.step} result={result} /> : null;
}

function Progress(place: Place) {
  const view = useStep(place);
  const { phase, notRun, result } = view;
  const { setup } = place.step;
  if (!result && (setup || (phase === 'idle' && !notRun))) return null;
  return (
    <div class="step-result" data-phase={phase} data-old={phase !== 'idle' || result?.stale === true}>
      {!setup && <Status key={phase} place={place} view={view} />}
      {phase === 'idle' && result?.lacking && !result.stale && (
        <Lacks page={place.page} lacking={result.lacking} />
      )}
      {result && <LastOutput result={result} />}
    </div>
  );
}

/** Of scenery the line about the run stands beside Run: it is seen while the rest is folded. */
function SetupStatus(place: Place) {
  const view = useStep(place);
  return <Status key={view.phase} place={place} view={view} />;
}

/**
 * The recorded output, until there is a run to show.
 * @param html on the server alone: the browser takes over what stands there
 */
function Recorded({ html = '', ...place }: Place & { html?: string | undefined }) {
  const { phase, result } = useStep(place);
  const output = (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <pre class="output" tabIndex={0}>
      <code dangerouslySetInnerHTML={{ __html: html }} />
    </pre>
  );
  if (place.step.recorded === 'folded') {
    return (
      <details class="recorded" data-recorded hidden={result !== undefined}>
        <summary>Output, as recorded</summary>
        {output}
      </details>
    );
  }
  return (
    // The line about the run takes the place of the recording's own, so that nothing below moves.
    <div
      class="recorded"
      data-recorded
      hidden={result !== undefined}
      data-awaiting={phase === 'idle' ? undefined : ''}
    >
      <p class="label">Output, as recorded</p>
      {output}
    </div>
  );
}

/** @param recorded the recorded output as HTML, on the server alone */
export const stepSlots = (page: ChapterPage, step: StepData, recorded?: string): Slots => ({
  run: (
    <>
      <UpToButton page={page} step={step.name} />
      <Copy {...step} />
      <Run page={page} step={step} />
    </>
  ),
  ...(step.setup && { status: <SetupStatus page={page} step={step} /> }),
  result: <Progress page={page} step={step} />,
  ...(step.recorded && { recorded: <Recorded page={page} step={step} html={recorded} /> }),
});
