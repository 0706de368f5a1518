/** The page's words: what waits says for what, what stands in the way, what became of a step. Pure. */

import type { BringingMessage, Busy } from '../protocol.ts';
import type { Lab, PageState } from './state.ts';
import type { NotRun, StepView } from './step-state.ts';

/** The sandbox in a few words. */
export function labWords(lab: Lab): string {
  switch (lab.state) {
    case 'unknown':
      return 'Asking for the sandbox';
    case 'starting':
      return lab.doing === undefined ? 'Building the sandbox' : sentence(lab.doing);
    case 'working':
      return lab.doing ?? 'The sandbox is busy';
    case 'ready':
      return 'Sandbox ready';
    case 'failed':
      return 'The sandbox failed';
  }
}

/** Begins with a capital letter. */
export const sentence = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);

/** How far the way to a place of the chapter is, and where it has stopped. */
export function bringingWords({ to, state, done, of, stage, trouble }: BringingMessage): string {
  const what =
    stage && (stage.type === 'step' ? `step ${stage.name}` : `the solution of exercise ${stage.name}`);
  switch (state) {
    case 'begun':
      return `Preparing the sandbox, on the way to ${to}`;
    case 'running':
      return `Running ${what}, on the way to ${to}`;
    case 'ending':
      return `Stops when ${what ?? 'the sandbox'} ${what ? 'has ended' : 'is there'}`;
    case 'stopped':
      if (trouble !== undefined) return `Stopped at ${what}: ${sentenceEnd(trouble)}`;
      return `Stopped before ${what}: ${done} of ${of} have run. You can go on working from here.`;
  }
}

const sentenceEnd = (words: string): string => `${words.replace(/\.$/, '')}.`;

/** What a step that does not run yet waits for. */
export function stepWaitsFor(state: PageState, host: string, { phase, behind }: StepView): string {
  if (state.connection !== 'open') return 'Waits for the connection; it will run once';
  if (state.lab.state !== 'ready') return `Waits for the sandbox. ${labWords(state.lab)}`;
  if (behind) return `Runs as soon as ${busyWords(behind)} has ended`;
  return phase === 'asked' ? `Handed to ${host}` : `Waits for its turn in the terminal of ${host}`;
}

/** What has the terminal, as the subject of a sentence. */
export function busyWords({ by, program }: Busy): string {
  if (by === 'unfinished') return 'the unfinished command';
  return by === 'shell' ? 'the command of the shell' : (program ?? 'a program');
}

/** In words, what became of a step. */
export function outcomeWords(run: { readonly exit?: number | null } & Pick<NotRun, 'outcome'>): string {
  switch (run.outcome) {
    case 'ran':
      return `status ${run.exit ?? 'unknown'}`;
    case 'timeout':
      return 'stopped: it took too long';
    case 'shell-ended':
      return 'the shell ended';
    case 'refused':
      return 'not run';
    case 'skipped':
      return 'skipped';
  }
}

/** Milliseconds as a reader wants them. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(1, Math.round(ms))} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}
