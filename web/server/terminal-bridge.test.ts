import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { patient } from '../../runner/slowdown.ts';
import type { TerminalEvents, TerminalSession } from '../../runner/terminal/session.ts';
import { bridgeTerminal } from './terminal-bridge.ts';

/** A terminal that notes what is asked of it. */
class FakeSession {
  columns = 120;
  rows = 30;
  screen = 'the screen';
  readonly log: string[] = [];
  readonly #events = new EventEmitter<TerminalEvents>();
  on(event: 'data', listener: (chunk: Uint8Array) => void) {
    this.#events.on(event, listener);
    return () => this.#events.off(event, listener);
  }
  print(bytes: number | string) {
    this.#events.emit('data', Buffer.from(typeof bytes === 'number' ? 'x'.repeat(bytes) : bytes));
  }
  close() {
    this.#events.emit('closed');
  }
  respawn(exit: number) {
    this.#events.emit('respawned', exit);
  }
  get listeners() {
    return this.#events.eventNames().length;
  }
  snapshot = async () => this.screen;
  write = (data: string) => this.log.push(`write ${data}`);
  pause = () => this.log.push('pause');
  resume = () => this.log.push('resume');
  resize(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.log.push(`resize ${columns}x${rows}`);
  }
}

/** The server's end of a page's socket. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readonly bufferedAmount = 0;
  readyState = 1;
  readonly sent: string[] = [];
  closed: string | undefined;
  send(data: string | Uint8Array, options: { compress: boolean }) {
    expect(options.compress).toBe(false);
    this.sent.push(
      typeof data === 'string'
        ? data
        : data.length > 99
          ? `${data.length} bytes`
          : Buffer.from(data).toString(),
    );
  }
  close(code = 1000, reason = '') {
    this.closed ??= `${code} ${reason}`;
    this.readyState = 3;
    this.emit('close');
  }
  receive(message: unknown) {
    this.emit('message', Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)), false);
  }
}

async function join(session = new FakeSession()) {
  const socket = new FakeSocket();
  bridgeTerminal(session as unknown as TerminalSession, socket as unknown as WebSocket);
  await vi.advanceTimersByTimeAsync(0);
  return { session, socket };
}

const SNAPSHOT = '{"type":"snapshot","data":"the screen","columns":120,"rows":30}';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('terminal bridge', () => {
  it('sends the screen first, then only what comes after it', async () => {
    const session = new FakeSession();
    const joining = join(session);
    session.print('in the snapshot');
    const { socket } = await joining;
    session.print('after');
    expect(socket.sent).toEqual([SNAPSHOT, 'after']);
  });

  it('sends a first byte at once, and what follows in batches', async () => {
    const { session, socket } = await join();
    for (const text of ['a', 'b', 'c']) session.print(text);
    expect(socket.sent).toEqual([SNAPSHOT, 'a']);
    await vi.advanceTimersByTimeAsync(4);
    session.print('d');
    await vi.advanceTimersByTimeAsync(4);
    await vi.advanceTimersByTimeAsync(4);
    session.print('e');
    expect(socket.sent).toEqual([SNAPSHOT, 'a', 'bc', 'd', 'e']);
  });

  it('pauses at a megabyte that is not acknowledged, and resumes at a quarter', async () => {
    const { session, socket } = await join();
    session.print(1 << 20);
    expect(session.log).toEqual([]);
    await vi.advanceTimersByTimeAsync(4);
    session.print(1);
    await vi.advanceTimersByTimeAsync(4);
    expect(session.log).toEqual(['pause']);
    socket.receive({ type: 'ack', bytes: (1 << 20) - (1 << 18) });
    expect(session.log).toEqual(['pause']);
    socket.receive({ type: 'ack', bytes: 1 });
    expect(session.log).toEqual(['pause', 'resume']);
  });

  it('lets a page go that stays silent while it holds the terminal up', async () => {
    const { session, socket } = await join();
    session.print((1 << 20) + 1);
    await vi.advanceTimersByTimeAsync(patient(15_000));
    socket.receive({ type: 'ack', bytes: 1 });
    await vi.advanceTimersByTimeAsync(patient(15_000));
    expect(socket.closed).toBeUndefined();
    await vi.advanceTimersByTimeAsync(patient(5_000));
    expect(socket.closed).toBe('1013 the page does not keep up');
    expect(session.log).toEqual(['pause', 'resume']);
  });

  it('passes keys on, and says that the shell is a new one', async () => {
    const { session, socket } = await join();
    socket.receive({ type: 'input', data: 'ls\r' });
    session.respawn(3);
    expect(session.log).toEqual(['write ls\r']);
    expect(socket.sent.at(-1)).toBe('{"type":"respawned","exit":3}');
  });

  it.each([
    ['no JSON', 'ls'],
    ['an unknown type', { type: 'exec', data: 'ls' }],
    ['an unknown key', { type: 'input', data: 'ls', host: 'worker' }],
    ['a size out of bounds', { type: 'resize', columns: 100_000, rows: 30 }],
    ['a negative acknowledgement', { type: 'ack', bytes: -5 }],
    ['too long an input', { type: 'input', data: 'x'.repeat(65_537) }],
  ])('closes at %s', async (_what, message) => {
    const { session, socket } = await join();
    socket.receive(message);
    expect(socket.closed).toBe('1008 not a terminal message');
    expect(session.log.filter((line) => !line.startsWith('resume'))).toEqual([]);
  });

  it('closes at a binary message', async () => {
    const { socket } = await join();
    socket.emit('message', Buffer.from('{"type":"input","data":"x"}'), true);
    expect(socket.closed).toBe('1008 not a terminal message');
  });

  it('gives the newest page’s size to the terminal, and the older one’s again when that leaves', async () => {
    const { session, socket: older } = await join();
    older.receive({ type: 'resize', columns: 100, rows: 40 });
    const { socket: newer } = await join(session);
    newer.receive({ type: 'resize', columns: 80, rows: 24 });
    older.receive({ type: 'resize', columns: 101, rows: 41 });
    newer.close();
    expect(session.log.filter((line) => line.startsWith('resize'))).toEqual([
      'resize 100x40',
      'resize 80x24',
      'resize 80x24',
      'resize 101x41',
    ]);
  });

  it('leaves nothing when the page goes', async () => {
    const { session, socket } = await join();
    session.print((1 << 20) + 1);
    socket.close();
    session.print('to nobody');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(session.log).toEqual(['pause', 'resume']);
    expect(session.listeners).toBe(0);
    expect(socket.sent).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives the socket back when the session closes, with all that was printed', async () => {
    const session = new FakeSession();
    const socket = new FakeSocket();
    let closed = 0;
    bridgeTerminal(session as unknown as TerminalSession, socket as unknown as WebSocket, () => closed++);
    await vi.advanceTimersByTimeAsync(0);
    session.print('first, ');
    session.print('and last');
    session.close();
    expect(closed).toBe(1);
    expect(socket.sent).toEqual([SNAPSHOT, 'first, ', 'and last']);
    expect(session.listeners + socket.listenerCount('message') + socket.listenerCount('close')).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('paints at the size that the page has told while the snapshot was made', async () => {
    const session = new FakeSession();
    const socket = new FakeSocket();
    bridgeTerminal(session as unknown as TerminalSession, socket as unknown as WebSocket);
    socket.receive({ type: 'resize', columns: 50, rows: 20 });
    await vi.advanceTimersByTimeAsync(0);
    expect(socket.sent).toEqual(['{"type":"snapshot","data":"the screen","columns":50,"rows":20}']);
  });

  it('leaves nothing when the page goes before its snapshot is there', async () => {
    const session = new FakeSession();
    const socket = new FakeSocket();
    bridgeTerminal(session as unknown as TerminalSession, socket as unknown as WebSocket);
    socket.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(session.listeners).toBe(0);
    expect(socket.sent).toEqual([]);
  });
});
