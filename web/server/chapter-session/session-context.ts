/** What a session serves a request from, and the messages made of it. */
import type { Chapter, Exercise } from '../../../runner/chapter/model.ts';
import type { HostName } from '../../../runner/sandbox/driver.ts';
import type { Watch } from '../../../runner/session/grade/watch.ts';
import type { ServerMessage } from '../../protocol.ts';
import type { ChapterProgress } from '../progress/store.ts';
import { renderHint } from '../render/index.ts';
import type { Bringing } from './bringing.ts';
import type { SandboxHistory } from './history.ts';
import type { LabKeeper } from './lab-keeper.ts';
import type { LiveChecks } from './live-checks.ts';
import type { LivePicture } from './live-picture.ts';
import type { Predictions } from './predictions.ts';
import type { Reached } from './reached.ts';
import type { Score } from './score.ts';
import type { StepRuns } from './step-runs.ts';
import type { Touched } from './touched.ts';

/** A page that looks at the chapter. */
export interface Connection {
  send(message: ServerMessage): void;
}

export interface SessionContext {
  readonly chapter: Chapter;
  readonly progress: ChapterProgress;
  readonly score: Score;
  readonly keeper: LabKeeper;
  readonly runs: StepRuns;
  readonly predictions: Predictions;
  readonly checks: LiveChecks;
  readonly touched: Touched;
  readonly reached: Reached;
  readonly history: SandboxHistory;
  readonly bringing: Bringing;
  readonly picture: LivePicture;
  /** Absent until the lab is open. */
  readonly watch: () => Watch | undefined;
  /** To all pages. */
  readonly tell: (message: ServerMessage) => void;
}

/** All that a fresh page needs. */
export function hello(context: SessionContext): ServerMessage {
  const { chapter, score, keeper, runs, predictions, checks, touched } = context;
  const items = [...chapter.exercises, ...chapter.questions];
  return {
    type: 'hello',
    chapter: chapter.id,
    hosts: [...chapter.hosts],
    sandbox: keeper.sandbox,
    items: score.items(),
    runs: runs.last(),
    predictions: predictions.all(),
    checks: checks.all(),
    touched: touched.all(),
    hints: Object.fromEntries(items.map(({ id, hints }) => [id, hintsShown(context, id, hints)])),
  };
}

/** The sandbox's condition. */
export function labMessage({ keeper, reached, bringing }: SessionContext): ServerMessage {
  const { lost } = reached;
  const { shown } = bringing;
  return {
    type: 'lab',
    ...keeper.status,
    sandbox: keeper.sandbox,
    ...(lost && { lost }),
    ...(shown && { bringing: shown }),
  };
}

/** What ran in the sandbox, or on the host, is no longer there. */
export function clear(context: SessionContext, host?: HostName): void {
  context.runs.clear(host);
  if (host === undefined) context.history.clear();
  else context.history.rebuilt(host);
  context.touched.clear();
  // What is found next is news, even when it is the same.
  context.checks.clear();
  context.tell({ type: 'cleared', ...(host === undefined ? {} : { host }) });
  tellPredictions(context);
}

export function hintsShown(
  { score }: SessionContext,
  item: string,
  hints: Exercise['hints'],
): { shown: string[]; total: number } {
  const shown = hints.slice(0, score.item(item)?.hintsShown ?? 0);
  return {
    shown: shown.map(({ tokens }, index) => renderHint(tokens, item, index)),
    total: hints.length,
  };
}

export function tellProgress({ score, tell }: SessionContext, item: string): void {
  const progress = score.item(item);
  if (progress) tell({ type: 'progress', item, progress });
}

/** @param states by default those of the whole chapter: the sandbox, or a host of it, is a new one */
export function tellPredictions(
  { predictions, tell }: Pick<SessionContext, 'predictions' | 'tell'>,
  states = predictions.all(),
): void {
  for (const [prediction, state] of Object.entries(states)) tell({ type: 'prediction', prediction, state });
}
