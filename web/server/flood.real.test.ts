/** Programs that print without end, in real terminals: the server goes on, and its memory does not grow with what they print. */
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import type { Lab } from '../../runner/lab/lab.ts';
import { openLab } from '../../runner/lab/open.ts';
import { driverByName } from '../../runner/sandbox/drivers.ts';
import { patient } from '../../runner/slowdown.ts';
import { CHAPTER } from './testing/chapter.ts';
import { ask, login, openPage, type Page, serving, upgrade } from './testing/serving.ts';

const CONTROL = `/ws/chapter/${CHAPTER.id}`;
const LATE = patient(1_000);
/** Bytes that may be on their way: a page's megabyte, and what is not parsed yet. */
const ROOM = 8 << 20;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that this process cannot give back. */
function held(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
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

test.each<[what: string, command: string, bytes: number, looks: boolean]>([
  ['lines, while a page looks', 'yes', 16 << 20, true],
  ['any bytes, while nobody looks', 'cat /dev/urandom', 16 << 20, false],
  ['modes that no terminal knows', `seq -f $'\\e[?%.0fh' 1 100000000`, 4 << 20, false],
  ['a sequence that does not end', `printf '\\e]633;'; yes | tr -d '\\n'`, 16 << 20, false],
])('%s', async (_what, command, bytes, looks) => {
  const labs: Lab[] = [];
  const started = await serving({
    openLab: async (chapter, seed) => {
      const lab = await openLab(chapter, { driver: driverByName('namespaces'), seed, kinds: KINDS });
      labs.push(lab);
      return lab;
    },
  });
  const cookie = await login(started);
  const control = await openPage(started);
  await control.message('lab', ({ state }) => state === 'ready');
  const page = looks ? await terminal(started.port, cookie) : undefined;
  const session = await labs[0]?.session('worker');
  if (session === undefined) throw new Error('no lab');

  const complaints = vi.spyOn(console, 'error').mockReturnValue(undefined);
  onTestFinished(() => complaints.mockRestore());
  const before = held();
  let printed = 0;
  session.on('data', (chunk) => {
    printed += chunk.length;
  });
  session.write(`${command}\r`);
  let slowest = 0;
  while (printed < bytes) {
    const asked = performance.now();
    expect((await ask(started.port, '/', { cookie })).status).toBe(200);
    slowest = Math.max(slowest, performance.now() - asked);
    await delay(10);
  }
  // It goes on printing; what was collected is given back a little later.
  await expect.poll(() => held() - before).toBeLessThan(ROOM);
  session.write('\x03');
  await expect.poll(() => session.state).toBe('prompt');
  expect(slowest).toBeLessThan(LATE);
  expect(page?.closed).toBeUndefined();
  await session.snapshot();
  expect(complaints).not.toHaveBeenCalled();
});
