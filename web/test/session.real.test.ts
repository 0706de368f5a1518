/** Who gets in, in a real Chromium: cookies go to every port of a host, and what another port is sent or sets must neither open anything nor keep the learner out. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { ask, upgrade } from '../server/testing/serving.ts';
import { endServer, FIRST, startLearner, type } from './learner.ts';

const learner = startLearner();
const { openLive } = learner;

const portOf = () => Number(new URL(learner.server.url).port);
const live = (page: Page) => page.getByText('at the prompt').first().waitFor();

/** Some other program that serves a page on this machine. @param setCookie sent with its page */
async function otherPort(setCookie: string[] = []) {
  const cookies: string[] = [];
  const server = createServer((request, response) => {
    cookies.push(request.headers.cookie ?? '');
    response.setHeader('Set-Cookie', setCookie).setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>Another program</title><link rel="icon" href="data:,">');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, cookies };
}

test('what another port is sent opens no socket and gets no key', async () => {
  const page = await openLive(FIRST);
  const other = await otherPort();
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(other.url);
  const [cookie = ''] = other.cookies;
  expect(cookie, 'Chromium sends the cookie to every port').toContain(`wirebook-${portOf()}=`);
  const control = `/ws${FIRST}`;
  for (const path of [control, `${control}/terminal/worker`]) {
    expect(await upgrade(portOf(), path, { cookie }), path).toBe(401);
  }
  const origin = new URL(learner.server.url).origin;
  expect((await ask(portOf(), '/session', { cookie, origin }, 'POST')).status).toBe(401);
  const key = await page.evaluate(() => localStorage.getItem('wirebook.key'));
  expect(key).toMatch(/^[\w-]{43}$/);
  for (const path of ['/', FIRST, '/?token=used']) {
    expect((await ask(portOf(), path, { cookie })).body, path).not.toContain(key);
  }
  // Nor does the other page see the key, or open a socket in the learner's browser.
  expect(await elsewhere.evaluate(() => localStorage.length)).toBe(0);
  const opened = await elsewhere.evaluate(
    ([address, shown]) =>
      new Promise<boolean>((resolve) => {
        const socket = new WebSocket(address as string, ['wirebook', shown as string]);
        socket.onopen = () => resolve(true);
        socket.onclose = () => resolve(false);
      }),
    [`ws://127.0.0.1:${portOf()}${control}`, key],
  );
  expect(opened).toBe(false);
  learner.complaints = learner.complaints.filter((text) => !/WebSocket connection .* 403/.test(text));
});

test.each([
  ['beside it, for a longer path', 'Path=/chapter'],
  ['in its place', 'Path=/; HttpOnly; SameSite=Strict'],
])('a cookie that another port sets %s does not keep the learner out', async (_where, attributes) => {
  const page = await openLive(FIRST);
  const other = await otherPort([`wirebook-${portOf()}=${'A'.repeat(43)}; ${attributes}`]);
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(other.url);
  await page.reload();
  await live(page);
  await type(page, 'echo still "mine"');
  await page.locator('.xterm-rows > div', { hasText: /^still mine/ }).waitFor();
  // With the cookie gone, the first answer is the page that says what to do; its script gets the cookie back.
  learner.complaints = learner.complaints.filter((text) => !/status of 401/.test(text));
});

test('a reload, another tab and another server on the same port need no other link', async () => {
  const page = await openLive(FIRST);
  await page.reload();
  await live(page);
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await live(tab);
  const startAgain = await endServer(learner);
  await page.getByText(/Connection lost/i).waitFor();
  await startAgain();
  await live(page);
  await live(tab);
});

test('a session that is over is told, and a fresh link in another tab lets the page go on', async () => {
  const page = await openLive(FIRST);
  const startAgain = await endServer(learner);
  await page.getByText(/Connection lost/i).waitFor();
  learner.forgetBrowsers();
  await startAgain();
  await page.getByText('Wirebook does not know this browser any more').waitFor();
  const tab = await page.context().newPage();
  await tab.goto(learner.server.freshUrl());
  await live(page);
  learner.complaints = learner.complaints.filter((text) => !/status of 401|code: 401/.test(text));
});
