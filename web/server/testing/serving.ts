/** A server for tests, with stand-in labs, and a client that says exactly what it is told: raw HTTP, raw upgrades, any header. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { KINDS } from '../../../checks/kinds/index.ts';
import { patient } from '../../../runner/slowdown.ts';
import { ServerMessage, SUBPROTOCOL } from '../../protocol.ts';
import { type Served, type ServeOptions, serve } from '../serve.ts';
import { CHAPTER } from './chapter.ts';
import { temporaryFolder } from './folder.ts';
import { StandInLab } from './stand-in-lab.ts';

export interface Serving {
  readonly served: Served;
  readonly port: number;
  readonly labs: StandInLab[];
  readonly log: string[];
  readonly progressFile: string;
}

/** Ended with the test. */
export async function serving(options: Partial<ServeOptions> = {}): Promise<Serving> {
  const folder = temporaryFolder();
  const labs: StandInLab[] = [];
  const log: string[] = [];
  const progressFile = join(folder, 'progress.sqlite');
  const served = await serve({
    chapters: [CHAPTER],
    kinds: KINDS,
    openLab: async (chapter, { seed }) => {
      const lab = new StandInLab(chapter, seed);
      labs.push(lab);
      return lab;
    },
    log: (line) => log.push(line),
    port: 0,
    progressFile,
    buildFolder: builtPage(folder),
    ...options,
  });
  onTestFinished(() => served.close());
  return { served, port: Number(new URL(served.url).port), labs, log, progressFile };
}

/** What Vite would have written, in small. */
function builtPage(folder: string): string {
  const build = join(folder, 'app');
  mkdirSync(join(build, '.vite'), { recursive: true });
  mkdirSync(join(build, 'assets'));
  const manifest = {
    'main.ts': { file: 'assets/main-1.js', css: ['assets/main-1.css'], isEntry: true },
    'before-paint.ts': { file: 'assets/before-paint-1.js', isEntry: true },
    'entry.ts': { file: 'assets/entry-1.js', isEntry: true, imports: ['_session-1.js'] },
    '_session-1.js': { file: 'assets/session-1.js' },
  };
  writeFileSync(join(build, '.vite', 'manifest.json'), JSON.stringify(manifest));
  for (const name of ['main-1.js', 'entry-1.js', 'session-1.js']) {
    writeFileSync(join(build, 'assets', name), 'export {};\n');
  }
  writeFileSync(join(folder, 'secret'), 'secret');
  return build;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The path is sent as it is: no normalising of `..`. */
export function ask(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** What the pages that logged in keep in their localStorage, by cookie. */
const keys = new Map<string, string>();

/** Opens a fresh link. @returns the value for a Cookie header; `keyFor` has the key that came with it */
export async function login({ served }: { readonly served: Pick<Served, 'freshUrl'> }): Promise<string> {
  const { port, search } = new URL(served.freshUrl());
  const { headers, status, body } = await ask(Number(port), `/${search}`);
  const [cookie = ''] = headers['set-cookie']?.[0]?.split(';') ?? [];
  const [, key] = /<meta name="wirebook-key" content="([\w-]{43})"\/>/.exec(body) ?? [];
  if (cookie === '' || key === undefined) throw new Error(`no cookie or no key, status ${status}`);
  keys.set(cookie, key);
  return cookie;
}

export function keyFor(cookie: string): string {
  const key = keys.get(cookie);
  if (key === undefined) throw new Error(`no login gave the cookie ${cookie}`);
  return key;
}

export class Page {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  readonly raw: { data: string; binary: boolean }[] = [];
  closed: { code: number; reason: string } | undefined;
  readonly #news = new Set<() => void>();

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data, binary) => {
      this.raw.push({ data: data.toString(), binary });
      if (!binary && socket.url.includes('/terminal/') === false) {
        this.messages.push(ServerMessage.parse(JSON.parse(data.toString())));
      }
      for (const listener of this.#news) listener();
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      for (const listener of this.#news) listener();
    });
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Waits until `look` finds something among what has come. */
  async until<T>(what: string, look: (page: Page) => T | undefined | false): Promise<T> {
    const deadline = AbortSignal.timeout(patient(5_000));
    for (;;) {
      const found = look(this);
      if (found !== undefined && found !== false) return found;
      await new Promise<void>((resolve, reject) => {
        const listener = () => {
          this.#news.delete(listener);
          deadline.removeEventListener('abort', late);
          resolve();
        };
        const late = () =>
          reject(
            new Error(
              `waited in vain for ${what}; came: ${this.raw.map(({ data }) => data.slice(0, 300)).join('\n')}`,
            ),
          );
        this.#news.add(listener);
        deadline.addEventListener('abort', late, { once: true });
      });
    }
  }

  message<T extends ServerMessage['type']>(
    type: T,
    fits: (message: Extract<ServerMessage, { type: T }>) => boolean = () => true,
  ): Promise<Extract<ServerMessage, { type: T }>> {
    return this.until(type, ({ messages }) =>
      messages.find(
        (message): message is Extract<ServerMessage, { type: T }> =>
          message.type === type && fits(message as Extract<ServerMessage, { type: T }>),
      ),
    );
  }
}

export interface Upgrade {
  readonly cookie?: string;
  /** Default: the one that came with the cookie, as the page itself has it. `null` shows none. */
  readonly key?: string | null;
  /** Default: the server's own. `null` sends none. */
  readonly origin?: string | null;
  readonly host?: string;
}

/** Asks for a WebSocket. @returns the open page, or the status of the refusal */
export function upgrade(
  port: number,
  path: string,
  { cookie, key = keys.get(cookie ?? '') ?? null, origin, host }: Upgrade = {},
): Promise<Page | number> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string> = {};
    if (cookie !== undefined) headers.Cookie = cookie;
    if (host !== undefined) headers.Host = host;
    const options: ClientOptions = { headers, perMessageDeflate: false };
    if (origin !== null) options.origin = origin ?? `http://127.0.0.1:${port}`;
    const shown = key === null ? [] : [SUBPROTOCOL, key];
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, shown, options);
    const page = new Page(socket);
    socket.on('open', () => resolve(page));
    socket.on('unexpected-response', (asked, response) => {
      resolve(response.statusCode ?? 0);
      asked.destroy();
    });
    socket.on('error', (error) => reject(error));
    onTestFinished(() => socket.terminate());
  });
}

/** A page that has logged in and said hello. */
export async function openPage(serving: Serving, path = `/ws/chapter/${CHAPTER.id}`): Promise<Page> {
  const page = await upgrade(serving.port, path, { cookie: await login(serving) });
  if (typeof page === 'number') throw new Error(`refused with ${page}`);
  return page;
}
