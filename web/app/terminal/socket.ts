/**
 * One terminal's socket: bytes in, keys out, sizes and acknowledgements; reconnects by itself. Knows nothing of xterm.js.
 * Flow control: the server counts what it sent and stops until the page says what it has parsed.
 */
import { type TerminalClientMessage, TerminalServerMessage } from '../../protocol.ts';
import { keepConnected } from '../reconnect.ts';
import type { Snapshot } from './feed.ts';

/** `live`: keys reach the shell. `waiting`: they wait for it, in order. `lost`: no connection, keys are not taken. */
export type Link = 'live' | 'waiting' | 'lost';

export interface TerminalEvents {
  snapshot(snapshot: Snapshot): void;
  bytes(chunk: Uint8Array): void;
  respawned(exit: number | null): void;
  /** So many bytes of what was typed are lost. */
  dropped(bytes: number): void;
  link(link: Link): void;
}

export interface TerminalSocket {
  /** Keys and pastes. Not taken while the link is lost: the shell that comes then may be another one. */
  input(data: string): void;
  resize(columns: number, rows: number): void;
  /** So many bytes of this connection were parsed. */
  parsed(bytes: number): void;
}

/** Acknowledge in pieces of at least this many bytes, or when nothing more is waiting to be parsed. */
const ACK_EVERY = 16_384;
/** The protocol's bound for one input message, in characters. */
const INPUT_MOST = 65_536;

export function connectTerminal(url: string, events: TerminalEvents): TerminalSocket {
  let received = 0;
  let parsed = 0;
  let acknowledged = 0;
  /** What was typed before the first connection is there; later, keys without a connection are not taken. */
  let early: string[] | undefined = [];
  let size: Extract<TerminalClientMessage, { type: 'resize' }> | undefined;

  const send = (message: TerminalClientMessage): void => {
    connection.send(JSON.stringify(message));
  };

  const hear = (data: unknown): void => {
    if (data instanceof ArrayBuffer) {
      received += data.byteLength;
      events.bytes(new Uint8Array(data));
      return;
    }
    const message = TerminalServerMessage.safeParse(JSON.parse(String(data)));
    if (!message.success) console.error('The terminal said something this page does not know', message.error);
    else if (message.data.type === 'respawned') events.respawned(message.data.exit);
    else if (message.data.type === 'dropped') events.dropped(message.data.bytes);
    else if (message.data.type === 'snapshot') {
      events.snapshot(message.data);
      events.link('live');
    } else wait();
  };

  const wait = (): void => {
    events.link('waiting');
    if (size) send(size);
  };

  const input = (data: string): void => {
    for (let at = 0; at < data.length; at += INPUT_MOST) {
      send({ type: 'input', data: data.slice(at, at + INPUT_MOST) });
    }
  };

  const connection = keepConnected(url, {
    begins() {
      received = 0;
      parsed = 0;
      acknowledged = 0;
    },
    opened() {
      connection.healthy();
      wait();
      for (const data of early ?? []) input(data);
      early = undefined;
    },
    message: hear,
    closed() {
      early = undefined;
      events.link('lost');
    },
  });

  return {
    input: (data) => (early ? void early.push(data) : input(data)),
    resize(columns, rows) {
      const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
      size = { type: 'resize', columns: clamp(columns, 20, 500), rows: clamp(rows, 5, 300) };
      send(size);
    },
    parsed(bytes) {
      // Bytes of an earlier connection may still come out of the parser; they are not this one's.
      parsed = Math.min(received, parsed + bytes);
      const due = parsed - acknowledged;
      if (due > 0 && (due >= ACK_EVERY || parsed === received)) {
        acknowledged = parsed;
        send({ type: 'ack', bytes: due });
      }
    },
  };
}
