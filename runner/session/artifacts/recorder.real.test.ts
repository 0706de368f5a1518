import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS } from '../../../checks/kinds/index.ts';
import type { NetworkState } from '../../../checks/network/state/network-state.ts';
import { readObservation } from '../../../checks/observation.ts';
import { loadChapter } from '../../chapter/load.ts';
import { driverByName } from '../../sandbox/drivers.ts';
import { type ReplayWatcher, replay } from '../grade/replay.ts';
import type { ReplayReport } from '../grade/report.ts';
import { openLab } from '../open.ts';
import { momentName } from '../timeline.ts';
import { replayAgain } from './again.ts';
import { failureFolder, newFolder } from './folder.ts';
import { startRecorder } from './recorder.ts';

const CHAPTER = `---
title: One
summary: S
article: "A"
hosts: [worker, worker2]
---

# One

\`\`\`sh {name=add}
ip netns add client
\`\`\`

\`\`\`sh {name=say host=worker2}
echo "eins → zwei"
\`\`\`

\`\`\`output
OUTPUT
\`\`\`
`;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'artifacts-'));
});
afterAll(() => rmSync(root, { recursive: true }));

/** Replays a chapter of two steps that prints `eins → zwei`. */
async function run(
  recorded: string,
  into: string | undefined,
): Promise<{ report: ReplayReport; folder: string | undefined; state: string }> {
  const home = mkdtempSync(join(root, 'home-'));
  mkdirSync(join(home, '01-one'));
  writeFileSync(join(home, '01-one/chapter.md'), CHAPTER.replace('OUTPUT', recorded));
  const driver = driverByName('namespaces');
  const lab = await openLab(await loadChapter(home, '01'), { driver, seed: 'test', kinds: KINDS });
  try {
    const recorder = await startRecorder(lab, { into, env: { XDG_STATE_HOME: home } });
    const report = await replay(lab, { watcher: recorder });
    return { report, folder: await recorder.finish(report), state: join(home, 'wirebook/replays') };
  } finally {
    await lab.close();
  }
}
const text = (folder: string | undefined, path: string) => readFileSync(join(folder ?? '', path), 'utf8');
const state = (folder: string | undefined, path: string) => readObservation(path, text(folder, path)).state;
const names = ({ hosts }: NetworkState) => hosts.worker?.namespaces.map(({ name }) => name);
/** All that the cast's terminal printed. */
function printed(cast: string): string {
  const [, ...events] = cast.trimEnd().split('\n');
  const parsed = events.map((line) => JSON.parse(line) as [number, string, string]);
  const times = parsed.map(([time]) => time);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  return parsed.flatMap(([, code, data]) => (code === 'o' ? [data] : [])).join('');
}

test('on request: a recording for each terminal, the state before and after each step, the report', async () => {
  const into = join(root, 'asked/for');
  const { report, folder } = await run('eins → zwei', into);
  expect(report.verdict).toBe('pass');
  expect(folder).toBe(join(into, '01-one'));
  expect(readdirSync(folder ?? '', { recursive: true }).toSorted()).toEqual([
    'observations',
    'observations/001-add.after.json',
    'observations/001-add.before.json',
    'observations/002-say.after.json',
    'observations/002-say.before.json',
    'report.json',
    'terminals',
    'terminals/worker.cast',
    'terminals/worker2.cast',
  ]);
  expect(JSON.parse(text(folder, 'report.json'))).toEqual(report);
  expect(names(state(folder, 'observations/001-add.before.json'))).not.toContain('client');
  expect(names(state(folder, 'observations/001-add.after.json'))).toContain('client');
  expect(state(folder, 'observations/002-say.before.json')).toMatchObject({ depth: 'full' });
  const cast = text(folder, 'terminals/worker2.cast');
  expect(JSON.parse(cast.split('\n')[0] ?? '')).toMatchObject({ version: 2, width: 120 });
  expect(cast).toContain('"m","say"]');
  expect(printed(cast)).toContain('\r\neins → zwei\r\n');
  // The prompt was there before the recorder listened.
  expect(printed(cast)).toMatch(/root@worker2:~#.*echo/s);
});

test('unasked, a replay that passes leaves nothing', async () => {
  const { report, folder, state: kept } = await run('eins → zwei', undefined);
  expect(report.verdict).toBe('pass');
  expect(folder).toBeUndefined();
  expect(() => readdirSync(kept)).toThrow(/ENOENT/);
});

test('unasked, one that fails leaves its recordings, the report, and the state behind what failed', async () => {
  const { report, folder, state: kept } = await run('eins', undefined);
  expect(report.verdict).toBe('fail');
  expect(readdirSync(kept).map((name) => join(kept, name))).toEqual([folder]);
  expect(readdirSync(folder ?? '', { recursive: true }).toSorted()).toEqual([
    'observations',
    'observations/002-say.after.json',
    'report.json',
    'terminals',
    'terminals/worker.cast',
    'terminals/worker2.cast',
  ]);
});

test('a failure is replayed once more, with every state before and after', async () => {
  const { folder } = await run('eins', undefined);
  const home = mkdtempSync(join(root, 'home-'));
  mkdirSync(join(home, '01-one'));
  writeFileSync(join(home, '01-one/chapter.md'), CHAPTER);
  const driver = driverByName('namespaces');
  const lab = await openLab(await loadChapter(home, '01'), { driver, seed: 'test', kinds: KINDS });
  try {
    expect((await replayAgain(lab, folder ?? '')).verdict).toBe('fail');
  } finally {
    await lab.close();
  }
  const again = join(folder ?? '', 'again/01-one');
  expect(readdirSync(join(again, 'observations')).toSorted()).toEqual([
    '001-add.after.json',
    '001-add.before.json',
    '002-say.after.json',
    '002-say.before.json',
  ]);
  expect(names(state(again, 'observations/002-say.before.json'))).toContain('client');
  expect(readdirSync(again)).toContain('report.json');
});

test('a replay that breaks off leaves what was seen until then, and why', async () => {
  const home = mkdtempSync(join(root, 'home-'));
  mkdirSync(join(home, '01-one'));
  writeFileSync(join(home, '01-one/chapter.md'), CHAPTER);
  const driver = driverByName('namespaces');
  const lab = await openLab(await loadChapter(home, '01'), { driver, seed: 'test', kinds: KINDS });
  const recorder = await startRecorder(lab, { into: undefined, env: { XDG_STATE_HOME: home } });
  const early = new Error('before anything was run');
  expect(await recorder.abort(early)).toBeUndefined();
  const watcher: ReplayWatcher = {
    async before(moment) {
      if (momentName(moment) === 'say') await lab.close();
      await recorder.before(moment);
    },
    after: (moment, done) => recorder.after(moment, done),
  };
  const error: unknown = await replay(lab, { watcher }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  const folder = await recorder.abort(error);
  expect(text(folder, 'error.txt')).toContain((error as Error).message);
  expect(text(folder, 'observations/002-say.after.json')).toContain('unreadable');
  expect(printed(text(folder, 'terminals/worker.cast'))).toContain('ip netns add client');
});

describe('folders', () => {
  test('a second replay into the same place gets a folder of its own', async () => {
    const into = join(root, 'twice');
    expect(await newFolder(into, '01-one')).toBe(join(into, '01-one'));
    expect(await newFolder(into, '01-one')).toBe(join(into, '01-one-2'));
  });

  test('a place that cannot be is bad usage', async () => {
    const file = join(root, 'a-file');
    writeFileSync(file, '');
    await expect(newFolder(join(file, 'x'), '01-one')).rejects.toThrow(/No artifacts can be written into/);
  });

  test('without a home for state, or with one that cannot be written, failures are temporary files', async () => {
    for (const env of [{}, { XDG_STATE_HOME: '/dev/null' }, { XDG_STATE_HOME: 'relative' }]) {
      const folder = await failureFolder('01-one', env);
      expect(folder.startsWith(join(tmpdir(), 'wirebook-replay-01-one-'))).toBe(true);
      rmSync(folder, { recursive: true });
    }
  });
});
