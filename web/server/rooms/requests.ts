/** What a page can ask of a room, one function for each kind of message. What goes wrong is thrown. */
import type { Step } from '../../../runner/chapter/model.ts';
import { SandboxError, UsageError } from '../../../runner/errors.ts';
import { momentName, timeline } from '../../../runner/lab/timeline.ts';
import type { HostName } from '../../../runner/sandbox/driver.ts';
import { type StepRun, wasTyped } from '../../../runner/steps/step-run.ts';
import type { ClientMessage, ServerMessage } from '../../protocol.ts';
import { complaint } from './complaint.ts';
import { type Desk, hintsShown, tellProgress } from './desk.ts';
import { toMessage } from './live-checks.ts';

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
    case 'interrupt':
      return interrupt(desk, message);
    case 'check':
      return check(desk, connection, message);
    case 'hint':
      return hint(desk, message);
    case 'answer':
      return answer(desk, message);
    case 'reset':
      return reset(desk, message);
    case 'bring':
      return bring(desk, message);
  }
}

async function run(desk: Desk, connection: Connection, { runId, step: name }: Message<'run'>): Promise<void> {
  const step = find(desk.chapter.steps, ({ name: known }) => known, name, 'step');
  const known = desk.runs.find(runId);
  if (known) {
    if (known.step !== step) throw new UsageError(`The run ${runId} is one of step ${known.step.name}.`);
    // One that has not ended is told to everybody when it does.
    if (known.finished) connection.send({ type: 'ran', runId, step: name, ...(await known.shown) });
    return;
  }
  if (desk.keeper.working) {
    const reason = `The sandbox is being prepared: ${desk.keeper.status.doing}.`;
    connection.send({ type: 'ran', runId, step: name, run: refused(step, reason) });
    return;
  }
  const ran = desk.runs.begin(runId, step, () => execute(desk, step, runId));
  desk.tell({ type: 'running', runId, step: name });
  const shown = await ran;
  desk.tell({ type: 'ran', runId, step: name, ...shown });
  if (wasTyped(shown.run)) {
    desk.progress.recordRun(desk.chapter.id, name, shown.run.exit);
  }
}

/** A shell that cannot be had has refused the step: the card of the step is where the learner looks. */
async function execute(desk: Desk, step: Step, runId: string) {
  try {
    await desk.keeper.session(step.host);
    const lab = await desk.keeper.open();
    return await lab.runStep(step, runId);
  } catch (error) {
    const { message, remedy } = complaint(error);
    return refused(step, remedy === undefined ? message : `${message} ${remedy}`);
  }
}

async function interrupt(desk: Desk, { host: name }: Message<'interrupt'>): Promise<void> {
  (await desk.keeper.session(hostOf(desk, name))).interrupt();
}

async function check(desk: Desk, connection: Connection, { exercise: id }: Message<'check'>): Promise<void> {
  const exercise = find(desk.chapter.exercises, (known) => known.id, id, 'exercise');
  await desk.keeper.open();
  await desk.watch()?.checkNow(exercise.id);
  // Who asks gets an answer, also when it is not news.
  const results = desk.checks.of(id);
  if (results.length === 0 || results.some(({ verdict }) => verdict === 'waiting')) {
    throw new SandboxError('The exercise could not be checked: the sandbox did not answer.');
  }
  connection.send({ type: 'checks', exercise: id, results });
}

async function hint(desk: Desk, { item: id }: Message<'hint'>): Promise<void> {
  const items = [...desk.chapter.exercises, ...desk.chapter.questions];
  const { hints } = find(items, (known) => known.id, id, 'exercise or question');
  desk.progress.showHint(desk.chapter.id, id, hints.length);
  tellProgress(desk, id);
  desk.tell({ type: 'hints', item: id, ...hintsShown(desk, id, hints) });
}

async function answer(desk: Desk, { question: id, text }: Message<'answer'>): Promise<void> {
  const question = find(desk.chapter.questions, (known) => known.id, id, 'question');
  const lab = await desk.keeper.open();
  const [result] = await lab.judge([question.check], { answer: text });
  if (!result) throw new UsageError(`Nothing judges the question ${id}.`);
  desk.progress.recordAnswer(desk.chapter.id, id, { text, verdict: result.verdict });
  desk.checks.put(id, [result]);
  desk.tell({ type: 'answered', question: id, result: toMessage(result) });
  if (result.verdict === 'pass' && desk.score.pass(id)) tellProgress(desk, id);
}

async function reset(desk: Desk, { host: name }: Message<'reset'>): Promise<void> {
  if (!desk.keeper.active) {
    await desk.keeper.open();
  } else if (name === undefined) {
    await desk.keeper.replace('building a fresh sandbox', async (lab) => {
      clear(desk);
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

async function bring(desk: Desk, { to }: Message<'bring'>): Promise<void> {
  find(timeline(desk.chapter), momentName, to, 'step, exercise or question');
  await desk.keeper.replace('building a fresh sandbox', (lab, tell) => {
    clear(desk);
    for (const id of desk.score.bringTo(to)) tellProgress(desk, id);
    return lab.bringTo(to, tell);
  });
  desk.watch()?.commandEnded();
}

/** What ran in the sandbox, or on the host, is no longer there. */
function clear(desk: Desk, host?: HostName): void {
  desk.runs.clear(host);
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
