/**
 * The terminal's figures: a flood through pty, WebSocket and a client that acknowledges, against a bare pty in the same
 * sandbox; and how long a key takes to come back while another terminal floods.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Sandbox } from '../runner/sandbox/driver.ts';
import { driverByName } from '../runner/sandbox/drivers.ts';
import type { TerminalSession } from '../runner/terminal/session.ts';
import { startSession } from '../runner/terminal/shell-session.ts';
import { bridgeTerminal } from '../web/server/terminal-bridge.ts';
import { typeIntoBarePty } from './bare-pty.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

const RUNS = 5;
/** 100 MB, read from a file that fits into the sandbox's /tmp. */
const MEGABYTES = 100;
/** Lines of 80 bytes: with shorter ones the kernel's line discipline is so slow that nothing else shows. */
const FILE = `seq -f %079.0f 250000 > /tmp/numbers`;
const FLOOD =
  'cat /tmp/numbers /tmp/numbers /tmp/numbers /tmp/numbers /tmp/numbers; printf "\\n%s%s\\n" do ne-';
const END = 'done-';
const KEYS = 300;

export async function bench(): Promise<Figure[]> {
  const sandbox = await driverByName('namespaces').up({ hosts: ['worker'] });
  try {
    await sandbox.exec('worker', ['sh', '-c', FILE]);
    return [...(await throughput(sandbox)), ...(await echo(sandbox))];
  } finally {
    await sandbox.down();
  }
}

async function throughput(sandbox: Sandbox): Promise<Figure[]> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const shell = sandbox.shell('worker', ['bash', '--norc', '-i']);
    bare.push(MEGABYTES / ((await typeIntoBarePty(shell, `${FLOOD}\r`, END)).ms / 1000));
    ours.push(MEGABYTES / ((await throughSocket(sandbox)) / 1000));
  }
  return [
    {
      name: `cat of ${MEGABYTES} MB through pty, WebSocket and client`,
      value: median(ours),
      unit: 'MB/s',
      reference: { name: 'node-pty alone', value: median(bare) },
    },
    {
      name: 'that against node-pty alone',
      value: median(ours.map((value, index) => value / (bare[index] ?? Number.NaN))),
      unit: 'x',
      target: '>= 0.85',
    },
  ];
}

async function throughSocket(sandbox: Sandbox): Promise<number> {
  return withClient(sandbox, async (client) => {
    const began = performance.now();
    const finished = client.until(END);
    client.type(`${FLOOD}\r`);
    await finished;
    return performance.now() - began;
  });
}

async function echo(sandbox: Sandbox): Promise<Figure[]> {
  const quiet = await withClient(sandbox, (client) => pressKeys(client));
  const flooded = await withClient(sandbox, async (flood) => {
    flood.type('yes 0123456789012345678901234567890123456789\r');
    await flood.until('0123');
    return withClient(sandbox, (client) => pressKeys(client));
  });
  return [
    {
      name: 'echo of a key while another terminal floods, p95',
      value: percentile(flooded, 0.95),
      unit: 'ms',
      target: '<= 15 ms',
      reference: { name: 'without the flood', value: percentile(quiet, 0.95) },
    },
  ];
}

/** Milliseconds from each key to its echo, one key after another. */
async function pressKeys(client: Client): Promise<number[]> {
  const times: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    const began = performance.now();
    const echoed = client.until('x');
    client.type('x');
    await echoed;
    times.push(performance.now() - began);
    // Back at an empty line now and then: readline draws long lines anew.
    if (key % 50 === 49) {
      const prompt = client.until('# ');
      client.type('\x03');
      await prompt;
    }
  }
  return times;
}

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}

/** What a page does with its terminal's socket, without drawing: reads, acknowledges, types. */
class Client {
  readonly #socket: WebSocket;
  #awaited: { text: string; resolve: () => void } | undefined;
  #tail = Buffer.alloc(0);

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data, binary) => this.#read(data, binary));
  }

  type(data: string): void {
    this.#socket.send(JSON.stringify({ type: 'input', data }));
  }

  /** Resolves when the text has come after this call. */
  until(text: string): Promise<void> {
    this.#tail = Buffer.alloc(0);
    return new Promise((resolve) => {
      this.#awaited = { text, resolve };
    });
  }

  #read(data: RawData, binary: boolean): void {
    if (!binary || !Buffer.isBuffer(data)) return;
    this.#socket.send(JSON.stringify({ type: 'ack', bytes: data.length }));
    if (this.#awaited === undefined) return;
    this.#tail = Buffer.concat([this.#tail, data.subarray(-256)]).subarray(-256);
    if (!this.#tail.includes(this.#awaited.text)) return;
    this.#awaited.resolve();
    this.#awaited = undefined;
  }
}

/** A terminal of its own, its bridge and a client, over a real socket on the loopback interface. */
async function withClient<T>(sandbox: Sandbox, work: (client: Client) => Promise<T>): Promise<T> {
  const session: TerminalSession = startSession(sandbox, 'worker');
  await session.ready();
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  sockets.on('connection', (socket) => bridgeTerminal(session, socket));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`, {
    perMessageDeflate: false,
  });
  const client = new Client(socket);
  // The first message is the snapshot: from then on everything is sent.
  await once(socket, 'message');
  try {
    return await work(client);
  } finally {
    socket.terminate();
    session.close();
    sockets.close();
    http.close();
  }
}
