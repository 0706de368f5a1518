/** One step as a card: the command, where it runs, its recorded output, and the islands that run it and show what came of it. */

import type { Step } from '../../../runner/chapter/model.ts';
import { stepSlots } from '../../app/islands/step.tsx';
import type { ChapterPage } from '../../app/page.ts';
import type { StepData } from '../../app/page-data.ts';
import { highlight, highlightOutput } from './highlight.ts';

/** What a reader should know before running it, in the order of surprise. */
function remarks(step: Step, predicted: boolean): string[] {
  const said: string[] = [];
  if (step.exit !== 0 && !predicted) said.push(`meant to end with status ${step.exit}`);
  if (step.background) said.push('keeps running in the background');
  if (step.interactive) said.push('waits for your keys in the terminal');
  if (step.needs !== undefined) said.push(`needs ${step.needs} in the kernel, and is skipped without it`);
  return said;
}

const withoutEnd = (text: string): string => text.replace(/\n$/, '');

/** @param predicted the learner is asked what it will show: nothing here says it before */
export function stepData(
  { name, host, command, exit, interactive, setup, output }: Step,
  predicted: boolean,
): StepData {
  const recorded = output && ({ recorded: predicted ? 'folded' : 'shown' } as const);
  return { name, host, command: withoutEnd(command), exit, interactive, setup, ...recorded };
}

/** What scenery is about: the comment that it begins with, else its name. */
function sceneryWords({ name, command }: Step): string {
  return /^#\s*(\S.*)/.exec(command)?.[1] ?? name.replaceAll('-', ' ');
}

interface Props {
  readonly page: ChapterPage;
  readonly step: Step;
  readonly predicted: boolean;
}

export function StepCard({ page, step, predicted }: Props) {
  const data = stepData(step, predicted);
  const notes = remarks(step, predicted);
  const { run, status, result, recorded } = stepSlots(
    page,
    data,
    step.output && highlightOutput(withoutEnd(step.output.text)),
  );
  const host = <span class="step-host">{step.host}</span>;
  const note = notes.length > 0 && <span class="step-note">{notes.join(', ')}</span>;
  const tools = (
    <span class="step-tools" data-slot="run" data-needs-script>
      {run}
    </span>
  );
  const commandAndOutput = (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre class="command" tabIndex={0}>
        <code
          class="language-sh"
          data-command
          dangerouslySetInnerHTML={{ __html: highlight(data.command, 'sh') }}
        />
      </pre>
      <div data-slot="result">{result}</div>
      {data.recorded && <div data-slot="recorded">{recorded}</div>}
    </>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups the controls of a form
    <div
      class={step.setup ? 'step setup' : 'step'}
      id={`step-${step.name}`}
      role="group"
      aria-label={`Step ${step.name} on ${step.host}`}
      data-step={step.name}
    >
      {step.setup ? (
        <>
          <details class="scenery">
            <summary>
              Scenery: {sceneryWords(step)} {host} {note}
            </summary>
            {commandAndOutput}
          </details>
          {/* Beside the fold, not in its line: what can be pressed in a line that folds would be hard to tell from it. */}
          <div class="setup-status" data-slot="status">
            {status}
          </div>
          {tools}
        </>
      ) : (
        <>
          <div class="step-head">
            {host}
            {note}
            {tools}
          </div>
          {commandAndOutput}
        </>
      )}
    </div>
  );
}
