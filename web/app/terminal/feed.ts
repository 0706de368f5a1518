/**
 * What a terminal is given to show, in order: a snapshot takes the place of all before it, also of what the terminal
 * has not parsed yet; bytes come behind it. Knows nothing of sockets.
 */
import type { TerminalServerMessage } from '../../protocol.ts';

export type Snapshot = Extract<TerminalServerMessage, { type: 'snapshot' }>;

/** The part of xterm.js that this needs. */
export interface Painted {
  reset(): void;
  resize(columns: number, rows: number): void;
  /** @param done called when it is parsed */
  write(data: string | Uint8Array, done?: () => void): void;
}

export interface Feed {
  /** @param painted called when it is on the screen */
  snapshot(snapshot: Snapshot, painted: () => void): void;
  /** @param parsed called when they are, or when a snapshot has made them pointless */
  bytes(chunk: string | Uint8Array, parsed?: () => void): void;
}

export function createFeed(terminal: Painted): Feed {
  /** What came behind a snapshot that waits for its turn. */
  let behind: [chunk: string | Uint8Array, parsed: (() => void) | undefined][] | undefined;
  let newest: Snapshot | undefined;
  return {
    snapshot(snapshot, painted) {
      for (const [, parsed] of behind ?? []) parsed?.();
      behind = [];
      newest = snapshot;
      // The terminal parses later than it is written to; a reset in between would be drawn over by what is still waiting.
      terminal.write('', () => {
        if (newest !== snapshot) return;
        const { data, columns, rows } = snapshot;
        terminal.reset();
        // Painted at the size it was taken at, and fitted later: else its lines would wrap in other places.
        terminal.resize(columns, rows);
        terminal.write(data, painted);
        for (const [chunk, parsed] of behind ?? []) terminal.write(chunk, parsed);
        behind = undefined;
      });
    },
    bytes(chunk, parsed) {
      if (behind) behind.push([chunk, parsed]);
      else terminal.write(chunk, parsed);
    },
  };
}
