/**
 * The terminal's figures: a flood through pty, WebSocket and a client that acknowledges, against a bare pty in the same
 * sandbox; and how long a key takes to come back while another terminal floods.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import type { Sandbox } from '../runner/sandbox/driver.ts';
import { driverByName } from '../runner/sandbox/drivers.ts';
import { startSession } from '../runner/terminal/shell-session.ts';
import { bridgeTerminal } from '../web/server/terminal-bridge.ts';
import { typeIntoBarePty } from './bare-pty.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

const RUNS = 5;
const CLIENT = fileURLToPath(new URL('terminal-client.mjs', import.meta.url));
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
  const [ms = Number.NaN] = await withClient(sandbox, (client) =>
    client({ keys: `${FLOOD}\r`, text: END, times: 1 }),
  );
  return ms;
}

async function echo(sandbox: Sandbox): Promise<Figure[]> {
  const press = () => withClient(sandbox, (client) => client({ keys: 'x', text: 'x', times: KEYS }));
  const quiet = await press();
  const flooded = await withClient(sandbox, async (flood) => {
    await flood({ keys: 'yes 0123456789012345678901234567890123456789\r', text: '9012', times: 1 });
    return press();
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

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}

/** Types the keys so many times, each time until the text has come; gives the milliseconds of each. */
type Client = (order: { keys: string; text: string; times: number }) => Promise<number[]>;

/** A terminal of its own, its bridge, and a client in a process of its own, over a real socket on the loopback interface. */
async function withClient<T>(sandbox: Sandbox, work: (client: Client) => Promise<T>): Promise<T> {
  const session = startSession(sandbox, 'worker');
  await session.ready();
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  sockets.on('connection', (socket) => bridgeTerminal(session, socket));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const client = fork(CLIENT, [`ws://127.0.0.1:${(http.address() as AddressInfo).port}`], { execArgv: [] });
  try {
    await messageOf(client);
    return await work(async (order) => {
      client.send(order);
      return (await messageOf(client)).ms ?? [];
    });
  } finally {
    client.kill();
    session.close();
    sockets.close();
    http.close();
  }
}

/** The client's next message. Rejects when it ends instead, or says nothing for a minute. */
async function messageOf(client: ChildProcess): Promise<{ ms?: number[] }> {
  const waiting = new AbortController();
  const signal = AbortSignal.any([waiting.signal, AbortSignal.timeout(60_000)]);
  try {
    const ended = once(client, 'exit', { signal }).then(([status]) => {
      throw new Error(`the client of the terminal ended with status ${status}`);
    });
    const [message] = await Promise.race([once(client, 'message', { signal }), ended]);
    return message;
  } finally {
    waiting.abort();
  }
}
