/**
 * Sandboxes: how fast they come and go, and what 150 of them take; beside the same made by hand with unshare(1) and
 * ip(8) in plain-sandbox.sh.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../runner/sandbox/driver.ts';
import { driverByName } from '../runner/sandbox/drivers.ts';
import { chooseMode } from '../runner/sandbox/linux-host/uid-map.ts';
import { idFacts } from '../runner/sandbox/namespaces/machine.ts';
import { tracesOf } from '../runner/sandbox/namespaces/testing/traces.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

const RUNS = 20;
const MANY = 150;
/** Built at the same time; more than there are processors only makes each slower. */
const AT_ONCE = 4;
/** Sandboxes whose processes are looked at one by one. */
const SAMPLE = 10;
const PLAIN = fileURLToPath(new URL('plain-sandbox.sh', import.meta.url));
const THREE = { hosts: ['control-plane', 'worker', 'worker2'] };
const TWO = { hosts: ['control-plane', 'worker'] };
const driver = driverByName('namespaces');

export async function bench(): Promise<Figure[]> {
  return [...(await comingAndGoing()), ...(await many())];
}

/** Creation of three hosts up to the end of the first command, and the end of them; in turns with the reference. */
export async function comingAndGoing(runs = RUNS): Promise<Figure[]> {
  const ours = { come: [] as number[], go: [] as number[], reset: [] as number[] };
  const plain = { come: [] as number[], go: [] as number[] };
  for (let run = 0; run < runs; run++) {
    let sandbox: Sandbox | undefined;
    ours.come.push(
      await timed(async () => {
        sandbox = await driver.up(THREE);
        await sandbox.exec('worker', ['true']);
      }),
    );
    ours.reset.push(await timed(async () => sandbox?.resetHost('worker')));
    ours.go.push(await timed(async () => sandbox?.down()));
    let child: ChildProcess | undefined;
    plain.come.push(
      await timed(async () => {
        child = await plainUp(THREE);
      }),
    );
    plain.go.push(await timed(() => plainDown(child as ChildProcess)));
  }
  const mode = chooseMode(idFacts());
  const reference = (values: number[]) => ({ name: 'by hand, one id', value: median(values) });
  return [
    {
      name: `3 hosts, cold to the end of the first command (id map ${mode})`,
      value: median(ours.come),
      unit: 'ms',
      target: '<= 100',
      reference: reference(plain.come),
    },
    {
      name: '3 hosts, teardown',
      value: median(ours.go),
      unit: 'ms',
      target: '<= 10',
      reference: reference(plain.go),
    },
    { name: 'one host of 3 reset', value: median(ours.reset), unit: 'ms' },
  ];
}

/** MB that a sandbox of two hosts takes, when there are many: what MemAvailable has lost, and of that slab. PSS is what
 *  their processes account for, pages that they share counted in parts (proc(5), smaps_rollup). */
export async function many(count = MANY): Promise<Figure[]> {
  const before = memory();
  const started = performance.now();
  const sandboxes: Sandbox[] = [];
  await inTurns(count, async () => {
    sandboxes.push(await driver.up(TWO));
  });
  const each = (performance.now() - started) / count;
  const after = memory();
  const pss = median(sandboxes.slice(0, SAMPLE).map(({ id }) => pssOf(id)));
  const ended = performance.now();
  await inTurns(count, async () => sandboxes.pop()?.down());
  const down = (performance.now() - ended) / count;
  const plain = await manyPlain(count);
  const megabytes = (kilobytes: number) => kilobytes / 1024 / count;
  return [
    {
      name: `${count} sandboxes of 2 hosts: MemAvailable taken by each`,
      value: megabytes(before.available - after.available),
      unit: 'MB',
      target: '<= 6',
      reference: { name: 'by hand', value: megabytes(plain.taken) },
    },
    {
      name: '... of that slab',
      value: megabytes(after.slab - before.slab),
      unit: 'MB',
      reference: { name: 'by hand', value: megabytes(plain.slab) },
    },
    { name: '... PSS of the processes of each', value: pss / 1024, unit: 'MB' },
    {
      name: '... creation of each, 4 at once',
      value: each,
      unit: 'ms',
      reference: { name: 'by hand', value: plain.each },
    },
    { name: '... teardown of each, 4 at once', value: down, unit: 'ms' },
  ];
}

async function manyPlain(count: number): Promise<{ taken: number; slab: number; each: number }> {
  const before = memory();
  const started = performance.now();
  const children: ChildProcess[] = [];
  await inTurns(count, async () => {
    children.push(await plainUp(TWO));
  });
  const each = (performance.now() - started) / count;
  const after = memory();
  await Promise.all(children.map(plainDown));
  return { taken: before.available - after.available, slab: after.slab - before.slab, each };
}

/** Ready when its own first command has run. */
function plainUp({ hosts }: typeof THREE): Promise<ChildProcess> {
  const child = spawn('bash', [PLAIN, ...hosts], { stdio: ['pipe', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('exit', (status) => reject(new Error(`plain-sandbox.sh ended with ${status}`)));
    child.stdout.once('data', () => resolve(child));
  });
}

function plainDown(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.stdin?.end();
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function inTurns(count: number, work: () => Promise<unknown>): Promise<void> {
  let left = count;
  const worker = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** In kB. */
function pssOf(id: string): number {
  const kilobytes = ({ pid }: { pid: number }) =>
    Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
  return tracesOf(id)
    .processes.map(kilobytes)
    .reduce((sum, pss) => sum + pss, 0);
}

/** In kB. */
function memory(): { available: number; slab: number } {
  const text = readFileSync('/proc/meminfo', 'utf8');
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1]);
  return { available: field('MemAvailable'), slab: field('Slab') };
}
