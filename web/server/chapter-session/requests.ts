/** What a page can ask of a session, one function for each kind of message. What goes wrong is thrown. */
import { SandboxError, UsageError } from '../../../runner/errors.ts';
import type { HostName } from '../../../runner/sandbox/driver.ts';
import type { ClientMessage, ServerMessage } from '../../protocol.ts';
import { bring, bringBack, cancel, upTo } from './bring-requests.ts';
import { find } from './find.ts';
import { run, stop } from './run-requests.ts';
import {
  type Connection,
  clear,
  hintsShown,
  labMessage,
  type SessionContext,
  tellProgress,
} from './session-context.ts';

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
      return bring(context, message.to);
    case 'up-to':
      return upTo(context, connection, message.to);
    case 'cancel':
      return cancel(context);
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
      context.bringing.forget();
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

async function stay(context: SessionContext): Promise<void> {
  context.reached.stay();
  context.bringing.forget();
  context.tell(labMessage(context));
}

function hostOf(context: SessionContext, name: string): HostName {
  return find(context.chapter.hosts, (host) => host, name, 'lab host');
}
