/**
 * What the page knows, as one value, and how each event changes it. Pure: no sockets, no DOM, no clock. The islands
 * show this and nothing else.
 */
import type { ItemProgress, LiveCheck, ServerMessage } from '../protocol.ts';

type Message<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;
export type StepRun = Message<'ran'>['run'];
export type Comparison = NonNullable<Message<'ran'>['comparison']>;
export type ShellState = Message<'shell'>['state'];
export interface Lab {
  readonly state: Message<'lab'>['state'] | 'unknown';
  readonly doing?: string | undefined;
  readonly error?: string | undefined;
  readonly remedy?: string | undefined;
}

/** `asked`: not yet acknowledged by the server. `running`: the shell has it. Neither: idle, maybe with a result. */
export interface StepView {
  readonly phase: 'idle' | 'asked' | 'running';
  readonly runId?: string | undefined;
  readonly result?: { readonly run: StepRun; readonly comparison?: Comparison | undefined } | undefined;
}

interface Hints {
  readonly shown: readonly string[];
  readonly total: number;
}

export interface PageState {
  readonly connection: 'connecting' | 'open' | 'lost';
  /** True once `hello` came, ever: before that nothing is known of the learner. */
  readonly greeted: boolean;
  readonly lab: Lab;
  readonly shells: Readonly<Record<string, ShellState>>;
  readonly items: Readonly<Record<string, ItemProgress>>;
  readonly steps: Readonly<Record<string, StepView>>;
  readonly checks: Readonly<Record<string, readonly LiveCheck[]>>;
  readonly hints: Readonly<Record<string, Hints>>;
  readonly answers: Readonly<Record<string, LiveCheck>>;
  /** Exercises and questions whose verdict was asked for and has not come. */
  readonly judging: Readonly<Record<string, true>>;
  /** By `exercise/check`: the diagnosis first heard in this sandbox. A failing check is only "not yet" while it stays so. */
  readonly firstHeard: Readonly<Record<string, string>>;
  /** By `exercise/check`: something about it has changed, or the learner asked. From now on a failure is shown as one. */
  readonly begun: Readonly<Record<string, true>>;
  /** The host whose terminal is in front. */
  readonly terminal: string;
  /** On a narrow screen: the terminals are pulled up. */
  readonly sheet: boolean;
  readonly notice?: { readonly message: string; readonly remedy?: string | undefined } | undefined;
  /** The last thing worth saying to a screen reader. */
  readonly said: string;
}

export type PageEvent =
  | ServerMessage
  | { readonly type: 'connection'; readonly connection: PageState['connection'] }
  | { readonly type: 'asked-run'; readonly runId: string; readonly step: string }
  | { readonly type: 'asked-verdict'; readonly item: string }
  | { readonly type: 'notice-read' }
  | { readonly type: 'show-terminal'; readonly host: string }
  | { readonly type: 'sheet'; readonly open: boolean };

export const INITIAL: PageState = {
  connection: 'connecting',
  greeted: false,
  lab: { state: 'unknown' },
  shells: {},
  items: {},
  steps: {},
  checks: {},
  hints: {},
  answers: {},
  judging: {},
  firstHeard: {},
  begun: {},
  terminal: '',
  sheet: false,
  said: '',
};

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}

/** Notes the first diagnosis of each check, and which checks have begun to change since. */
function hearChecks(state: PageState, exercise: string, results: readonly LiveCheck[]): PageState {
  const firstHeard = { ...state.firstHeard };
  const begun = { ...state.begun };
  for (const check of results) {
    if (check.verdict === 'waiting') continue;
    const key = `${exercise}/${check.id}`;
    const first = firstHeard[key];
    if (first === undefined) firstHeard[key] = check.diagnosis;
    else if (first !== check.diagnosis) begun[key] = true;
    if (state.judging[exercise]) begun[key] = true;
  }
  return { ...state, checks: { ...state.checks, [exercise]: results }, firstHeard, begun };
}

/** A new connection tells everything anew; only what was asked and not yet acknowledged is kept from before. */
function greet(state: PageState, hello: Message<'hello'>): PageState {
  const steps: Record<string, StepView> = {};
  for (const [step, result] of Object.entries(hello.runs)) steps[step] = { phase: 'idle', result };
  for (const [step, view] of Object.entries(state.steps)) {
    if (view.phase === 'asked') steps[step] = { ...view, result: steps[step]?.result };
  }
  const { items, checks, hints } = hello;
  let next: PageState = { ...state, connection: 'open', greeted: true, items, hints, steps, judging: {} };
  for (const [exercise, results] of Object.entries(checks)) next = hearChecks(next, exercise, results);
  return next;
}

/** Did the shell get the command at all? */
export function wasTyped({ outcome }: StepRun): boolean {
  return outcome !== 'refused' && outcome !== 'skipped';
}

/** In words, what became of a step. */
export function outcomeWords(run: StepRun): string {
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

function checksChanged(before: readonly LiveCheck[] | undefined, after: readonly LiveCheck[]): string {
  if (!before) return '';
  const said: string[] = [];
  for (const check of after) {
    const old = before.find((other) => other.id === check.id)?.verdict;
    if (old === check.verdict) continue;
    if (check.verdict === 'pass') said.push(`Passed: ${check.title}.`);
    else if (old === 'pass') said.push(`No longer passed: ${check.title}.`);
  }
  return said.join(' ');
}

function finish(state: PageState, { step, runId, run, comparison }: Message<'ran'>): PageState {
  const view = state.steps[step];
  // An older run's end must not hide that a newer one was asked for.
  const newer = view?.phase === 'asked' && view.runId !== runId;
  const next: StepView = {
    phase: newer ? 'asked' : 'idle',
    runId: newer ? view.runId : runId,
    result: { run, comparison },
  };
  return { ...state, steps: { ...state.steps, [step]: next }, said: `Step ${step}: ${outcomeWords(run)}.` };
}

/** Results of that host's steps are gone (of all hosts when `host` is absent); what is still asked stays asked. */
function clear(state: PageState, host: string | undefined): PageState {
  const steps: Record<string, StepView> = {};
  for (const [step, view] of Object.entries(state.steps)) {
    if (view.phase === 'asked') steps[step] = { ...view, result: undefined };
    else if (host !== undefined && view.result?.run.host !== host) steps[step] = view;
  }
  const what = host === undefined ? 'The sandbox' : host;
  return { ...state, steps, firstHeard: {}, begun: {}, said: `${what} was reset.` };
}

/** A sandbox that failed runs nothing: what was asked goes back to idle. */
function labChanged(state: PageState, { type: _type, ...lab }: Message<'lab'>): PageState {
  if (lab.state !== 'failed') return { ...state, lab };
  const steps: Record<string, StepView> = {};
  for (const [step, view] of Object.entries(state.steps)) steps[step] = { ...view, phase: 'idle' };
  return { ...state, lab, steps, judging: {}, said: `The sandbox failed: ${lab.error ?? 'no reason given'}` };
}

export function reduce(state: PageState, event: PageEvent): PageState {
  switch (event.type) {
    case 'connection':
      return { ...state, connection: event.connection };
    case 'hello':
      return greet(state, event);
    case 'lab':
      return labChanged(state, event);
    case 'shell':
      return { ...state, shells: { ...state.shells, [event.host]: event.state } };
    case 'asked-run': {
      const view: StepView = {
        phase: 'asked',
        runId: event.runId,
        result: state.steps[event.step]?.result,
      };
      return { ...state, steps: { ...state.steps, [event.step]: view } };
    }
    case 'running': {
      const view: StepView = {
        phase: 'running',
        runId: event.runId,
        result: state.steps[event.step]?.result,
      };
      return { ...state, steps: { ...state.steps, [event.step]: view } };
    }
    case 'ran':
      return finish(state, event);
    case 'checks':
      return {
        ...hearChecks(state, event.exercise, event.results),
        judging: event.results.some((check) => check.verdict === 'waiting')
          ? state.judging
          : without(state.judging, event.exercise),
        said: checksChanged(state.checks[event.exercise], event.results) || state.said,
      };
    case 'hints': {
      const { item, shown, total } = event;
      return { ...state, hints: { ...state.hints, [item]: { shown, total } } };
    }
    case 'asked-verdict':
      return { ...state, judging: { ...state.judging, [event.item]: true } };
    case 'answered':
      return {
        ...state,
        answers: { ...state.answers, [event.question]: event.result },
        judging: without(state.judging, event.question),
        said: event.result.diagnosis,
      };
    case 'progress':
      return { ...state, items: { ...state.items, [event.item]: event.progress } };
    case 'cleared':
      return clear(state, event.host);
    case 'error': {
      const { message, remedy } = event;
      return { ...state, notice: { message, remedy }, judging: {}, said: message };
    }
    case 'notice-read':
      return { ...state, notice: undefined };
    case 'show-terminal':
      return { ...state, terminal: event.host };
    case 'sheet':
      return { ...state, sheet: event.open };
  }
}
