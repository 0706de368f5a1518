/** The way to a place of the chapter: in a fresh sandbox, or where the learner is. */
import { SandboxError, UsageError, WirebookError } from '../../../runner/errors.ts';
import type { Lab, Stage } from '../../../runner/session/lab.ts';
import { momentName, stretch, timeline } from '../../../runner/session/timeline.ts';
import { find } from './find.ts';
import type { Missing } from './history.ts';
import { runOnTheWay } from './run-requests.ts';
import { type Connection, clear, labMessage, type SessionContext, tellProgress } from './session-context.ts';

interface Way {
  readonly to: string;
  /** With the place itself. */
  readonly through?: boolean;
  /** The place at whose start the sandbox is; absent: a fresh one is built. */
  readonly from?: string;
}

/** "Bring me here": everything that comes before, in a fresh sandbox. */
export async function bring(context: SessionContext, to: string, through = false): Promise<void> {
  findPlace(context, to);
  const doing = 'building a fresh sandbox';
  await context.keeper.replace(doing, async (lab, tell) => {
    clear(context);
    for (const id of context.score.reset()) tellProgress(context, id);
    await go(context, lab, tell, { to, through });
  });
  context.watch()?.commandEnded();
}

/** To the place that was reached in the sandbox that is lost: with what was done there. */
export async function bringBack(context: SessionContext): Promise<void> {
  const reached = context.reached.lost?.reached;
  if (reached === undefined) throw new UsageError('There is no place to come back to.');
  await bring(context, reached, true);
}

/** What is missing before this place, where the learner is; who asks is told when that cannot be, or is nothing. */
export async function upTo(context: SessionContext, connection: Connection, to: string): Promise<void> {
  findPlace(context, to);
  await context.keeper.open();
  const { sandbox } = context.keeper;
  const [running] = context.runs.unfinished();
  if (running && !context.keeper.working) {
    throw new SandboxError(`The step ${running.step} has not ended.`, {
      remedy: 'Wait for its end, or stop it.',
    });
  }
  const needed = stretch(context.chapter, to).map(momentName);
  const missing: Missing =
    sandbox === null ? { type: 'all', why: 'The sandbox has ended.' } : context.history.missing(needed);
  if (missing.type !== 'rest') {
    connection.send({
      type: 'missing',
      to,
      what: missing.type,
      ...(missing.type === 'all' && { why: missing.why }),
    });
    return;
  }
  const { from } = missing;
  await context.keeper.occupy(`running everything up to ${to}`, (lab, tell) =>
    go(context, lab, tell, { to, from }),
  );
  context.watch()?.commandEnded();
}

/** The stage at work ends, and no other is begun. */
export async function cancel(context: SessionContext): Promise<void> {
  context.bringing.cancel();
  context.tell(labMessage(context));
}

async function go(
  context: SessionContext,
  lab: Lab,
  tell: (doing: string) => void,
  { to, through = false, from }: Way,
): Promise<void> {
  const { bringing, score, reached, history } = context;
  const cancelled = bringing.begin(to, stretch(context.chapter, to, { from, through }).length);
  let at: Stage | undefined;
  try {
    const before = await lab.bringTo(to, {
      ...(from !== undefined && { from }),
      through,
      cancelled,
      onProgress: (doing, stage) => {
        if (stage) bringing.follow({ type: 'stage', stage });
        at = stage;
        // Its solution is the chapter's, so it earns nothing.
        if (stage?.type === 'exercise' && score.give(stage.name)) tellProgress(context, stage.name);
        tell(doing);
      },
      run: (step) => runOnTheWay(context, lab, step),
      onPassed: ({ type, name }) => {
        if (type === 'exercise') history.solved(name);
        reached.at(lab.sandbox.id, name);
      },
    });
    if (before) {
      bringing.follow({ type: 'stops', stage: before });
      reached.stay();
    } else {
      bringing.follow({ type: 'ends' });
      reached.broughtTo(lab.sandbox.id, to, through);
    }
  } catch (error) {
    if (!at || !(error instanceof WirebookError)) {
      bringing.follow({ type: 'ends' });
      throw error;
    }
    if (at.type === 'exercise') history.failed(at.name);
    bringing.follow({ type: 'stops', stage: at, trouble: error.message });
  }
}

function findPlace({ chapter }: SessionContext, to: string): void {
  find(timeline(chapter), momentName, to, 'step, exercise or question');
}
