/** What a learner expects of steps: kept, told to all pages, and the outcome told to nobody who has not answered. */
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Chapter, Prediction } from '../../../runner/chapter/model.ts';
import { prose } from '../../../runner/chapter/testing/prose.ts';
import { UsageError } from '../../../runner/errors.ts';
import { LOCAL } from '../../../runner/session/learner.ts';
import type { StepRun } from '../../../runner/terminal/step-run.ts';
import { ProgressDatabase } from '../progress/database.ts';
import { ProgressStore } from '../progress/store.ts';
import { CHAPTER } from '../testing/chapter.ts';
import { lab, ready } from '../testing/chapter-session.ts';
import { temporaryFolder } from '../testing/folder.ts';
import { openPage, type Page, serving } from '../testing/serving.ts';
import { Predictions } from './predictions.ts';

const says = (text: string) => lineOf(prose(text));
/** A choice's words are one inline token. */
const lineOf = ({ tokens, line }: ReturnType<typeof prose>) => ({
  tokens: tokens.filter(({ type }) => type === 'inline'),
  line,
});
const head = { question: prose('What?'), step: 'first', line: 2 };
const ECHO = {
  ...head,
  id: 'echo',
  type: 'choices',
  choices: [
    { says: says('its name'), shows: 'first' },
    { says: says('`nothing`'), shows: '/^$/' },
  ],
} as const satisfies Prediction;
const MTU = { ...head, id: 'mtu', step: 'last', type: 'number', of: 'mtu (\\d+)', within: 2 } as const;
const FORETOLD: Chapter = { ...CHAPTER, predictions: [ECHO, MTU] };

/** Predictions whose steps have shown what `outputs` says. */
function predictions(outputs: Record<string, string>, chapter = FORETOLD) {
  const database = new ProgressDatabase(join(temporaryFolder(), 'progress.sqlite'));
  onTestFinished(() => database.close());
  const progress = new ProgressStore(database).of(LOCAL, chapter);
  const run = (output: string): StepRun =>
    ({ step: 's', host: 'worker', outcome: 'ran', exit: 0, output, ms: 1 }) as const;
  const last = () =>
    Object.fromEntries(Object.entries(outputs).map(([step, output]) => [step, { run: run(output) }]));
  return { progress, of: (other = chapter) => new Predictions(other, progress, { last }), outputs };
}

describe('what a page is told of', () => {
  test.each<[what: string, prediction: Prediction, output: string, expected: number, seen: unknown]>([
    ['a choice that comes true', ECHO, 'first\n', 0, { shows: 0, agrees: true }],
    ['another choice', ECHO, 'first\n', 1, { shows: 0, agrees: false }],
    ['a step that shows none of them', ECHO, 'second\n', 0, { shows: null, agrees: false }],
    ['the number', MTU, 'mtu 1500', 1500, { shows: 1500, agrees: true }],
    ['a number as near as asked for', MTU, 'mtu 1500', 1498, { shows: 1500, agrees: true }],
    ['a number that is not', MTU, 'mtu 1500', 1497.9, { shows: 1500, agrees: false }],
    ['a step without the number', MTU, 'x', 3, { shows: null, agrees: false }],
  ])('%s', (_what, prediction, output, expected, seen) => {
    const { of } = predictions({ [prediction.step]: output });
    expect(of().all()).toEqual({});
    expect(of().ofStep(prediction.step)).toEqual({});
    expect(of().expect(prediction, expected)).toEqual({ expected, seen });
    expect(of().ofStep(prediction.step)).toEqual({ [prediction.id]: { expected, seen } });
  });
});

test('before the step has run another answer counts, after it no more', () => {
  const { of, outputs } = predictions({});
  expect(of().expect(ECHO, 0)).toEqual({ expected: 0 });
  expect(of().expect(ECHO, 1)).toEqual({ expected: 1 });
  outputs.first = 'first\n';
  expect(of().expect(ECHO, 0)).toEqual({ expected: 1, seen: { shows: 0, agrees: false } });
});

test('a choice is known by its words when the chapter has changed; one that is gone is not answered', () => {
  const { of } = predictions({});
  of().expect(ECHO, 1);
  const [first, second] = ECHO.choices;
  const turned: Chapter = { ...FORETOLD, predictions: [{ ...ECHO, choices: [second, first] }] };
  expect(of(turned).all()).toEqual({ echo: { expected: 0 } });
  expect(of({ ...FORETOLD, predictions: [{ ...ECHO, choices: [first] }] }).all()).toEqual({});
  expect(of({ ...FORETOLD, predictions: [{ ...MTU, id: 'echo' }] }).all()).toEqual({});
});

test.each([2, -1, 0.5])('there is no choice %d', (expected) => {
  const { of } = predictions({});
  expect(() => of().expect(ECHO, expected)).toThrow(UsageError);
  expect(of().all()).toEqual({});
});

const told = ({ messages }: Page) =>
  messages.flatMap((message) => (message.type === 'prediction' ? [message.state] : []));
const seen = { shows: 0, agrees: false };

test('every tab hears what is expected, and what the step shows when it has run', async () => {
  const started = await serving({ chapters: [FORETOLD] });
  const [one, two] = [await ready(started), await openPage(started)];
  one.send({ type: 'expect', prediction: 'echo', expected: 1 });
  await two.message('prediction');
  two.send({ type: 'run', runId: 'r1', step: 'first' });
  await one.message('prediction', ({ state }) => state.seen !== undefined);
  expect(told(one)).toEqual([{ expected: 1 }, { expected: 1, seen }]);
  const later = await openPage(started);
  expect((await later.message('hello')).predictions).toEqual({ echo: { expected: 1, seen } });
  one.messages.length = 0;
  one.send({ type: 'reset' });
  await one.message('prediction', ({ state }) => state.seen === undefined);
});

test('who has not answered is not told, and may answer after the step', async () => {
  const started = await serving({ chapters: [FORETOLD] });
  const page = await ready(started);
  page.send({ type: 'run', runId: 'r1', step: 'first' });
  await page.message('ran');
  page.send({ type: 'run', runId: 'r2', step: 'last' });
  await page.message('ran', ({ runId }) => runId === 'r2');
  expect(lab(started).ran).toEqual(['r1', 'r2']);
  expect(told(page)).toEqual([]);
  expect((await (await openPage(started)).message('hello')).predictions).toEqual({});
  page.send({ type: 'expect', prediction: 'echo', expected: 1 });
  expect((await page.message('prediction')).state).toEqual({ expected: 1, seen });
});

test('a prediction that the chapter does not have', async () => {
  const started = await serving({ chapters: [FORETOLD] });
  const page = await ready(started);
  page.send({ type: 'expect', prediction: 'ech', expected: 1 });
  expect(await page.message('error')).toMatchObject({ remedy: 'It has: echo, mtu' });
});
