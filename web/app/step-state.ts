/** What the page knows of one step, and how each event changes it. Pure: no sockets, no DOM, no clock. */
import {
  type Busy,
  type Comparison,
  type Lacking,
  type ServerMessage,
  type StepRun,
  wasTyped,
} from '../protocol.ts';

type Message<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;

export interface StepView {
  /** `asked`: not yet acknowledged by the server. `queued`: the server has it. `running`: the shell has it. */
  readonly phase: 'idle' | 'asked' | 'queued' | 'running';
  readonly runId?: string | undefined;
  /** While it is queued: what must end first. */
  readonly behind?: Busy | undefined;
  /** Of the last run that the shell took. `stale`: in a sandbox that is gone. */
  readonly result?: Result | undefined;
  /** Why no shell took the last run. */
  readonly notRun?: NotRun | undefined;
}

export type NotRun = Pick<StepRun, 'outcome' | 'reason' | 'busy'> & { readonly host?: string };

export interface Result {
  readonly run: StepRun;
  readonly comparison?: Comparison | undefined;
  readonly lacking?: Lacking | undefined;
  readonly stale?: boolean;
}

export type Steps = Readonly<Record<string, StepView>>;

export const IDLE: StepView = { phase: 'idle' };

function changed(steps: Steps, step: string, change: Omit<StepView, 'result'>): Steps {
  return { ...steps, [step]: { ...change, result: steps[step]?.result } };
}

/** @param change undefined forgets the step */
function each(steps: Steps, change: (view: StepView) => StepView | undefined): Steps {
  const after: Record<string, StepView> = {};
  for (const [step, view] of Object.entries(steps)) {
    const next = change(view);
    if (next) after[step] = next;
  }
  return after;
}

/** The learner wants it to run. */
export function ask(steps: Steps, step: string, runId: string): Steps {
  return changed(steps, step, { phase: 'asked', runId });
}

/** The server has it, or the shell. */
export function move(steps: Steps, message: Message<'queued' | 'running'>): Steps {
  const { type: phase, runId, step } = message;
  const behind = message.type === 'queued' ? message.behind : undefined;
  return changed(steps, step, { phase, runId, behind });
}

export function finish(steps: Steps, { step, runId, run, comparison, lacking }: Message<'ran'>): Steps {
  const view = steps[step] ?? IDLE;
  // An older run's end must not hide that a newer one was asked for.
  const waits = view.phase === 'asked' || view.phase === 'queued';
  const next: StepView = waits && view.runId !== runId ? view : { phase: 'idle', runId };
  const result = wasTyped(run) ? { run, comparison, lacking } : view.result;
  const notRun = next.phase === 'idle' && !wasTyped(run) ? run : undefined;
  return { ...steps, [step]: { ...next, result, notRun } };
}

/**
 * A new connection tells everything anew. In the same sandbox what was asked and not yet acknowledged is kept; in
 * another one it is dropped, and results that only this page still has are those of a sandbox that is gone.
 */
export function greet(steps: Steps, runs: Message<'hello'>['runs'], sameSandbox: boolean): Steps {
  const after: Record<string, StepView> = {};
  for (const [step, result] of Object.entries(runs)) after[step] = { phase: 'idle', result };
  for (const [step, view] of Object.entries(sameSandbox ? steps : drop(outdate(steps)))) {
    const result = after[step]?.result ?? (sameSandbox ? undefined : view.result);
    const asked = view.phase === 'asked';
    if (asked || view.notRun || result) {
      after[step] = { ...(asked ? view : IDLE), notRun: view.notRun, result };
    }
  }
  return after;
}

/** What ran has run in a sandbox that is gone. */
export function outdate(steps: Steps): Steps {
  return each(steps, (view) => (view.result ? { ...view, result: { ...view.result, stale: true } } : view));
}

/** What was asked of a sandbox that is gone is not run in another one; what ran in it has ended with it. */
function drop(steps: Steps): Steps {
  const notRun: NotRun = { outcome: 'refused', reason: 'the sandbox that it was meant for is gone' };
  const cut: NotRun = { outcome: 'shell-ended', reason: 'with its sandbox' };
  return each(steps, (view) => {
    if (view.phase === 'idle') return view;
    return { ...IDLE, result: view.result, notRun: view.phase === 'running' ? cut : notRun };
  });
}

/** Results of that host's steps are gone (of all hosts when `host` is absent); what is still asked stays asked. */
export function clear(steps: Steps, host: string | undefined): Steps {
  return each(steps, (view) => {
    if (view.phase === 'asked') return { ...view, result: undefined };
    const of = view.result?.run.host ?? view.notRun?.host;
    return host === undefined || of === host ? undefined : view;
  });
}

/** The host's shell is at its prompt: nothing stands in the way of a step any more. */
export function shellIsFree(steps: Steps, host: string): Steps {
  return each(steps, (view) =>
    view.notRun?.busy && view.notRun.host === host ? { ...view, notRun: undefined } : view,
  );
}
