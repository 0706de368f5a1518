/** The server from outside: each test is something that a foreign page, a rebound name or a forged message would try. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { patient } from '../../runner/slowdown.ts';
import { ProgressDatabase } from './progress/database.ts';
import { chapterPath } from './render/index.ts';
import { LIMITS } from './sockets/limits.ts';
import { CHAPTER } from './testing/chapter.ts';
import { ask, keyFor, login, openPage, serving, upgrade } from './testing/serving.ts';

const CONTROL = `/ws/chapter/${CHAPTER.id}`;

test('the printed link: token of 256 bits, away at once, an HttpOnly and SameSite=Strict cookie and a key instead', async () => {
  const { served, port } = await serving();
  const link = new URL(served.url);
  expect(link.hostname).toBe('127.0.0.1');
  expect(Buffer.from(link.searchParams.get('token') ?? '', 'base64url')).toHaveLength(32);
  const first = await ask(port, `/${link.search}`);
  expect(first.status).toBe(200);
  expect(first.body).toMatch(/<meta name="wirebook-key" content="[\w-]{43}"\/>/);
  expect(first.headers['referrer-policy']).toBe('no-referrer');
  expect(first.headers['cache-control']).toBe('no-store');
  const cookie = first.headers['set-cookie']?.[0] ?? '';
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; /);
  expect(first.body).not.toContain(/=([\w-]{43});/.exec(cookie)?.[1]);
  const home = await ask(port, '/', { cookie: cookie.split(';')[0] ?? '' });
  expect(home.status).toBe(200);
  expect(home.headers['cache-control']).toBe('no-store');
  expect(home.body).toContain('Small');

  const again = await ask(port, `/${link.search}`);
  expect(again.status).toBe(401);
  expect(again.headers).not.toHaveProperty('set-cookie');
  expect(again.body).toContain('npx wirebook serve');
});

test('the home page says what labs of this machine are not kept from, and nothing where there is nothing to say', async () => {
  const notice = 'A lab can use <all> memory';
  for (const options of [{ notice }, {}]) {
    const started = await serving(options);
    const { body } = await ask(started.port, '/', { cookie: await login(started) });
    expect(body.includes('A lab can use &lt;all> memory')).toBe('notice' in options);
  }
});

test('the link again, in the browser that it has let in', async () => {
  const started = await serving();
  const cookie = await login(started);
  expect((await ask(started.port, '/?token=used', { cookie })).status).toBe(303);
});

test('a fresh link makes the one before void; HEAD and pictures do not use one up', async () => {
  const { served, port } = await serving();
  const old = new URL(served.url).search;
  const fresh = new URL(served.freshUrl()).search;
  expect((await ask(port, `/${old}`)).status).toBe(401);
  expect((await ask(port, `/${fresh}`, {}, 'HEAD')).status).toBe(401);
  expect((await ask(port, `/${fresh}`, { 'sec-fetch-mode': 'no-cors' })).status).toBe(401);
  expect((await ask(port, `/${fresh}`, { 'sec-fetch-mode': 'navigate' })).status).toBe(200);
});

test('wrong tokens, in any shape and number, do not keep the right one out', async () => {
  const { port, served } = await serving();
  const statuses: number[] = [];
  for (const query of ['?token=', '?token=x', '?token[]=x', `?token=${'A'.repeat(43)}`]) {
    statuses.push((await ask(port, `/${query}`)).status);
  }
  expect(statuses).toEqual([401, 401, 401, 401]);
  for (let time = 0; time < 20; time += 1) await ask(port, '/?token=guess');
  expect((await ask(port, `/${new URL(served.url).search}`)).status).toBe(200);
});

test('without the cookie there is nothing but a page that says what to do', async () => {
  const { port } = await serving();
  for (const path of ['/', chapterPath(CHAPTER.id), '/app/assets/main-1.js', '/nothing', '/?tok=1']) {
    const answer = await ask(port, path, { cookie: `wirebook-${port}=${'A'.repeat(43)}` });
    expect(answer.status, path).toBe(401);
    expect(answer.body).toContain('npx wirebook serve');
    expect(answer.body).not.toContain('Small');
  }
  const followed = await ask(port, '/', { 'sec-fetch-site': 'cross-site' });
  expect(followed.body).toContain('<a class="button primary" href="/">');
  expect(followed.body).not.toContain('<script');
});

test('the script of that page is there for everybody, and is all that is', async () => {
  const { port } = await serving();
  const [, script = ''] = /<script type="module" src="(.+?)">/.exec((await ask(port, '/')).body) ?? [];
  expect((await ask(port, script)).status).toBe(200);
  expect((await ask(port, '/app/assets/session-1.js')).status).toBe(200);
  expect((await ask(port, '/app/assets/main-1.js')).status).toBe(401);
});

test('a cookie alone, as another port is sent it, opens no socket and gets no key', async () => {
  const started = await serving();
  const { port, labs } = started;
  const cookie = await login(started);
  const origin = `http://127.0.0.1:${port}`;
  const [, caught = ''] = cookie.split('=');
  for (const path of [CONTROL, `${CONTROL}/terminal/worker`]) {
    for (const key of [null, 'x', caught, 'A'.repeat(43)]) {
      expect(await upgrade(port, path, { cookie, key }), `${path} ${key}`).toBe(401);
    }
  }
  expect((await ask(port, '/session', { cookie, origin }, 'POST')).status).toBe(401);
  const bearer = { cookie, origin, authorization: `Bearer ${caught}` };
  expect((await ask(port, '/session', bearer, 'POST')).status).toBe(401);
  for (const path of ['/', chapterPath(CHAPTER.id), '/?token=used', '/session']) {
    expect((await ask(port, path, { cookie })).body, path).not.toContain(keyFor(cookie));
  }
  expect(labs).toEqual([]);
});

test('two cookies of the name, as another port can set them, keep nobody out', async () => {
  const started = await serving();
  const cookie = await login(started);
  const junk = `wirebook-${started.port}=${'A'.repeat(43)}`;
  expect((await ask(started.port, '/', { cookie: `${junk}; ${cookie}` })).status).toBe(200);
  expect((await ask(started.port, '/', { cookie: `${cookie}; ${junk}` })).status).toBe(200);
  expect((await ask(started.port, '/', { cookie: `${junk}; ${junk}` })).status).toBe(401);
});

test('the key brings the cookie back, but not to another origin', async () => {
  const started = await serving();
  const { port } = started;
  const cookie = await login(started);
  const authorization = `Bearer ${keyFor(cookie)}`;
  const renewed = await ask(port, '/session', { authorization, origin: `http://127.0.0.1:${port}` }, 'POST');
  expect(renewed.status).toBe(204);
  expect(renewed.headers['set-cookie']?.[0]?.split(';')[0]).toBe(cookie);
  for (const origin of ['', `http://127.0.0.1:${port + 1}`, 'http://evil.example']) {
    const headers = { authorization, ...(origin && { origin }) };
    expect((await ask(port, '/session', headers, 'POST')).status, origin).toBe(403);
  }
});

test('a session outlives the server; its cookie is of one port only', async () => {
  const first = await serving();
  const cookie = await login(first);
  await first.served.close();
  const { port } = await serving({ progressFile: first.progressFile, port: first.port });
  expect((await ask(port, '/', { cookie })).status).toBe(200);
  const elsewhere = await serving({ progressFile: first.progressFile });
  expect((await ask(elsewhere.port, '/', { cookie })).status).toBe(401);
});

test.each([
  'evil.example',
  'evil.example:PORT',
  '127.0.0.1',
  '127.0.0.1.evil.example:PORT',
  '192.168.0.1:PORT',
])('a rebound name is not ours: Host %j', async (name) => {
  const started = await serving();
  const cookie = await login(started);
  const host = name.replace('PORT', String(started.port));
  const answer = await ask(started.port, '/', { cookie, host });
  expect(answer.status).toBe(421);
  expect(answer.body).not.toContain('Small');
  expect(await upgrade(started.port, CONTROL, { cookie, host, origin: `http://${host}` })).toBe(421);
  const token = await ask(started.port, `/${new URL(started.served.freshUrl()).search}`, { host });
  expect(token.headers).not.toHaveProperty('set-cookie');
});

test('localhost and [::1] are ours, too', async () => {
  const started = await serving();
  const cookie = await login(started);
  for (const name of ['localhost', '[::1]', 'LocalHost']) {
    const host = `${name}:${started.port}`;
    expect((await ask(started.port, '/', { cookie, host })).status, host).toBe(200);
  }
});

test('anything but a read needs our own origin, and then there is nothing to write', async () => {
  const started = await serving();
  const cookie = await login(started);
  const own = `http://127.0.0.1:${started.port}`;
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
    expect((await ask(started.port, '/', { cookie }, method)).status).toBe(403);
    expect((await ask(started.port, '/', { cookie, origin: 'http://evil.example' }, method)).status).toBe(
      403,
    );
    expect((await ask(started.port, '/', { cookie, origin: own }, method)).status).toBe(405);
  }
});

test('no upgrade without key, or from a missing, foreign or nearly right origin', async () => {
  const started = await serving();
  const { port, labs } = started;
  const cookie = await login(started);
  const path = `${CONTROL}/terminal/worker`;
  expect(await upgrade(port, CONTROL)).toBe(401);
  expect(await upgrade(port, path)).toBe(401);
  expect(await upgrade(port, CONTROL, { key: 'A'.repeat(43) })).toBe(401);
  for (const origin of [
    null,
    'null',
    'http://evil.example',
    `https://127.0.0.1:${port}`,
    `http://localhost:${port}`,
    `http://127.0.0.1:${port + 1}`,
    `http://127.0.0.1:${port}.evil.example`,
  ]) {
    expect(await upgrade(port, CONTROL, { cookie, origin }), String(origin)).toBe(403);
    expect(await upgrade(port, path, { cookie, origin }), String(origin)).toBe(403);
  }
  expect(labs).toEqual([]);
});

test('no terminal of a host that is not of the chapter, nor of a chapter that is none', async () => {
  const started = await serving();
  const { port, labs } = started;
  const cookie = await login(started);
  for (const path of [
    `${CONTROL}/terminal/control-plane`,
    `${CONTROL}/terminal/internet`,
    `${CONTROL}/terminal/worker/`,
    `${CONTROL}/terminal/..%2f..%2fworker`,
    '/ws/chapter/99-none',
    '/ws/chapter/99-none/terminal/worker',
    '/ws/chapter/__proto__',
    '/',
  ]) {
    expect(await upgrade(port, path, { cookie }), path).toBe(404);
  }
  expect(labs).toEqual([]);
});

test.each([
  ['no JSON', '{"type":'],
  ['no object', '42'],
  ['an unknown type', { type: 'shutdown' }],
  ['an unknown field', { type: 'check', exercise: 'build', force: true }],
  ['a name that is none', { type: 'hint', item: '../../etc/passwd' }],
  ['a host that is none', { type: 'interrupt', host: 'machine' }],
  ['an answer without end', { type: 'answer', question: 'which', text: 'x'.repeat(201) }],
])('%s ends the connection with a word', async (_what, message) => {
  const page = await openPage(await serving());
  await page.message('hello');
  page.send(message);
  const { message: words } = await page.message('error');
  expect(words).toMatch(/not JSON|not of the protocol/);
  expect((await page.until('close', ({ closed }) => closed)).code).toBe(1008);
});

test('binary control messages, too large ones, and too many', async () => {
  const started = await serving();
  const binary = await openPage(started);
  binary.socket.send(Buffer.from('{"type":"reset"}'));
  expect((await binary.until('close', ({ closed }) => closed)).code).toBe(1008);

  const large = await openPage(started);
  large.send('x'.repeat(LIMITS.controlBytes + 1));
  expect((await large.until('close', ({ closed }) => closed)).code).toBe(1009);

  const many = await openPage(started);
  // Far more than is granted again while the server answers them, and none that costs it anything.
  for (let time = 0; time < LIMITS.controlBurst * 20; time += 1)
    many.send({ type: 'check', exercise: 'none' });
  await many.message('error', ({ message }) => message === 'Too many messages.');
  expect((await many.until('close', ({ closed }) => closed)).code).toBe(1008);
});

test('a terminal takes no junk either, and nothing too large', async () => {
  const started = await serving();
  for (const [junk, code] of [
    ['junk', 1008],
    [JSON.stringify({ type: 'input', data: 'x', host: 'worker2' }), 1008],
    [JSON.stringify({ type: 'input', data: 'x'.repeat(65_537) }), 1008],
    ['x'.repeat(LIMITS.terminalBytes + 1), 1009],
  ] as const) {
    const page = await openPage(started, `${CONTROL}/terminal/worker`);
    await page.until('the snapshot', ({ raw }) => raw[0]);
    page.send(junk);
    expect((await page.until('close', ({ closed }) => closed)).code).toBe(code);
  }
  expect(started.labs[0]?.shell('worker').written).toEqual([]);
});

test('what is asked of a chapter names only what the chapter has', async () => {
  const page = await openPage(await serving());
  for (const message of [
    { type: 'run', runId: 'r1', step: 'none' },
    { type: 'check', exercise: 'which' },
    { type: 'hint', item: 'none' },
    { type: 'answer', question: 'build', text: 'x' },
    { type: 'bring', to: 'none' },
    { type: 'up-to', to: 'none' },
    { type: 'reset', host: 'internet' },
  ]) {
    page.messages.length = 0;
    page.send(message);
    expect((await page.message('error')).message, message.type).toMatch(/^This chapter has no /);
  }
  expect(page.closed).toBeUndefined();
});

test('only so many sockets', async () => {
  const started = await serving();
  const cookie = await login(started);
  for (let time = 0; time < LIMITS.sockets; time += 1) {
    expect(await upgrade(started.port, CONTROL, { cookie })).toBeTypeOf('object');
  }
  expect(await upgrade(started.port, CONTROL, { cookie })).toBe(503);
  expect((await ask(started.port, '/', { cookie })).status).toBe(200);
});

test.each([
  '/chapter/../../secret',
  '/chapter/..%2f..%2fsecret',
  '/chapter/__proto__',
  '/app/../secret',
  '/app/..%2fsecret',
  '/app/%2e%2e/secret',
  '/app/assets/..%5c..%5csecret',
  '/app/.vite/manifest.json',
  '/app/',
  '/app/assets',
  '/app//etc/passwd',
])('no way out of the folder: %s', async (path) => {
  const started = await serving();
  const answer = await ask(started.port, path, { cookie: await login(started) });
  expect([400, 403, 404]).toContain(answer.status);
  expect(answer.body).not.toContain('secret');
  expect(answer.body).not.toContain('main-1.js');
});

test('addresses that are too long, absolute, or not to be decoded', async () => {
  const started = await serving();
  const cookie = await login(started);
  expect((await ask(started.port, `/${'x'.repeat(3000)}`, { cookie })).status).toBe(414);
  expect((await ask(started.port, `http://evil.example/`, { cookie })).status).toBe(400);
  expect((await ask(started.port, '/chapter/%E0%A4%A', { cookie })).status).toBe(400);
  expect((await ask(started.port, '/', { cookie, 'x-large': 'x'.repeat(9000) })).status).toBe(431);
  expect(await upgrade(started.port, `${CONTROL}?${'x'.repeat(3000)}`, { cookie })).toBe(414);
});

test('headers: what the page may load, and who may see it', async () => {
  const started = await serving();
  const { port } = started;
  for (const cookie of ['', await login(started)]) {
    const { headers } = await ask(port, '/', { cookie });
    expect(String(headers['content-security-policy']).split(';')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      `connect-src 'self' ws://127.0.0.1:${port}`,
      "img-src 'self' data:",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
    ]);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  }
  const asset = await ask(port, '/app/assets/main-1.js', { cookie: await login(started) });
  expect(asset.headers['cache-control']).toBe('private, max-age=31536000, immutable');
});

test('a chapter cannot bring a script of its own', async () => {
  const started = await serving();
  const { body, status } = await ask(started.port, chapterPath(CHAPTER.id), {
    cookie: await login(started),
  });
  expect(status).toBe(200);
  expect(body).toContain('&lt;script&gt;');
  expect(body).not.toContain('<script>');
});

test.each(['GET / HTTP/1.0\r\n\r\n', 'GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n'])(
  'no name is not our name: %j',
  async (words) => {
    const { port } = await serving();
    const socket = connect(port, '127.0.0.1').end(words);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 421 /);
  },
);

test('a progress file that fails is told in words, without a stack', async () => {
  const started = await serving();
  const cookie = await login(started);
  const database = new ProgressDatabase(started.progressFile);
  database.run('DROP TABLE items');
  database.close();
  const { status, body } = await ask(started.port, '/', { cookie });
  expect(status).toBe(500);
  expect(body).toContain('no such table: items');
  expect(body).toContain('XDG_DATA_HOME=');
  expect(body).not.toMatch(/\bat .*\.ts/);
  expect(started.log).toEqual([expect.stringContaining('GET /: ')]);
  const page = await openPage(started);
  expect((await page.message('error')).message).toContain('no such table: items');
  expect((await page.until('close', ({ closed }) => closed)).code).toBe(1011);
});

test('sessions that cannot be looked up let nobody in and keep nobody in', async () => {
  const started = await serving({ heartbeatMs: patient(200) });
  const cookie = await login(started);
  const page = await upgrade(started.port, CONTROL, { cookie });
  const database = new ProgressDatabase(started.progressFile);
  database.run('DROP TABLE sessions');
  database.close();
  if (typeof page === 'number') throw new Error(`refused with ${page}`);
  expect((await page.until('close', ({ closed }) => closed)).code).toBe(1011);
  expect(await upgrade(started.port, CONTROL, { cookie })).toBe(500);
  expect((await ask(started.port, '/', { cookie })).status).toBe(500);
});

test('a caller that hangs up in the middle of an upgrade hurts nobody', async () => {
  const started = await serving();
  const socket = connect(started.port, '127.0.0.1');
  socket.write(`GET ${CONTROL} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`);
  socket.destroy();
  expect((await ask(started.port, '/', { cookie: await login(started) })).status).toBe(200);
});

test('a session that is over loses its sockets', async () => {
  const started = await serving({ heartbeatMs: patient(200) });
  const page = await openPage(started);
  await page.message('hello');
  const database = new ProgressDatabase(started.progressFile);
  database.run('DELETE FROM sessions');
  database.close();
  expect((await page.until('close', ({ closed }) => closed)).code).toBe(1008);
});

/** More than the server ever had room for. */
const CROWD = 300;

/** Connections that say so much, and then keep their own end open whatever they are told. */
async function crowd(port: number, words: string): Promise<Socket[]> {
  const sockets: Socket[] = [];
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  for (let time = 0; time < CROWD; time += 1) {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    sockets.push(socket);
    socket.on('error', () => {});
    socket.resume();
    // One after another: the system's own queue of new connections is short.
    await once(socket, 'connect');
    if (words !== '') socket.write(words);
  }
  return sockets;
}

test.each<[what: string, words: (port: number) => string]>([
  ['say nothing', () => ''],
  ['never end their headers', (port) => `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX: `],
  [
    'were refused a socket, and hold their end open',
    (port) =>
      `GET ${CONTROL} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
  ],
])('connections that %s keep no browser out that has a session', async (_what, words) => {
  const started = await serving();
  const cookie = await login(started);
  const page = await upgrade(started.port, CONTROL, { cookie });
  if (typeof page === 'number') throw new Error(`refused with ${page}`);
  await crowd(started.port, words(started.port));
  expect((await ask(started.port, '/', { cookie })).status).toBe(200);
  expect(await upgrade(started.port, CONTROL, { cookie })).toBeTypeOf('object');
  expect(page.closed).toBeUndefined();
});

test('a socket that was refused is closed, whether the other end closes or not', async () => {
  const { port } = await serving();
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk;
  });
  const failed = new Promise<NodeJS.ErrnoException>((resolve) => socket.once('error', resolve));
  const ended = once(socket, 'end');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
  await ended;
  expect(said).toMatch(/^HTTP\/1\.1 421 /);
  // Nobody is there any more who takes this: the system answers with a reset.
  const knocking = setInterval(() => socket.write('x'), 10);
  onTestFinished(() => clearInterval(knocking));
  expect((await failed).code).toMatch(/^(EPIPE|ECONNRESET)$/);
});
