/** A session from a page's side, over real sockets, with a stand-in lab: what is told to whom, and what happens exactly once. */
import { expect, test } from 'vitest';
import { CHAPTER } from '../testing/chapter.ts';
import { CONTROL, lab, later, ready } from '../testing/chapter-session.ts';
import { login, openPage, serving, upgrade } from '../testing/serving.ts';
import { StandInLab } from '../testing/stand-in-lab.ts';

test('hello first, with all that a fresh page needs; one lab for all tabs', async () => {
  const started = await serving();
  const page = await ready(started);
  expect(page.messages[0]).toEqual({
    type: 'hello',
    chapter: CHAPTER.id,
    hosts: ['worker', 'worker2'],
    sandbox: null,
    items: {
      build: { done: false, points: 0, possible: 10, hintsShown: 0 },
      mend: { done: false, points: 0, possible: 7, hintsShown: 0 },
      which: { done: false, points: 0, possible: 5, hintsShown: 0 },
    },
    runs: {},
    checks: {},
    touched: [],
    hints: {
      build: { shown: [], total: 2 },
      mend: { shown: [], total: 0 },
      which: { shown: [], total: 1 },
    },
    predictions: {},
  });
  await page.message('shell', ({ host, state }) => host === 'worker2' && state === 'prompt');
  await ready(started);
  expect(started.labs).toHaveLength(1);
});

test('a step is run once, whoever asks again, and all tabs see it', async () => {
  const started = await serving();
  const [asks, sees] = [await ready(started), await ready(started)];
  const step = later();
  lab(started).stepEnds = step.kept;
  asks.send({ type: 'run', runId: 'r1', step: 'first' });
  await sees.message('running', ({ runId }) => runId === 'r1');
  asks.socket.terminate();

  const back = await ready(started);
  await back.message('running', ({ runId }) => runId === 'r1');
  back.send({ type: 'run', runId: 'r1', step: 'first' });
  back.send({ type: 'hint', item: 'build' });
  await back.message('hints');
  step.keep();
  const { run, comparison } = await back.message('ran');
  expect(run).toMatchObject({ step: 'first', outcome: 'ran', exit: 0, output: 'first\n' });
  expect(comparison).toMatchObject({ same: true });
  await sees.message('ran', ({ runId }) => runId === 'r1');

  back.messages.length = 0;
  back.send({ type: 'run', runId: 'r1', step: 'first' });
  await back.message('ran', ({ runId }) => runId === 'r1');
  back.send({ type: 'run', runId: 'r1', step: 'last' });
  expect((await back.message('error')).message).toContain('is one of step first');
  expect(lab(started).ran).toEqual(['r1']);

  const later_ = await ready(started);
  const hello = await later_.message('hello');
  expect(hello.runs.first?.run.output).toBe('first\n');
});

test('ticks come and go with the state; points stay, and are there after a restart', async () => {
  const started = await serving();
  const page = await ready(started);
  await page.message(
    'checks',
    ({ exercise, results }) => exercise === 'build' && results[0]?.verdict === 'fail',
  );
  lab(started).verdict = 'pass';
  lab(started).shell('worker').commandEnded();
  await page.message(
    'checks',
    ({ exercise, results }) => exercise === 'build' && results[0]?.verdict === 'pass',
  );
  const { progress } = await page.message('progress', ({ item }) => item === 'build');
  expect(progress).toEqual({ done: true, points: 10, possible: 10, hintsShown: 0 });

  page.messages.length = 0;
  lab(started).verdict = 'fail';
  lab(started).shell('worker').commandEnded();
  await page.message(
    'checks',
    ({ exercise, results }) => exercise === 'build' && results[0]?.verdict === 'fail',
  );
  await started.served.close();

  const again = await serving({ progressFile: started.progressFile });
  const { items } = await (await openPage(again)).message('hello');
  expect(items.build).toMatchObject({ done: true, points: 10 });
});

test('the same verdict is not told twice, unless somebody asks for it', async () => {
  const started = await serving();
  const page = await ready(started);
  const of = (wanted: string) =>
    page.messages.filter((message) => message.type === 'checks' && message.exercise === wanted);
  await page.message('checks', ({ exercise }) => exercise === 'mend');
  for (let time = 0; time < 3; time += 1) {
    lab(started).shell('worker').commandEnded();
    page.send({ type: 'check', exercise: 'build' }); // judged after what the command has set off
    const answers = of('build').length;
    await page.until('an answer', () => of('build').length > answers);
  }
  expect(of('mend')).toHaveLength(1);
  expect(of('build')).toHaveLength(4);
});

test('hints come one at a time, cost nothing, and are text', async () => {
  const started = await serving();
  const page = await ready(started);
  page.send({ type: 'hint', item: 'build' });
  expect(await page.message('hints')).toMatchObject({
    total: 2,
    shown: [expect.stringContaining('<em>hint</em>')],
  });
  page.send({ type: 'hint', item: 'build' });
  const both = await page.message('hints', ({ shown }) => shown.length === 2);
  expect(both.shown[1]).toContain('&lt;b&gt;');
  page.send({ type: 'hint', item: 'build' });
  await page.message('progress', ({ progress }) => progress.hintsShown === 2);
  const { hints } = await (await openPage(started)).message('hello');
  expect(hints.build?.shown).toHaveLength(2);
});

test('answers are judged and kept; the right one earns its points', async () => {
  const started = await serving();
  const page = await ready(started);
  page.send({ type: 'answer', question: 'which', text: 'wrong' });
  await page.message('answered', ({ result }) => result.verdict === 'fail');
  page.send({ type: 'answer', question: 'which', text: 'right' });
  await page.message('answered', ({ result }) => result.verdict === 'pass');
  const { progress } = await page.message('progress', ({ item }) => item === 'which');
  expect(progress).toMatchObject({ done: true, points: 5 });
});

test('a reset: runs are gone, terminals come back to the new shell, another request waits its turn', async () => {
  const started = await serving();
  const page = await ready(started);
  const cookie = await login(started);
  const terminal = await upgrade(started.port, `${CONTROL}/terminal/worker`, { cookie });
  if (typeof terminal === 'number') throw new Error(`refused with ${terminal}`);
  await terminal.until('the snapshot', ({ raw }) => raw[0]);
  page.send({ type: 'run', runId: 'r1', step: 'first' });
  await page.message('ran');

  page.messages.length = 0;
  const sandbox = later();
  lab(started).built = sandbox.kept;
  page.send({ type: 'reset' });
  await page.message(
    'lab',
    ({ state, doing }) => state === 'working' && doing === 'building a fresh sandbox',
  );
  await page.message('cleared', ({ host }) => host === undefined);
  page.send({ type: 'reset' });
  expect(await page.message('error')).toMatchObject({ message: expect.stringContaining('at work already') });
  page.send({ type: 'run', runId: 'r2', step: 'first' });
  const refusal = await page.message('ran', ({ runId }) => runId === 'r2');
  expect(refusal.run).toMatchObject({
    outcome: 'refused',
    reason: expect.stringContaining('being prepared'),
  });
  const early = await upgrade(started.port, `${CONTROL}/terminal/worker2`, { cookie });
  if (typeof early === 'number') throw new Error(`refused with ${early}`);
  early.send({ type: 'input', data: 'typed early' });
  sandbox.keep();
  await page.message('lab', ({ state }) => state === 'ready');
  await terminal.until(
    'the new shell',
    ({ raw }) => raw.at(-1)?.data.includes('"snapshot"') && raw.length > 1,
  );
  await early.until('the new shell', ({ raw }) => raw[0]);
  await expect.poll(() => lab(started).shell('worker2').written).toEqual(['typed early']);
  expect((await (await openPage(started)).message('hello')).runs).toEqual({});
});

test('one host can be reset alone: its runs and its terminal go, the others stay', async () => {
  const started = await serving();
  const page = await ready(started);
  page.send({ type: 'run', runId: 'r1', step: 'first' });
  page.send({ type: 'run', runId: 'r2', step: 'inside' });
  await page.message('ran', ({ runId }) => runId === 'r1');
  await page.message('ran', ({ runId }) => runId === 'r2');
  const cookie = await login(started);
  const [gone, stays] = await Promise.all(
    ['worker', 'worker2'].map((host) => upgrade(started.port, `${CONTROL}/terminal/${host}`, { cookie })),
  );
  if (typeof gone !== 'object' || typeof stays !== 'object') throw new Error('refused');
  await Promise.all([gone, stays].map((terminal) => terminal.until('the snapshot', ({ raw }) => raw[0])));
  page.send({ type: 'reset', host: 'worker' });
  await page.message('cleared', ({ host }) => host === 'worker');
  await gone.until('the new shell', ({ raw }) => raw.at(-1)?.data.includes('"snapshot"') && raw.length > 1);
  expect(stays.raw).toHaveLength(1);
  expect(Object.keys((await (await openPage(started)).message('hello')).runs)).toEqual(['inside']);
});

test('"bring me here" tells what it does, and what it has solved earns nothing', async () => {
  const started = await serving();
  const page = await ready(started);
  page.send({ type: 'bring', to: 'mend' });
  await page.message('lab', ({ doing }) => doing === '3/3 build');
  for (const step of ['first', 'inside']) {
    const { runId } = await page.message('running', (message) => message.step === step);
    const { run } = await page.message('ran', (message) => message.runId === runId);
    expect(run).toMatchObject({ step, output: `${step}\n` });
  }
  expect((await page.message('progress', ({ item }) => item === 'build')).progress).toMatchObject({
    given: true,
  });
  lab(started).verdict = 'pass';
  await page.until('the end', ({ messages }) => {
    const last = messages.findLast((message) => message.type === 'lab');
    return last?.type === 'lab' && last.state === 'ready' && last.bringing === undefined;
  });
  page.send({ type: 'check', exercise: 'build' });
  page.send({ type: 'check', exercise: 'mend' });
  await page.message('progress', ({ item, progress }) => item === 'mend' && progress.done);
  const { items, runs } = await (await openPage(started)).message('hello');
  expect(items.build).toMatchObject({ done: false, given: true });
  expect(Object.keys(runs)).toEqual(['first', 'inside']);
});

test('a sandbox that ends by itself is told, and a reset brings another', async () => {
  const started = await serving();
  const page = await ready(started);
  lab(started).sandbox.end();
  const { remedy } = await page.message('lab', ({ state }) => state === 'failed');
  expect(remedy).toContain('Reset');
  expect(await (await openPage(started)).message('lab')).toMatchObject({ state: 'failed' });
  page.messages.length = 0;
  page.send({ type: 'reset' });
  await page.message('lab', ({ state }) => state === 'ready');
});

test('a lab that cannot be opened is told with its remedy, and tried again on demand', async () => {
  let opened = 0;
  let broken = true;
  const started = await serving({
    openLab: async (chapter, { seed }) => {
      opened += 1;
      if (broken) throw new Error('no user namespaces here');
      return new StandInLab(chapter, seed);
    },
  });
  const page = await openPage(started);
  expect(await page.message('lab', ({ state }) => state === 'failed')).toMatchObject({
    error: 'no user namespaces here',
  });
  page.send({ type: 'run', runId: 'r1', step: 'first' });
  expect((await page.message('ran')).run).toMatchObject({
    outcome: 'refused',
    reason: 'no user namespaces here',
  });
  const cookie = await login(started);
  const terminal = await upgrade(started.port, `${CONTROL}/terminal/worker`, { cookie });
  if (typeof terminal === 'number') throw new Error(`refused with ${terminal}`);
  terminal.send({ type: 'resize', columns: 100, rows: 30 });
  page.send({ type: 'hint', item: 'build' });
  await page.message('hints');
  expect(opened).toBe(2); // by the page and by the run, but not by the terminal: it waits
  broken = false;
  page.send({ type: 'reset' });
  await page.message('lab', ({ state }) => state === 'ready');
  await terminal.until('the snapshot', ({ raw }) => raw[0]);
});

test('sandboxes that nobody looks at: the one left longest ago is closed, and a log line says so', async () => {
  const chapters = ['01-one', '02-two', '03-three'].map((id) => ({ ...CHAPTER, id }));
  const started = await serving({ chapters, idleLabs: 1 });
  for (const { id } of chapters) {
    const page = await openPage(started, `/ws/chapter/${id}`);
    await page.message('lab', ({ state }) => state === 'ready');
    page.socket.close();
    await page.until('close', ({ closed }) => closed);
  }
  await expect.poll(() => started.labs.map(({ closed }) => closed)).toEqual([true, true, false]);
  expect(started.log).toEqual([
    expect.stringContaining('Closed the sandbox of 01-one'),
    expect.stringContaining('Closed the sandbox of 02-two'),
  ]);
  const back = await openPage(started, '/ws/chapter/01-one');
  await back.message('lab', ({ state }) => state === 'ready');
  expect(started.labs).toHaveLength(4);
});

test('room for one sandbox: the chapter that nobody looks at gives way before the other is built', async () => {
  const chapters = ['01-one', '02-two'].map((id) => ({ ...CHAPTER, id }));
  const labs: StandInLab[] = [];
  const alive: number[] = [];
  const started = await serving({
    chapters,
    capacity: 1,
    openLab: async (chapter, { seed }) => {
      alive.push(labs.filter(({ closed }) => !closed).length);
      const lab = new StandInLab(chapter, seed);
      labs.push(lab);
      return lab;
    },
  });
  for (const { id } of [...chapters, ...chapters]) {
    const page = await openPage(started, `/ws/chapter/${id}`);
    await page.message('lab', ({ state }) => state === 'ready');
    // Gone and back, as a page that is reloaded: it keeps its sandbox.
    page.socket.close();
    await page.until('close', ({ closed }) => closed);
    const again = await openPage(started, `/ws/chapter/${id}`);
    await again.message('lab', ({ state }) => state === 'ready');
    again.socket.close();
    await again.until('close', ({ closed }) => closed);
  }
  expect(alive).toEqual([0, 0, 0, 0]);
  expect(started.log[0]).toContain(
    'Closed the sandbox of 01-one: nobody looks at it, and there is room for no more',
  );
});

test('what the building of a sandbox waits for is told', async () => {
  const built = later();
  const started = await serving({
    openLab: async (chapter, { seed, onProgress }) => {
      onProgress('starting worker (a minute or more)');
      await built.kept;
      return new StandInLab(chapter, seed);
    },
  });
  const page = await openPage(started);
  await page.message(
    'lab',
    ({ state, doing }) => state === 'starting' && doing?.startsWith('starting worker') === true,
  );
  built.keep();
  await page.message('lab', ({ state }) => state === 'ready');
});

test('the end of the server: pages are told, labs closed, also one that is just being replaced', async () => {
  const started = await serving();
  const page = await ready(started);
  const sandbox = later();
  lab(started).built = sandbox.kept;
  page.send({ type: 'reset' });
  await page.message('lab', ({ state }) => state === 'working');
  const closing = started.served.close();
  expect((await page.until('close', ({ closed }) => closed)).code).toBe(1001);
  sandbox.keep();
  await closing;
  expect(lab(started).closed).toBe(true);
  await expect(lab(started).sandbox.ended).resolves.toBeUndefined();
  await started.served.close();
});
