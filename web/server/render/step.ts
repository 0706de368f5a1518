/** One step as a card: the command, where it runs, its recorded output. The page's script adds Run and what came of it. */
import type { Step } from '../../../runner/chapter/model.ts';
import { highlight, highlightOutput } from './highlight.ts';
import { type Html, html, raw } from './html.ts';

/** What a reader should know before running it, in the order of surprise. */
function remarks(step: Step): string[] {
  const said: string[] = [];
  if (step.exit !== 0) said.push(`meant to end with status ${step.exit}`);
  if (step.background) said.push('keeps running in the background');
  if (step.interactive) said.push('waits for your keys in the terminal');
  if (step.needs !== undefined) said.push(`needs ${step.needs} in the kernel, and is skipped without it`);
  return said;
}

export function renderStep(step: Step): Html {
  const notes = remarks(step);
  const command = step.command.replace(/\n$/, '');
  return html`<div class="step" id="step-${step.name}" role="group" aria-label="Step ${step.name} on ${step.host}" data-step="${step.name}" data-host="${step.host}" data-exit="${step.exit}"${raw(step.interactive ? ' data-interactive' : '')}${raw(step.background ? ' data-background' : '')}>
<div class="step-head"><span class="step-host">${step.host}</span>${notes.length > 0 && html`<span class="step-note">${notes.join(', ')}</span>`}<span class="step-tools" data-slot="run"></span></div>
<pre class="command" tabindex="0"><code class="language-sh" data-command>${raw(highlight(command, 'sh'))}</code></pre>
<div data-slot="result"></div>
${
  step.output !== undefined &&
  html`<div class="recorded" data-recorded><p class="label">Output, as recorded</p><pre class="output" tabindex="0"><code>${raw(highlightOutput(step.output.text.replace(/\n$/, '')))}</code></pre></div>`
}</div>
`;
}
