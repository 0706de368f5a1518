/** How much one browser may ask of the server's sockets. Far above what the page needs. */
export const LIMITS = {
  /** Connections at once. Browsers open six a site, and a socket for each terminal. */
  connections: 1024,
  /** Those among them that have not shown a session yet. */
  strangers: 64,
  /** From the beginning of a connection or request to the end of its headers, and of all of it; looked after this often. Milliseconds. */
  headersMs: 10_000,
  requestMs: 30_000,
  deadlinesMs: 5_000,
  /** Sockets open at once, all sessions together: a tab has one, and one for each of up to four terminals. */
  sockets: 64,
  /** Largest control message, bytes. The longest is an answer of 200 characters. */
  controlBytes: 4096,
  /** Largest terminal message, bytes: 65,536 characters of a paste, each at worst `\u001b`. */
  terminalBytes: 400_000,
  /** Control messages at once, and a second. */
  controlBurst: 60,
  controlPerSecond: 20,
  /** Terminal messages at once, and a second: acknowledgements come with every 4 ms batch, keys and mouse besides. */
  terminalBurst: 4000,
  terminalPerSecond: 2000,
  /** What is kept for a shell that is not there yet: messages (a key is one), and their bytes. A new sandbox of virtual
   *  machines takes a minute, in which a lot can be typed. */
  earlyMessages: 4000,
  earlyBytes: 1024 * 1024,
  /** What may wait for a page that has stopped reading, bytes. */
  waitingBytes: 16 * 1024 * 1024,
  /** How often a socket is asked whether it is still there, and its session whether it is still valid. Milliseconds. */
  heartbeatMs: 30_000,
} as const;

/** WebSocket close codes (RFC 6455, section 7.4.1; 1012 and 1013 in IANA's registry). */
export const CLOSE = { goingAway: 1001, policy: 1008, failed: 1011, restarted: 1012 } as const;
