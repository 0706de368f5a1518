/** Every state that waits says for what. Pure words. */
import type { Lab, PageState } from './state.ts';

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

const sentence = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);

/** What a step that was asked for waits for. */
export function stepWaitsFor(state: PageState, host: string): string {
  if (state.connection !== 'open') return 'Waits for the connection; it will run once';
  if (state.lab.state !== 'ready') return `Waits for the sandbox. ${labWords(state.lab)}`;
  return `Handed to the shell of ${host}`;
}

/** Milliseconds as a reader wants them. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(1, Math.round(ms))} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}
