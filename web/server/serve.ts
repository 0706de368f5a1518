/**
 * The server of the page: HTTP, sockets, chapter sessions and the progress file, put together. Loopback only unless told otherwise.
 * Knows nothing of drivers: it is given a function that opens labs.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CheckKind } from '../../checks/kind.ts';
import type { Course } from '../../runner/chapter/course.ts';
import type { Glossary } from '../../runner/chapter/glossary.ts';
import type { Chapter } from '../../runner/chapter/model.ts';
import { UsageError } from '../../runner/errors.ts';
import { ROOT } from '../../runner/package-root.mjs';
import { ChapterSessions, type OpenLab } from './chapter-session/chapter-sessions.ts';
import { cookieLearner, type LoginOptions } from './login.tsx';
import { pages } from './pages.ts';
import { defaultProgressFile, ProgressDatabase } from './progress/database.ts';
import { followRenamed } from './progress/moved.ts';
import { ProgressStore } from './progress/store.ts';
import { readAssets } from './render/index.ts';
import { exposureWarning } from './safety/exposure.ts';
import { allowedHosts, inUrl } from './safety/hosts.ts';
import { Sessions } from './safety/sessions.ts';
import { OneTimeToken } from './safety/token.ts';
import { Gate } from './sockets/gate.ts';
import { LIMITS } from './sockets/limits.ts';
import { Strangers } from './sockets/strangers.ts';

const DEFAULT_PORT = 8642;

export interface ServeOptions {
  readonly chapters: readonly Chapter[];
  /** Absent: the course has none. */
  readonly glossary?: Glossary | undefined;
  /** Absent: the home page has the chapters without parts. */
  readonly course?: Course | undefined;
  readonly kinds: ReadonlyMap<string, CheckKind<unknown>>;
  readonly openLab: OpenLab;
  /** One line for the operator. */
  readonly log: (line: string) => void;
  /** What labs of this machine are not kept from, in a sentence for learners; absent: nothing that they need to know. */
  readonly notice?: string | undefined;
  /** 0 takes any free one. Default 8642. */
  readonly port?: number;
  /** Address to listen on. Default 127.0.0.1; anything but loopback is warned about. */
  readonly host?: string;
  /** Default: `$XDG_DATA_HOME/wirebook/progress.sqlite`. */
  readonly progressFile?: string;
  /** Vite's output. Default: `.build/app` of the repository. */
  readonly buildFolder?: string;
  /** Sandboxes that are kept for chapters nobody looks at just now. Default 4. */
  readonly idleLabs?: number;
  /** How many sandboxes the driver has room for at once; absent: any number. */
  readonly capacity?: number | undefined;
  /** How often sockets and their sessions are looked after. Milliseconds; default 30,000. */
  readonly heartbeatMs?: number;
  /** The link was used, by whichever browser. */
  readonly onLogin?: () => void;
}

export interface Served {
  /** Opens the page in one browser, once. */
  readonly url: string;
  /** Another such link; the one before is void. */
  freshUrl(): string;
  /** Ends sockets, chapter sessions and their sandboxes. Idempotent. */
  close(): Promise<void>;
}

/** @throws UsageError when it cannot listen, ProgressError when the progress file cannot be used, SandboxError when the page is not built. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { chapters, kinds, log, host = '127.0.0.1', onLogin = () => {} } = options;
  const buildFolder = options.buildFolder ?? join(ROOT, '.build/app');
  const assets = readAssets(buildFolder);
  const database = new ProgressDatabase(options.progressFile ?? defaultProgressFile());
  try {
    followRenamed(database, options.course?.renamed ?? {}, chapters);
    const progress = new ProgressStore(database);
    const sessions = new Sessions(database);
    const server = createServer({
      maxHeaderSize: 8192,
      headersTimeout: LIMITS.headersMs,
      requestTimeout: LIMITS.requestMs,
      connectionsCheckingInterval: LIMITS.deadlinesMs,
    });
    server.maxConnections = LIMITS.connections;
    const port = await listen(server, options.port ?? DEFAULT_PORT, host);
    const warning = exposureWarning(host, port);
    if (warning !== undefined) log(warning);
    const chapterSessions = new ChapterSessions({
      chapters,
      kinds,
      progress,
      log,
      idleLabs: options.idleLabs ?? 4,
      capacity: options.capacity,
      openLab: options.openLab,
    });
    const token = new OneTimeToken();
    const login = { port, token, sessions, hosts: allowedHosts(host, port), log };
    const strangers = watchStrangers(server, login);
    const { course, glossary, notice } = options;
    const shown = { chapters, course, glossary, kinds, progress, buildFolder, assets, notice };
    server.on('request', pages({ ...login, ...shown, onLogin }));
    const { heartbeatMs = LIMITS.heartbeatMs } = options;
    const gate = new Gate(server, { ...login, chapterSessions, strangers, heartbeatMs });
    const link = () => `http://${inUrl(browsable(host))}:${port}/?token=${token.mint()}`;
    let closed: Promise<void> | undefined;
    return {
      url: link(),
      freshUrl: link,
      close() {
        closed ??= end(server, gate, chapterSessions).finally(() => database.close());
        return closed;
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen({ port, host, exclusive: true }, () => resolve((server.address() as AddressInfo).port));
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new UsageError(
        `Port ${port} of ${host} is taken, perhaps by another Wirebook.`,
        'npx wirebook serve --port 0',
      );
    case 'EACCES':
      return new UsageError(`Port ${port} needs privileges.`, 'npx wirebook serve --port 8642');
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new UsageError(`${host} is no address of this machine.`, 'npx wirebook serve --host 127.0.0.1');
    default:
      return error;
  }
}

/** A connection is a stranger's until a request on it shows a session. Before all other listeners. */
function watchStrangers(server: Server, login: LoginOptions): Strangers {
  const strangers = new Strangers(LIMITS.strangers);
  server.on('connection', (connection) => strangers.arrived(connection));
  server.on('request', ({ socket, headers }) => {
    try {
      if (strangers.has(socket) && cookieLearner(login, headers)) strangers.known(socket);
    } catch {
      // Who cannot be looked up stays a stranger; what answers the request tells why.
    }
  });
  return strangers;
}

async function end(server: Server, gate: Gate, chapterSessions: ChapterSessions): Promise<void> {
  const stopped = new Promise((resolve) => server.close(resolve));
  gate.close();
  await chapterSessions.close();
  server.closeAllConnections();
  gate.terminate();
  await stopped;
}

/** A wildcard address cannot be visited. */
function browsable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}
