/** A step comes alive: Run, what it waits for, its output, and the recording where it differs. */
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { HostName } from '../../protocol.ts';
import type { ChapterPage } from '../page.ts';
import { slotIn } from '../slots.ts';
import { IDLE, type Result, type StepView } from '../step-state.ts';
import { useStore } from '../store.ts';
import { Diff } from './diff.tsx';
import { Output } from './output.tsx';
import { Blocked, Finished, NotRun, Waiting } from './step-status.tsx';

export interface Place {
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

/** Run stays where it is and never becomes another button: what is under the pointer keeps its meaning. */
function Run({ place }: { place: Place }) {
  const { page, name, host } = place;
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
  return result ? <Finished exit={place.exit} result={result} /> : null;
}

function Progress({ place }: { place: Place }) {
  const view = useStep(place);
  const { phase, notRun, result } = view;
  const { recorded } = place;
  useEffect(() => {
    if (!recorded) return;
    recorded.hidden = result !== undefined;
    // The line about the run takes the place of the recording's own, so that nothing below moves.
    recorded.toggleAttribute('data-awaiting', phase !== 'idle');
  }, [recorded, result, phase]);
  if (phase === 'idle' && !notRun && !result) return null;
  return (
    <div class="step-result" data-phase={phase} data-old={phase !== 'idle' || result?.stale === true}>
      <Status key={phase} place={place} view={view} />
      {result && <LastOutput result={result} />}
    </div>
  );
}

export function startSteps(page: ChapterPage): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-step]')) {
    const { step: name = '', exit = '0' } = element.dataset;
    const host = page.hosts.find((known) => known === element.dataset.host);
    if (!host) continue;
    const command = element.querySelector('[data-command]')?.textContent ?? '';
    const place: Place = {
      page,
      name,
      host,
      command,
      exit: Number(exit),
      interactive: 'interactive' in element.dataset,
      recorded: element.querySelector<HTMLElement>('[data-recorded]'),
    };
    const tools = slotIn(element, 'run');
    if (tools) {
      const both = (
        <>
          <Copy text={command} name={name} />
          <Run place={place} />
        </>
      );
      render(both, tools);
    }
    const progress = slotIn(element, 'result');
    if (progress) render(<Progress place={place} />, progress);
  }
}
