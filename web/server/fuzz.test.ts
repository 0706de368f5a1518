/** The server with what no page of ours says: requests and messages that are nearly right. It refuses or does them, in words, and goes on. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { changedJson, changedText, type Draw, expectPlain, fuzz } from '../../checks/testing/fuzz.ts';
import { patient } from '../../runner/slowdown.ts';
import { type ClientMessage, SUBPROTOCOL, type TerminalClientMessage } from '../protocol.ts';
import { chapterPath } from './render/index.ts';
import { CHAPTER } from './testing/chapter.ts';
import { lab } from './testing/chapter-session.ts';
import { keyFor, login, type Page, serving, upgrade } from './testing/serving.ts';

const CONTROL = `/ws/chapter/${CHAPTER.id}`;
const LONG = { timeout: patient(30_000) * Number(process.env.WIREBOOK_FUZZ ?? 1) };

const CLIENT: readonly ClientMessage[] = [
  { type: 'run', runId: 'r1', step: 'first' },
  { type: 'run', runId: 'r1', step: 'last', whenBusy: 'wait' },
  { type: 'run', runId: 'r2', step: 'inside', whenBusy: 'interrupt' },
  { type: 'stop', runId: 'r1' },
  { type: 'check', exercise: 'build' },
  { type: 'hint', item: 'mend' },
  { type: 'answer', question: 'which', text: 'right' },
  { type: 'reset', host: 'worker' },
  { type: 'reset' },
  { type: 'bring', to: 'last' },
  { type: 'up-to', to: 'last' },
  { type: 'cancel' },
  { type: 'bring-back' },
  { type: 'stay' },
];
const TERMINAL: readonly TerminalClientMessage[] = [
  { type: 'input', data: 'ls\r' },
  { type: 'resize', columns: 100, rows: 30 },
  { type: 'ack', bytes: 1 },
];
const WORDS = [
  '"type":"run"',
  '"__proto__":{}',
  '{',
  '}',
  ',',
  ':',
  '[',
  '"',
  'null',
  '"step":"constructor"',
];

/** Several of them, some as the protocol has them. */
function messages(draw: Draw, all: readonly object[]): string[] {
  return Array.from({ length: 1 + draw.below(6) }, () => {
    const message = JSON.stringify(draw.pick(all));
    if (draw.chance(0.5)) return message;
    return draw.chance(0.6) ? changedJson(draw, message) : changedText(draw, message, WORDS);
  });
}

async function opened(port: number, path: string, cookie: string): Promise<Page> {
  const page = await upgrade(port, path, { cookie });
  if (typeof page === 'number') throw new Error(`refused with ${page}`);
  return page;
}

async function leave(page: Page): Promise<void> {
  page.socket.close();
  await page.until('close', ({ closed }) => closed);
}

/** RFC 6455, 7.4.1: not of the protocol, too large, or as the page itself left. */
const CLOSED = [1008, 1009, 1005];

test('control messages', LONG, async () => {
  const started = await serving();
  const cookie = await login(started);
  await fuzz(
    60,
    (draw) => messages(draw, CLIENT),
    async (all) => {
      const page = await opened(started.port, CONTROL, cookie);
      await page.message('hello');
      for (const message of all) page.send(message);
      // What is no protocol's has closed the page by then; all else is answered in turn.
      page.send({ type: 'hint', item: 'none' });
      await page.until(
        'an end',
        ({ closed, messages: said }) =>
          closed !== undefined ||
          said.some((one) => one.type === 'error' && one.message.includes('named none')),
      );
      for (const { data } of page.raw) expectPlain(JSON.parse(data));
      await leave(page);
      expect(CLOSED).toContain(page.closed?.code);
      expect(started.log).toEqual([]);
    },
  );
  const page = await opened(started.port, CONTROL, cookie);
  page.send({ type: 'reset' });
  await page.message('cleared');
  await page.message('lab', ({ state }) => state === 'ready');
  expect(started.labs).toHaveLength(1);
});

test('terminal messages', LONG, async () => {
  const started = await serving();
  const cookie = await login(started);
  let end = 0;
  await fuzz(
    60,
    (draw) => messages(draw, TERMINAL),
    async (all) => {
      const page = await opened(started.port, `${CONTROL}/terminal/worker`, cookie);
      await page.until('the snapshot', ({ raw }) => raw[0]);
      for (const message of all) page.send(message);
      end += 1;
      page.send({ type: 'input', data: `end ${end}` });
      const { written } = lab(started).shell('worker');
      await expect.poll(() => page.closed !== undefined || written.includes(`end ${end}`)).toBe(true);
      await leave(page);
      expect(CLOSED).toContain(page.closed?.code);
      expect(written.every((data) => typeof data === 'string')).toBe(true);
      expect(started.log).toEqual([]);
    },
  );
});

test('requests', LONG, async () => {
  const started = await serving();
  const { port } = started;
  const cookie = await login(started);
  const origin = `http://127.0.0.1:${port}`;
  const head = `Host: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nOrigin: ${origin}\r\nConnection: close\r\n`;
  const socket = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`;
  const requests = [
    ...['/', chapterPath(CHAPTER.id), '/app/assets/main-1.js', '/?token=x', '/nothing'].map(
      (path) => `GET ${path} HTTP/1.1\r\n${head}\r\n`,
    ),
    `POST /session HTTP/1.1\r\n${head}Authorization: Bearer ${keyFor(cookie)}\r\nContent-Length: 0\r\n\r\n`,
    `GET ${CONTROL} HTTP/1.1\r\n${head}${socket}Sec-WebSocket-Protocol: ${SUBPROTOCOL}, x\r\n\r\n`,
  ];
  const words = [
    '%ff',
    '%00',
    '%2e%2e/',
    '..',
    '//',
    '?',
    '#',
    '=',
    '&',
    ';',
    ',',
    '\r\n',
    'HTTP/1.0',
    'Cookie: ',
    'Bearer ',
  ];
  await fuzz(
    150,
    (draw) => changedText(draw, draw.pick(requests), words, requests),
    async (request) => {
      // A request that is cut short is answered when its end is; an answer that is no more than hanging up is one, too.
      const answer = await text(connect(port, '127.0.0.1').end(request)).catch(() => '');
      expect(answer).toMatch(
        /^$|^HTTP\/1\.1 (101|200|204|303|304|400|401|403|404|405|408|413|414|417|421|426|431|501|503) /,
      );
      expect(started.log).toEqual([]);
    },
  );
});
