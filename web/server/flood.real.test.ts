/** Programs that print without end, in real terminals: the server goes on, and its memory does not grow with what they print. */
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { driverByName } from '../../runner/sandbox/drivers.ts';
import type { Lab } from '../../runner/session/lab.ts';
import { openLab } from '../../runner/session/open.ts';
import { patient } from '../../runner/slowdown.ts';
import { CHAPTER } from './testing/chapter.ts';
import { ask, login, openPage, type Page, serving, upgrade } from './testing/serving.ts';

const CONTROL = `/ws/chapter/${CHAPTER.id}`;
const LATE = patient(1_000);
/** Bytes that may be on their way, above what was when a terminal was full: a page's megabyte, and what is not parsed yet. */
const ROOM = 6 << 20;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that this process cannot give back. */
function held(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** The same while much is on its way: the least of a few looks. */
async function heldAtLeast(): Promise<number> {
  let least = held();
  for (let look = 1; look < 5; look += 1) {
    await delay(10);
    least = Math.min(least, held());
  }
  return least;
}

/** A page that shows a terminal, and acknowledges what it has parsed. */
async function terminal(port: number, cookie: string): Promise<Page> {
  const page = await upgrade(port, `${CONTROL}/terminal/worker`, { cookie });
  if (typeof page === 'number') throw new Error(`refused with ${page}`);
  await page.until('the snapshot', ({ raw }) => raw[0]);
  page.socket.on('message', (data: Buffer, binary) => {
    page.raw.length = 0;
    if (binary) page.send({ type: 'ack', bytes: data.length });
  });
  return page;
}

/** A server with real labs, and a page that has one. */
async function withLab() {
  const labs: Lab[] = [];
  const started = await serving({
    openLab: async (chapter, { seed }) => {
      const lab = await openLab(chapter, { driver: driverByName('namespaces'), seed, kinds: KINDS });
      labs.push(lab);
      return lab;
    },
  });
  const { port } = started;
  const cookie = await login(started);
  const control = await openPage(started);
  await control.message('lab', ({ state }) => state === 'ready');
  const session = await labs[0]?.session('worker');
  if (session === undefined) throw new Error('no lab');
  /** Asks for a page again and again until the fact. @returns the longest that it had to be waited for */
  const slowestUntil = async (fact: () => boolean) => {
    let slowest = 0;
    while (!fact()) {
      const asked = performance.now();
      expect((await ask(port, '/', { cookie })).status).toBe(200);
      slowest = Math.max(slowest, performance.now() - asked);
      await delay(10);
    }
    return slowest;
  };
  return { control, session, slowestUntil, looks: () => terminal(port, cookie) };
}

test.each<[what: string, command: string, bytes: number, watched: boolean]>([
  ['lines, while a page looks', 'yes', 10 << 20, true],
  ['any bytes, while nobody looks', 'cat /dev/urandom', 10 << 20, false],
  ['modes that no terminal knows', `seq -f $'\\e[?%.0fh' 1 100000000`, 4 << 20, false],
  ['a sequence that does not end', `printf '\\e]633;'; yes | tr -d '\\n'`, 10 << 20, false],
])('%s', async (_what, command, bytes, watched) => {
  const { session, slowestUntil, looks } = await withLab();
  const page = watched ? await looks() : undefined;
  const complaints = vi.spyOn(console, 'error').mockReturnValue(undefined);
  onTestFinished(() => complaints.mockRestore());
  let printed = 0;
  session.on('data', (chunk) => {
    printed += chunk.length;
  });
  session.write(`${command}\r`);
  // What a full scrollback and compiled code take is there once, however much is printed after that.
  const slowestAtFirst = await slowestUntil(() => printed >= bytes);
  const full = await heldAtLeast();
  const slowestThen = await slowestUntil(() => printed >= 3 * bytes);
  await expect.poll(async () => (await heldAtLeast()) - full).toBeLessThan(ROOM);
  session.write('\x03');
  await expect.poll(() => session.state).toBe('prompt');
  expect(Math.max(slowestAtFirst, slowestThen)).toBeLessThan(LATE);
  expect(page?.closed).toBeUndefined();
  await session.snapshot();
  expect(complaints).not.toHaveBeenCalled();
});

test('a step with more output than anybody records', async () => {
  const { control, session, slowestUntil } = await withLab();
  session.write('echo() { yes x | head -c 3000000; }\r');
  await expect.poll(() => session.state).toBe('prompt');
  control.send({ type: 'run', runId: 'long', step: 'first' });
  const slowest = await slowestUntil(() => control.messages.some(({ type }) => type === 'ran'));
  const { run, comparison } = await control.message('ran');
  expect(run).toMatchObject({ outcome: 'ran', exit: 0 });
  expect(run.output.length).toBeLessThan(1 << 18);
  expect(comparison?.same).toBe(false);
  expect(slowest).toBeLessThan(LATE);
});
