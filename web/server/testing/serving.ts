/** A server for tests, with stand-in labs, and a client that says exactly what it is told: raw HTTP, raw upgrades, any header. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { KINDS } from '../../../checks/kinds/index.ts';
import { patient } from '../../../runner/slowdown.ts';
import { ServerMessage } from '../../protocol.ts';
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
    openLab: async (chapter, seed) => {
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
    'theme.ts': { file: 'assets/theme-1.js', isEntry: true },
  };
  writeFileSync(join(build, '.vite', 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(build, 'assets', 'main-1.js'), 'export {};\n');
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

/** Opens the printed link. @returns the value for a Cookie header */
export async function login({ served, port }: Pick<Serving, 'served' | 'port'>): Promise<string> {
  const { headers, status } = await ask(port, `/${new URL(served.freshUrl()).search}`);
  const [cookie] = headers['set-cookie'] ?? [];
  if (cookie === undefined) throw new Error(`no cookie, status ${status}`);
  return cookie.split(';')[0] ?? '';
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
  /** Default: the server's own. `null` sends none. */
  readonly origin?: string | null;
  readonly host?: string;
}

/** Asks for a WebSocket. @returns the open page, or the status of the refusal */
export function upgrade(
  port: number,
  path: string,
  { cookie, origin, host }: Upgrade = {},
): Promise<Page | number> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string> = {};
    if (cookie !== undefined) headers.Cookie = cookie;
    if (host !== undefined) headers.Host = host;
    const options: ClientOptions = { headers, perMessageDeflate: false };
    if (origin !== null) options.origin = origin ?? `http://127.0.0.1:${port}`;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, options);
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
