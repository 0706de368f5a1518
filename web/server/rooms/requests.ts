/** What a page can ask of a room, one function for each kind of message. What goes wrong is thrown. */
import { randomUUID } from 'node:crypto';
import type { Step } from '../../../runner/chapter/model.ts';
import { SandboxError, UsageError } from '../../../runner/errors.ts';
import type { HostName } from '../../../runner/sandbox/driver.ts';
import { momentName, timeline } from '../../../runner/session/timeline.ts';
import type { RunOptions } from '../../../runner/terminal/session.ts';
import { type StepRun, wasTyped } from '../../../runner/terminal/step-run.ts';
import type { ClientMessage, ServerMessage } from '../../protocol.ts';
import { complaint } from './complaint.ts';
import { type Desk, hintsShown, labMessage, tellProgress } from './desk.ts';
import { whereItIs } from './step-runs.ts';

/** A page that looks at the chapter. */
export interface Connection {
  send(message: ServerMessage): void;
}

type Message<T extends ClientMessage['type']> = Extract<ClientMessage, { type: T }>;

/** @param connection who asks, for answers that are of no interest to the others */
export function handle(desk: Desk, connection: Connection, message: ClientMessage): Promise<void> {
  switch (message.type) {
    case 'run':
      return run(desk, connection, message);
    case 'stop':
      return stop(desk, message);
    case 'check':
      return check(desk, connection, message);
    case 'hint':
      return hint(desk, message);
    case 'answer':
      return answer(desk, message);
    case 'reset':
      return reset(desk, message);
    case 'bring':
      return bring(desk, message.to, false);
    case 'bring-back':
      return bringBack(desk);
    case 'stay':
      return stay(desk);
    case 'picture':
      return picture(desk, connection, message);
  }
}

async function picture(
  { picture }: Desk,
  connection: Connection,
  { shown }: Message<'picture'>,
): Promise<void> {
  if (shown) picture.show(connection);
  else picture.leave(connection);
}

async function run(desk: Desk, connection: Connection, message: Message<'run'>): Promise<void> {
  const { runId, step: name, whenBusy } = message;
  const step = find(desk.chapter.steps, ({ name: known }) => known, name, 'step');
  const known = desk.runs.find(runId);
  if (known) {
    if (known.step !== step) throw new UsageError(`The run ${runId} is one of step ${known.step.name}.`);
    // One that has not ended is told to everybody when it does.
    if (known.phase !== 'finished') connection.send(whereItIs(runId, known));
    else connection.send({ type: 'ran', runId, step: name, ...(await known.shown) });
    return;
  }
  if (desk.keeper.working) {
    const reason = `The sandbox is being prepared: ${desk.keeper.status.doing}.`;
    connection.send({ type: 'ran', runId, step: name, run: refused(step, reason) });
    return;
  }
  const active = desk.runs.active(step);
  if (active) {
    desk.runs.join(runId, active);
    connection.send(whereItIs(runId, active));
    if (whenBusy === 'interrupt' && active.phase === 'queued')
      (await desk.keeper.session(step.host)).interrupt();
    return;
  }
  const begun = desk.runs.begin(runId, step, (watching) =>
    execute(desk, step, runId, { ...watching, ...(whenBusy && { whenBusy }) }),
  );
  const shown = await begun.shown;
  for (const asked of begun.runIds) desk.tell({ type: 'ran', runId: asked, step: name, ...shown });
  if (!wasTyped(shown.run)) return;
  desk.progress.recordRun(name, shown.run.exit);
  // What ran in a sandbox that was replaced meanwhile is no place to come back to.
  const { sandbox } = desk.keeper;
  if (!begun.stale && sandbox !== null) desk.reached.at(sandbox, name);
}

/** A shell that cannot be had has refused the step: the card of the step is where the learner looks. */
async function execute(desk: Desk, step: Step, runId: string, options: RunOptions) {
  try {
    await Promise.race([desk.keeper.session(step.host), aborted(options.withdrawn)]);
    if (options.withdrawn?.aborted) return refused(step, 'it was taken back before there was a sandbox');
    const lab = await desk.keeper.open();
    return await lab.runStep(step, runId, options);
  } catch (error) {
    const { message, remedy } = complaint(error);
    return refused(step, remedy === undefined ? message : `${message} ${remedy}`);
  }
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
}

async function stop(desk: Desk, { runId }: Message<'stop'>): Promise<void> {
  const run = desk.runs.find(runId);
  if (run?.phase === 'queued') run.withdraw.abort();
  if (run?.phase === 'running') (await desk.keeper.session(run.step.host)).interrupt();
}

async function check(desk: Desk, connection: Connection, { exercise: id }: Message<'check'>): Promise<void> {
  const exercise = find(desk.chapter.exercises, (known) => known.id, id, 'exercise');
  await desk.keeper.open();
  const before = desk.touched.has(id);
  desk.touched.asked(id);
  await desk.watch()?.checkNow(exercise.id);
  // Who asks gets an answer, also when it is not news.
  const results = desk.checks.of(id);
  if (results.length === 0 || results.some(({ verdict }) => verdict === 'waiting')) {
    throw new SandboxError('The exercise could not be checked: the sandbox did not answer.');
  }
  const touched = desk.touched.has(id);
  const message: ServerMessage = { type: 'checks', exercise: id, results, touched };
  if (touched === before) connection.send(message);
  else desk.tell(message);
}

async function hint(desk: Desk, { item: id }: Message<'hint'>): Promise<void> {
  const items = [...desk.chapter.exercises, ...desk.chapter.questions];
  const { hints } = find(items, (known) => known.id, id, 'exercise or question');
  desk.progress.showHint(id, hints.length);
  tellProgress(desk, id);
  desk.tell({ type: 'hints', item: id, ...hintsShown(desk, id, hints) });
}

async function answer(desk: Desk, { question: id, text }: Message<'answer'>): Promise<void> {
  const question = find(desk.chapter.questions, (known) => known.id, id, 'question');
  const lab = await desk.keeper.open();
  const [result] = await lab.judge([question.check], { answer: text });
  if (!result) throw new UsageError(`Nothing judges the question ${id}.`);
  desk.progress.recordAnswer(id, { text, verdict: result.verdict });
  desk.checks.put(id, [result]);
  desk.tell({ type: 'answered', question: id, result });
  if (result.verdict === 'pass' && desk.score.pass(id)) tellProgress(desk, id);
}

async function reset(desk: Desk, { host: name }: Message<'reset'>): Promise<void> {
  if (!desk.keeper.active) {
    desk.reached.forget();
    await desk.keeper.open();
  } else if (name === undefined) {
    await desk.keeper.replace('building a fresh sandbox', async (lab) => {
      clear(desk);
      desk.reached.forget();
      await lab.reset();
      for (const id of desk.score.reset()) tellProgress(desk, id);
    });
  } else {
    const host = hostOf(desk, name);
    await desk.keeper.replace(`rebuilding ${host}`, (lab) => {
      clear(desk, host);
      return lab.resetHost(host);
    });
  }
  desk.watch()?.commandEnded();
}

async function bring(desk: Desk, to: string, through: boolean): Promise<void> {
  find(timeline(desk.chapter), momentName, to, 'step, exercise or question');
  await desk.keeper.replace('building a fresh sandbox', async (lab, tell) => {
    clear(desk);
    for (const id of desk.score.bringTo(to, through)) tellProgress(desk, id);
    const onRan = (step: Step, run: StepRun) => {
      const shown = desk.runs.passed(step, run);
      desk.tell({ type: 'ran', runId: randomUUID(), step: step.name, ...shown });
    };
    await lab.bringTo(to, { through, onProgress: tell, onRan });
    desk.reached.broughtTo(lab.sandbox.id, to, through);
  });
  desk.watch()?.commandEnded();
}

/** To the place that was reached in the sandbox that is lost: with what was done there. */
async function bringBack(desk: Desk): Promise<void> {
  const reached = desk.reached.lost?.reached;
  if (reached === undefined) throw new UsageError('There is no place to come back to.');
  await bring(desk, reached, true);
}

async function stay(desk: Desk): Promise<void> {
  desk.reached.stay();
  desk.tell(labMessage(desk));
}

/** What ran in the sandbox, or on the host, is no longer there. */
function clear(desk: Desk, host?: HostName): void {
  desk.runs.clear(host);
  desk.touched.clear();
  // What is found next is news, even when it is the same.
  desk.checks.clear();
  desk.tell({ type: 'cleared', ...(host === undefined ? {} : { host }) });
}

function hostOf(desk: Desk, name: string): HostName {
  return find(desk.chapter.hosts, (host) => host, name, 'lab host');
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
