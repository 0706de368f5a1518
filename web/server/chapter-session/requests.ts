/** What a page can ask of a session, one function for each kind of message. What goes wrong is thrown. */
import { randomUUID } from 'node:crypto';
import type { Step } from '../../../runner/chapter/model.ts';
import { SandboxError, UsageError } from '../../../runner/errors.ts';
import type { HostName } from '../../../runner/sandbox/driver.ts';
import { momentName, timeline } from '../../../runner/session/timeline.ts';
import type { RunOptions } from '../../../runner/terminal/session.ts';
import { type StepRun, wasTyped } from '../../../runner/terminal/step-run.ts';
import type { ClientMessage, ServerMessage } from '../../protocol.ts';
import { complaint } from './complaint.ts';
import {
  hintsShown,
  labMessage,
  type SessionContext,
  tellPredictions,
  tellProgress,
} from './session-context.ts';
import { whereItIs } from './step-runs.ts';

/** A page that looks at the chapter. */
export interface Connection {
  send(message: ServerMessage): void;
}

type Message<T extends ClientMessage['type']> = Extract<ClientMessage, { type: T }>;

/** @param connection who asks, for answers that are of no interest to the others */
export function handle(
  context: SessionContext,
  connection: Connection,
  message: ClientMessage,
): Promise<void> {
  switch (message.type) {
    case 'run':
      return run(context, connection, message);
    case 'stop':
      return stop(context, message);
    case 'check':
      return check(context, connection, message);
    case 'hint':
      return hint(context, message);
    case 'answer':
      return answer(context, message);
    case 'expect':
      return expect(context, message);
    case 'reset':
      return reset(context, message);
    case 'bring':
      return bring(context, message.to, false);
    case 'bring-back':
      return bringBack(context);
    case 'stay':
      return stay(context);
    case 'picture':
      return picture(context, connection, message);
  }
}

async function picture(
  { picture }: SessionContext,
  connection: Connection,
  { shown }: Message<'picture'>,
): Promise<void> {
  if (shown) picture.show(connection);
  else picture.leave(connection);
}

async function run(context: SessionContext, connection: Connection, message: Message<'run'>): Promise<void> {
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
  const begun = context.runs.begin(runId, step, (watching) =>
    execute(context, step, runId, { ...watching, ...(whenBusy && { whenBusy }) }),
  );
  const shown = await begun.shown;
  for (const asked of begun.runIds) context.tell({ type: 'ran', runId: asked, step: name, ...shown });
  if (!wasTyped(shown.run)) return;
  tellPredictions(context, context.predictions.ofStep(name));
  context.progress.recordRun(name, shown.run.exit);
  // What ran in a sandbox that was replaced meanwhile is no place to come back to.
  const { sandbox } = context.keeper;
  if (!begun.stale && sandbox !== null) context.reached.at(sandbox, name);
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

async function stop(context: SessionContext, { runId }: Message<'stop'>): Promise<void> {
  const run = context.runs.find(runId);
  if (run?.phase === 'queued') run.withdraw.abort();
  if (run?.phase === 'running') (await context.keeper.session(run.step.host)).interrupt();
}

async function check(
  context: SessionContext,
  connection: Connection,
  { exercise: id }: Message<'check'>,
): Promise<void> {
  const exercise = find(context.chapter.exercises, (known) => known.id, id, 'exercise');
  await context.keeper.open();
  const before = context.touched.has(id);
  context.touched.asked(id);
  await context.watch()?.checkNow(exercise.id);
  // Who asks gets an answer, also when it is not news.
  const results = context.checks.of(id);
  if (results.length === 0 || results.some(({ verdict }) => verdict === 'waiting')) {
    throw new SandboxError('The exercise could not be checked: the sandbox did not answer.');
  }
  const touched = context.touched.has(id);
  const message: ServerMessage = { type: 'checks', exercise: id, results, touched };
  if (touched === before) connection.send(message);
  else context.tell(message);
}

async function hint(context: SessionContext, { item: id }: Message<'hint'>): Promise<void> {
  const items = [...context.chapter.exercises, ...context.chapter.questions];
  const { hints } = find(items, (known) => known.id, id, 'exercise or question');
  context.progress.showHint(id, hints.length);
  tellProgress(context, id);
  context.tell({ type: 'hints', item: id, ...hintsShown(context, id, hints) });
}

async function answer(context: SessionContext, { question: id, text }: Message<'answer'>): Promise<void> {
  const question = find(context.chapter.questions, (known) => known.id, id, 'question');
  const lab = await context.keeper.open();
  const [result] = await lab.judge([question.check], { answer: text });
  if (!result) throw new UsageError(`Nothing judges the question ${id}.`);
  context.progress.recordAnswer(id, { text, verdict: result.verdict });
  context.checks.put(id, [result]);
  context.tell({ type: 'answered', question: id, result });
  if (result.verdict === 'pass' && context.score.pass(id)) tellProgress(context, id);
}

async function expect(
  context: SessionContext,
  { prediction: id, expected }: Message<'expect'>,
): Promise<void> {
  const prediction = find(context.chapter.predictions, (known) => known.id, id, 'prediction');
  const state = context.predictions.expect(prediction, expected);
  if (state) context.tell({ type: 'prediction', prediction: id, state });
}

async function reset(context: SessionContext, { host: name }: Message<'reset'>): Promise<void> {
  if (!context.keeper.active) {
    context.reached.forget();
    await context.keeper.open();
  } else if (name === undefined) {
    await context.keeper.replace('building a fresh sandbox', async (lab) => {
      clear(context);
      context.reached.forget();
      await lab.reset();
      for (const id of context.score.reset()) tellProgress(context, id);
    });
  } else {
    const host = hostOf(context, name);
    await context.keeper.replace(`rebuilding ${host}`, (lab) => {
      clear(context, host);
      return lab.resetHost(host);
    });
  }
  context.watch()?.commandEnded();
}

async function bring(context: SessionContext, to: string, through: boolean): Promise<void> {
  find(timeline(context.chapter), momentName, to, 'step, exercise or question');
  await context.keeper.replace('building a fresh sandbox', async (lab, tell) => {
    clear(context);
    for (const id of context.score.bringTo(to, through)) tellProgress(context, id);
    const onRan = (step: Step, run: StepRun) => {
      const shown = context.runs.passed(step, run);
      context.tell({ type: 'ran', runId: randomUUID(), step: step.name, ...shown });
      tellPredictions(context, context.predictions.ofStep(step.name));
    };
    await lab.bringTo(to, { through, onProgress: tell, onRan });
    context.reached.broughtTo(lab.sandbox.id, to, through);
  });
  context.watch()?.commandEnded();
}

/** To the place that was reached in the sandbox that is lost: with what was done there. */
async function bringBack(context: SessionContext): Promise<void> {
  const reached = context.reached.lost?.reached;
  if (reached === undefined) throw new UsageError('There is no place to come back to.');
  await bring(context, reached, true);
}

async function stay(context: SessionContext): Promise<void> {
  context.reached.stay();
  context.tell(labMessage(context));
}

/** What ran in the sandbox, or on the host, is no longer there. */
function clear(context: SessionContext, host?: HostName): void {
  context.runs.clear(host);
  context.touched.clear();
  // What is found next is news, even when it is the same.
  context.checks.clear();
  context.tell({ type: 'cleared', ...(host === undefined ? {} : { host }) });
  tellPredictions(context);
}

function hostOf(context: SessionContext, name: string): HostName {
  return find(context.chapter.hosts, (host) => host, name, 'lab host');
}

/** @throws UsageError that names what there is */
function find<T>(all: readonly T[], nameOf: (one: T) => string, name: string, what: string): T {
  const found = all.find((one) => nameOf(one) === name);
  if (found === undefined) {
    throw new UsageError(
      `This chapter has no ${what} named ${name}.`,
      `It has: ${all.map(nameOf).join(', ')}`,
    );
  }
  return found;
}

/** A step that no shell has taken. */
function refused(step: Step, reason: string): StepRun {
  return { step: step.name, host: step.host, outcome: 'refused', exit: null, output: '', ms: 0, reason };
}
