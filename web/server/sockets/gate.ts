/**
 * The gate of all sockets. Name, origin, session and destination are looked at inside the upgrade, before a WebSocket,
 * a chapter session or a shell exists for it.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Learner } from '../../../runner/session/learner.ts';
import type { ChapterSessions } from '../chapter-session/chapter-sessions.ts';
import { type LoginOptions, shownKey } from '../login.tsx';
import { type Refusal, refuse } from '../safety/guard.ts';
import { type Destination, destination } from './address.ts';
import { serveControl } from './control-socket.ts';
import { CLOSE, LIMITS } from './limits.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import type { Strangers } from './strangers.ts';
import { serveTerminal } from './terminal-socket.ts';

export interface GateOptions extends LoginOptions {
  readonly hosts: ReadonlySet<string>;
  readonly chapterSessions: ChapterSessions;
  readonly strangers: Strangers;
  readonly log: (line: string) => void;
  /** How often sockets and their sessions are looked after. Milliseconds. */
  readonly heartbeatMs: number;
}

interface Granted {
  readonly where: Destination;
  readonly learner: Learner;
  readonly key: string;
}

export class Gate {
  readonly #options: GateOptions;
  readonly #sockets = new Set<WebSocket>();
  #closed = false;
  readonly #servers = {
    control: socketServer(LIMITS.controlBytes),
    terminal: socketServer(LIMITS.terminalBytes),
  };

  constructor(server: Server, options: GateOptions) {
    this.#options = options;
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A caller that hangs up early is no event.
    socket.on('error', () => socket.destroy());
    let answer: Granted | Refusal;
    try {
      answer = this.#judge(request);
    } catch (error) {
      this.#options.log(`socket: ${error instanceof Error ? error.message : error}`);
      answer = { status: 500, reason: 'The server cannot look up this browser.' };
    }
    if ('status' in answer) {
      refuseUpgrade(socket, answer.status, answer.reason);
      return;
    }
    const { where } = answer;
    this.#options.strangers.known(request.socket);
    this.#servers[where.to].handleUpgrade(request, socket, head, (opened) => this.#open(opened, answer));
  }

  #judge(request: IncomingMessage): Granted | Refusal {
    const refusal = refuse(request, this.#options.hosts);
    if (refusal) return refusal;
    if (this.#closed) return { status: 503, reason: 'The server ends.' };
    const session = shownKey(this.#options, request.headers);
    if (!session) return { status: 401, reason: 'This browser has not shown the printed link.' };
    const where = destination(request.url ?? '', (id) => this.#options.chapterSessions.chapter(id));
    if (!where) return { status: 404, reason: 'There is no such chapter or lab host.' };
    if (this.#sockets.size >= LIMITS.sockets) {
      return { status: 503, reason: 'Too many pages and terminals are open.' };
    }
    return { where, ...session };
  }

  #open(socket: WebSocket, { where, learner, key }: Granted): void {
    this.#sockets.add(socket);
    // Too large, not UTF-8, broken frames: ws closes with the proper code by itself.
    socket.on('error', () => {});
    const stop = this.#heartbeat(socket, key);
    const session = this.#options.chapterSessions.enter(learner, where.chapter);
    const left = () => {
      stop();
      this.#sockets.delete(socket);
      this.#options.chapterSessions.left(session);
    };
    if (where.to === 'control') serveControl(socket, session, left);
    else serveTerminal(socket, session, where.host, left);
  }

  /** Ends a socket whose other end is gone or whose session is over. */
  #heartbeat(socket: WebSocket, key: string): () => void {
    let answered = true;
    socket.on('pong', () => {
      answered = true;
    });
    const timer = setInterval(() => {
      if (!answered) return socket.terminate();
      try {
        if (!this.#options.sessions.ofKey(key)) return socket.close(CLOSE.policy, 'session over');
      } catch (error) {
        this.#options.log(`socket: ${error instanceof Error ? error.message : error}`);
        return socket.close(CLOSE.failed, 'the session cannot be looked up');
      }
      answered = false;
      socket.ping();
    }, this.#options.heartbeatMs);
    return () => clearInterval(timer);
  }

  /** Lets nobody in any more, and says good-bye to all. */
  close(): void {
    this.#closed = true;
    for (const socket of this.#sockets) socket.close(CLOSE.goingAway, 'the server ends');
  }

  /** Ends those that have not said good-bye in return. */
  terminate(): void {
    for (const socket of this.#sockets) socket.terminate();
  }
}

/** No compression: it costs memory a connection and time a frame, and the other end is on this machine. */
function socketServer(maxPayload: number): WebSocketServer {
  return new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload });
}
