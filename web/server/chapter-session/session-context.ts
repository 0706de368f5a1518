/** What a session serves a request from, and the messages made of it. */
import type { Chapter, Exercise } from '../../../runner/chapter/model.ts';
import type { Watch } from '../../../runner/session/grade/watch.ts';
import type { ServerMessage } from '../../protocol.ts';
import type { ChapterProgress } from '../progress/store.ts';
import { renderHint } from '../render/index.ts';
import type { LabKeeper } from './lab-keeper.ts';
import type { LiveChecks } from './live-checks.ts';
import type { LivePicture } from './live-picture.ts';
import type { Predictions } from './predictions.ts';
import type { Reached } from './reached.ts';
import type { Score } from './score.ts';
import type { StepRuns } from './step-runs.ts';
import type { Touched } from './touched.ts';

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
export function labMessage({ keeper, reached }: Pick<SessionContext, 'keeper' | 'reached'>): ServerMessage {
  const { lost } = reached;
  return { type: 'lab', ...keeper.status, sandbox: keeper.sandbox, ...(lost && { lost }) };
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
