/**
 * What the page knows, as one value, and how each event changes it. Pure: no sockets, no DOM, no clock. The islands
 * show this and nothing else.
 */
import type {
  BringingMessage,
  ItemProgress,
  LiveCheck,
  PredictionState,
  ServerMessage,
} from '../protocol.ts';
import type { PageData } from './page-data.ts';
import { ask, clear, finish, greet, move, outdate, type Steps, shellIsFree } from './step-state.ts';
import { bringingWords, outcomeWords } from './waiting.ts';

type Message<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;
export type ShellState = Message<'shell'>['state'];
export interface Lab {
  readonly state: Message<'lab'>['state'] | 'unknown';
  readonly doing?: string | undefined;
  readonly error?: string | undefined;
  readonly remedy?: string | undefined;
  /** What was done in an earlier sandbox is gone, though nobody asked for that. */
  readonly lost?: Message<'lab'>['lost'];
  /** The way to a place of the chapter, at work or stopped. */
  readonly bringing?: BringingMessage | undefined;
}

interface Hints {
  readonly shown: readonly string[];
  readonly total: number;
}

interface Notice {
  readonly message: string;
  readonly remedy?: string | undefined;
  /** Nothing is wrong. */
  readonly plain?: boolean;
}

export interface PageState {
  /** `refused`: lost, and the server does not know this browser any more. */
  readonly connection: 'connecting' | 'open' | 'lost' | 'refused';
  /** True once `hello` came, ever: before that nothing is known of the learner. */
  readonly greeted: boolean;
  readonly lab: Lab;
  /** Identity of the sandbox that the page speaks of; undefined before the first `hello`, null while there is none. */
  readonly sandbox: string | null | undefined;
  readonly shells: Readonly<Record<string, ShellState>>;
  readonly items: Readonly<Record<string, ItemProgress>>;
  readonly steps: Steps;
  readonly checks: Readonly<Record<string, readonly LiveCheck[]>>;
  readonly hints: Readonly<Record<string, Hints>>;
  readonly answers: Readonly<Record<string, LiveCheck>>;
  /** Those that the learner has answered. */
  readonly predictions: Readonly<Record<string, PredictionState>>;
  /** Exercises and questions whose verdict was asked for and has not come. */
  readonly judging: Readonly<Record<string, true>>;
  /** Exercises that the learner has begun: what fails in the others is only "not yet". */
  readonly touched: Readonly<Record<string, true>>;
  /** Exercises whose verdict was asked for before anything was done about them. */
  readonly tooEarly: Readonly<Record<string, true>>;
  /** Anchor of the entry of the contents that the reader has come to; undefined above the first one. */
  readonly here?: string | undefined;
  /** The host whose terminal is in front. */
  readonly terminal: string;
  /** On a narrow screen: the terminals are pulled up. */
  readonly sheet: boolean;
  /** The network's picture is shown. */
  readonly pictureOpen: boolean;
  readonly picture?: Message<'picture'> | undefined;
  readonly notice?: Notice | undefined;
  /** Everything up to this place can only be run in a fresh sandbox: the learner is asked. */
  readonly fresh?: { readonly to: string; readonly why: string } | undefined;
  /** The last thing worth saying to a screen reader. */
  readonly said: string;
}

export type PageEvent =
  | ServerMessage
  | { readonly type: 'connection'; readonly connection: PageState['connection'] }
  | { readonly type: 'asked-run'; readonly runId: string; readonly step: string }
  | { readonly type: 'asked-verdict'; readonly item: string }
  | { readonly type: 'notice-read' }
  | { readonly type: 'here'; readonly anchor: string | undefined }
  | { readonly type: 'fresh-asked' }
  | { readonly type: 'show-terminal'; readonly host: string }
  | { readonly type: 'sheet'; readonly open: boolean }
  | { readonly type: 'show-picture'; readonly open: boolean };

export const INITIAL: PageState = {
  connection: 'connecting',
  greeted: false,
  lab: { state: 'unknown' },
  sandbox: undefined,
  shells: {},
  items: {},
  steps: {},
  checks: {},
  hints: {},
  answers: {},
  predictions: {},
  judging: {},
  touched: {},
  tooEarly: {},
  terminal: '',
  sheet: false,
  pictureOpen: true,
  said: '',
};

/** Before anything was heard: what the server knew when it rendered the page. */
export function initialState({ items, hosts }: Pick<PageData, 'items' | 'hosts'>): PageState {
  return { ...INITIAL, items, terminal: hosts[0] ?? '' };
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}

function withKey(record: Readonly<Record<string, true>>, key: string, there: boolean): Record<string, true> {
  return there ? { ...record, [key]: true } : without(record, key);
}

function hearChecks(state: PageState, { exercise, results, touched }: Message<'checks'>): PageState {
  const waits = results.some((check) => check.verdict === 'waiting');
  const passed = results.every((check) => check.verdict === 'pass');
  const answers = state.judging[exercise] === true && !waits;
  return {
    ...state,
    checks: { ...state.checks, [exercise]: results },
    touched: withKey(state.touched, exercise, touched),
    tooEarly: withKey(
      state.tooEarly,
      exercise,
      !touched && !passed && (answers || state.tooEarly[exercise] === true),
    ),
    judging: answers ? without(state.judging, exercise) : state.judging,
    said: checksChanged(state.checks[exercise], results) || state.said,
  };
}

function hearPrediction(state: PageState, { prediction, state: now }: Message<'prediction'>): PageState {
  const news = now.seen && !state.predictions[prediction]?.seen;
  return {
    ...state,
    predictions: { ...state.predictions, [prediction]: now },
    said: news
      ? `The step shows ${now.seen?.agrees ? 'what' : 'something else than'} you expected.`
      : state.said,
  };
}

function hello(state: PageState, message: Message<'hello'>): PageState {
  const { items, checks, hints, sandbox, runs, touched, predictions } = message;
  const sameSandbox = state.sandbox == null || state.sandbox === sandbox;
  return {
    ...state,
    connection: 'open',
    greeted: true,
    // Its condition is the next message; until then nothing may be sent to it.
    lab: { state: 'unknown' },
    sandbox,
    shells: {},
    items,
    hints,
    checks,
    predictions,
    touched: Object.fromEntries(touched.map((exercise) => [exercise, true])),
    tooEarly: {},
    steps: greet(state.steps, runs, sameSandbox),
    judging: {},
  };
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

function labChanged(state: PageState, { type: _type, sandbox, ...lab }: Message<'lab'>): PageState {
  const gone = state.sandbox != null && state.sandbox !== sandbox;
  const next = { ...state, lab, sandbox, steps: gone ? outdate(state.steps) : state.steps };
  if (lab.state !== 'failed') return { ...next, said: bringingChanged(state, lab) || state.said };
  return { ...next, judging: {}, said: `The sandbox failed: ${lab.error ?? 'no reason given'}` };
}

/** Its beginning and its end; each stage would be noise. */
function bringingChanged(
  { lab: { bringing: before } }: Pick<PageState, 'lab'>,
  { state, bringing: now }: Lab,
): string {
  const isUnderWay = before !== undefined && before.state !== 'stopped';
  if (now)
    return now.state === before?.state || (isUnderWay && now.state === 'running') ? '' : bringingWords(now);
  return isUnderWay && state === 'ready' ? `Everything before ${before.to} has run.` : '';
}

export function reduce(state: PageState, event: PageEvent): PageState {
  switch (event.type) {
    case 'connection':
      return { ...state, connection: event.connection };
    case 'hello':
      return hello(state, event);
    case 'lab':
      return labChanged(state, event);
    case 'shell':
      return {
        ...state,
        shells: { ...state.shells, [event.host]: event.state },
        steps: event.state === 'prompt' ? shellIsFree(state.steps, event.host) : state.steps,
      };
    case 'asked-run':
      return { ...state, steps: ask(state.steps, event.step, event.runId) };
    case 'queued':
    case 'running':
      return { ...state, steps: move(state.steps, event) };
    case 'ran':
      return {
        ...state,
        steps: finish(state.steps, event),
        said: state.lab.bringing?.stage ? state.said : `Step ${event.step}: ${outcomeWords(event.run)}.`,
      };
    case 'checks':
      return hearChecks(state, event);
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
    case 'prediction':
      return hearPrediction(state, event);
    case 'progress':
      return { ...state, items: { ...state.items, [event.item]: event.progress } };
    case 'cleared':
      return {
        ...state,
        steps: clear(state.steps, event.host),
        touched: {},
        tooEarly: {},
        said: `${event.host ?? 'The sandbox'} was reset.`,
      };
    case 'error': {
      const { message, remedy } = event;
      return { ...state, notice: { message, remedy }, judging: {}, said: message };
    }
    case 'missing': {
      const { to, what, why = '' } = event;
      if (what === 'all') return { ...state, fresh: { to, why } };
      const message = `Everything before ${to} has run already.`;
      return { ...state, notice: { message, plain: true }, said: message };
    }
    case 'fresh-asked':
      return { ...state, fresh: undefined };
    case 'notice-read':
      return { ...state, notice: undefined };
    case 'here':
      return { ...state, here: event.anchor };
    case 'show-terminal':
      return { ...state, terminal: event.host };
    case 'sheet':
      return { ...state, sheet: event.open };
    case 'show-picture':
      return { ...state, pictureOpen: event.open };
    case 'picture':
      return { ...state, picture: event };
  }
}
