/** Steps: what a page asks of one, and one on the way to a place. */
import { randomUUID } from 'node:crypto';
import type { Step } from '../../../runner/chapter/model.ts';
import { UsageError } from '../../../runner/errors.ts';
import type { Lab } from '../../../runner/session/lab.ts';
import type { RunOptions } from '../../../runner/terminal/session.ts';
import { type StepRun, wasTyped } from '../../../runner/terminal/step-run.ts';
import type { ClientMessage } from '../../protocol.ts';
import { complaint } from './complaint.ts';
import { find } from './find.ts';
import { type Connection, labMessage, type SessionContext, tellPredictions } from './session-context.ts';
import type { ShownRun } from './shown-run.ts';
import { type Run, whereItIs } from './step-runs.ts';

type Message<T extends ClientMessage['type']> = Extract<ClientMessage, { type: T }>;

export async function run(
  context: SessionContext,
  connection: Connection,
  message: Message<'run'>,
): Promise<void> {
  const { runId, step: name, whenBusy } = message;
  const step = find(context.chapter.steps, ({ name: known }) => known, name, 'step');
  const known = context.runs.find(runId);
  if (known) {
    if (known.step !== step) throw new UsageError(`The run ${runId} is one of step ${known.step.name}.`);
    // One that has not ended is told to everybody when it does.
    if (known.phase !== 'finished') connection.send(whereItIs(runId, known));
    else connection.send({ type: 'ran', runId, step: name, ...(await known.shown) });
    return;
  }
  if (context.keeper.working) {
    const reason = `The sandbox is being prepared: ${context.keeper.status.doing}.`;
    connection.send({ type: 'ran', runId, step: name, run: refused(step, reason) });
    return;
  }
  const active = context.runs.active(step);
  if (active) {
    context.runs.join(runId, active);
    connection.send(whereItIs(runId, active));
    if (whenBusy === 'interrupt' && active.phase === 'queued')
      (await context.keeper.session(step.host)).interrupt();
    return;
  }
  if (context.bringing.forget()) context.tell(labMessage(context));
  const begun = context.runs.begin(runId, step, (watching) =>
    execute(context, step, runId, { ...watching, ...(whenBusy && { whenBusy }) }),
  );
  await ended(context, begun);
}

/** A step on the way to a place: told and kept like one that the learner has asked for. */
export async function runOnTheWay(context: SessionContext, lab: Lab, step: Step): Promise<StepRun> {
  const runId = `way-${randomUUID()}`;
  const { run } = await ended(
    context,
    context.runs.begin(runId, step, (watching) => lab.runStep(step, runId, watching)),
  );
  return run;
}

/** Tells everybody how the run has ended, and writes it down. */
async function ended(context: SessionContext, begun: Run): Promise<ShownRun> {
  const { step } = begun;
  const shown = await begun.shown;
  for (const asked of begun.runIds) context.tell({ type: 'ran', runId: asked, step: step.name, ...shown });
  if (!begun.stale) context.history.ran(step, shown.run);
  if (!wasTyped(shown.run)) return shown;
  tellPredictions(context, context.predictions.ofStep(step.name));
  context.progress.recordRun(step.name, shown.run.exit);
  // What ran in a sandbox that was replaced meanwhile is no place to come back to.
  const { sandbox } = context.keeper;
  if (!begun.stale && sandbox !== null) context.reached.at(sandbox, step.name);
  return shown;
}

/** A shell that cannot be had has refused the step: the card of the step is where the learner looks. */
async function execute(context: SessionContext, step: Step, runId: string, options: RunOptions) {
  try {
    await Promise.race([context.keeper.session(step.host), aborted(options.withdrawn)]);
    if (options.withdrawn?.aborted) return refused(step, 'it was taken back before there was a sandbox');
    const lab = await context.keeper.open();
    return await lab.runStep(step, runId, options);
  } catch (error) {
    const { message, remedy } = complaint(error);
    return refused(step, remedy === undefined ? message : `${message} ${remedy}`);
  }
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
}

export async function stop(context: SessionContext, { runId }: Message<'stop'>): Promise<void> {
  const run = context.runs.find(runId);
  if (run?.phase === 'queued') run.withdraw.abort();
  if (run?.phase === 'running') (await context.keeper.session(run.step.host)).interrupt();
}

/** A step that no shell has taken. */
function refused(step: Step, reason: string): StepRun {
  return { step: step.name, host: step.host, outcome: 'refused', exit: null, output: '', ms: 0, reason };
}
