/** A terminal's socket over the life of its shells, with a stand-in lab: nothing that is typed gets lost between them. */
import { expect, test } from 'vitest';
import { CHAPTER } from '../testing/chapter.ts';
import { login, openPage, type Page, type Serving, serving, upgrade } from '../testing/serving.ts';
import type { StandInLab } from '../testing/stand-in-lab.ts';
import { LIMITS } from './limits.ts';

const CONTROL = `/ws/chapter/${CHAPTER.id}`;
const TERMINAL = `${CONTROL}/terminal/worker`;

const texts = ({ raw }: Page) => raw.filter(({ binary }) => !binary).map(({ data }) => JSON.parse(data).type);
const type = (page: Page, data: string) => page.send({ type: 'input', data });

async function ready(): Promise<{ started: Serving; lab: StandInLab; control: Page; terminal: Page }> {
  const started = await serving();
  const control = await openPage(started);
  await control.message('lab', ({ state }) => state === 'ready');
  const terminal = await openPage(started, TERMINAL);
  await terminal.until('the snapshot', ({ raw }) => raw[0]);
  const [lab] = started.labs;
  if (!lab) throw new Error('no lab');
  return { started, lab, control, terminal };
}

function later() {
  let keep = () => {};
  const kept = new Promise<void>((resolve) => {
    keep = resolve;
  });
  return { kept, keep };
}

test.each<[what: string, message: object]>([
  ['a reset of the sandbox', { type: 'reset' }],
  ['a reset of the host', { type: 'reset', host: 'worker' }],
  ['"bring me here"', { type: 'bring', to: 'last' }],
])('after %s what is typed meanwhile reaches the new shell, in order', async (_what, message) => {
  const { lab, control, terminal } = await ready();
  const built = later();
  lab.built = built.kept;
  const old = lab.shell('worker');
  type(terminal, 'old');
  await expect.poll(() => old.written).toEqual(['old']);
  control.send(message);
  await terminal.until('the end of the old shell', (page) => texts(page).includes('waiting'));
  type(terminal, 'l');
  type(terminal, 's');
  // The size goes the same way: when the new shell has it, the keys are on their way.
  built.keep();
  await terminal.until('the new shell', (page) => texts(page).filter((text) => text === 'snapshot')[1]);
  type(terminal, '\r');
  await expect.poll(() => lab.shell('worker').written).toEqual(['l', 's', '\r']);
  expect(lab.shell('worker')).not.toBe(old);
  expect(old.written).toEqual(['old']);
  expect(texts(terminal)).toEqual(['snapshot', 'waiting', 'snapshot']);
  expect(terminal.closed).toBeUndefined();
});

test('a sandbox that has ended by itself keeps the terminal waiting for the next one', async () => {
  const { lab, control, terminal } = await ready();
  lab.shell('worker').close();
  lab.sandbox.end();
  await control.message('lab', ({ state }) => state === 'failed');
  control.send({ type: 'reset' });
  await terminal.until('the new shell', (page) => texts(page).filter((text) => text === 'snapshot')[1]);
  type(terminal, 'x');
  await expect.poll(() => lab.shell('worker').written).toEqual(['x']);
});

test('a page that types without end for a shell that does not come is let go', async () => {
  const { started, lab, control, terminal } = await ready();
  const built = later();
  lab.built = built.kept;
  control.send({ type: 'reset' });
  await terminal.until('the end of the old shell', (page) => texts(page).includes('waiting'));
  const piece = 'x'.repeat(65_536);
  for (let sent = 0; sent <= LIMITS.earlyBytes; sent += piece.length) type(terminal, piece);
  expect((await terminal.until('close', ({ closed }) => closed)).code).toBe(1008);
  expect(await upgrade(started.port, TERMINAL, { cookie: await login(started) })).toBeTypeOf('object');
  built.keep();
});

const PRINTED = Buffer.alloc(64 << 10, 'x');
/** What kernels keep of a stream that nobody reads, and more. */
const PLENTY = 64 << 20;

/** Prints, as a program does that prints without end, until the terminal is held up or the page is gone. @returns bytes */
async function printWithoutEnd(lab: StandInLab, before: () => void): Promise<number> {
  const session = lab.shell('worker');
  let printed = 0;
  while (session.pausedBy.size === 0 && session.viewers > 0 && printed < PLENTY) {
    before();
    session.print(PRINTED);
    printed += PRINTED.length;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return printed;
}

test('a page that acknowledges all and reads nothing does not fill the memory', async () => {
  const { lab, terminal } = await ready();
  terminal.socket.pause();
  let sent = 0;
  const printed = await printWithoutEnd(lab, () => {
    if (sent > 0) terminal.send({ type: 'ack', bytes: PRINTED.length });
    sent += PRINTED.length;
  });
  expect(printed).toBeLessThan(PLENTY);
  // It reads again, and is shown the rest.
  terminal.socket.resume();
  await expect.poll(() => lab.shell('worker').pausedBy.size).toBe(0);
  expect(terminal.closed).toBeUndefined();
});

test('a page that acknowledges more than it was sent is let go', async () => {
  const { lab, terminal } = await ready();
  terminal.socket.pause();
  const forged = { type: 'ack', bytes: Number.MAX_SAFE_INTEGER };
  expect(await printWithoutEnd(lab, () => terminal.send(forged))).toBeLessThan(PLENTY);
  terminal.socket.resume();
  expect((await terminal.until('close', ({ closed }) => closed)).code).toBe(1008);
});
