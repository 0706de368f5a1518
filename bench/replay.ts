/** Steps through the learner's terminal against the same commands as one plain bash script a host, in sandboxes of the same kind. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { KINDS } from '../checks/kinds/index.ts';
import { loadChapters } from '../runner/chapter/load.ts';
import type { Chapter, Step } from '../runner/chapter/model.ts';
import { ROOT } from '../runner/package-root.mjs';
import type { HostName, Sandbox } from '../runner/sandbox/driver.ts';
import { driverByName } from '../runner/sandbox/drivers.ts';
import { openLab } from '../runner/session/open.ts';
import { RECORDING_SEED } from '../runner/session/variables.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

const RUNS = 3;

export async function bench(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const chapter of await loadChapters(join(ROOT, 'chapters'))) {
    const steps = stepsBeforeExercises(chapter);
    const ours: number[] = [];
    const plain: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      ours.push(await throughTerminals(chapter, steps));
      plain.push(await asScripts(chapter, steps));
    }
    figures.push({
      name: `replay of ${chapter.id}, ${steps.length} steps, against plain scripts`,
      value: median(ours) / median(plain),
      unit: 'x',
      target: '<= 1.2',
      reference: {
        name: `${median(plain).toFixed(0)} ms as scripts, ${median(ours).toFixed(0)} ms as steps`,
        value: 1,
      },
    });
  }
  return figures;
}

/** The steps up to the first exercise: what comes after may need its solution. */
function stepsBeforeExercises(chapter: Chapter): Step[] {
  const end = Math.min(...chapter.exercises.map(({ line }) => line), Number.POSITIVE_INFINITY);
  return chapter.steps.filter((step) => step.line < end && !step.interactive);
}

async function withLab(
  chapter: Chapter,
  work: (lab: Awaited<ReturnType<typeof openLab>>) => Promise<number>,
) {
  const lab = await openLab(chapter, {
    driver: driverByName('namespaces'),
    seed: RECORDING_SEED,
    kinds: KINDS,
  });
  try {
    return await work(lab);
  } finally {
    await lab.close();
  }
}

function throughTerminals(chapter: Chapter, steps: readonly Step[]): Promise<number> {
  return withLab(chapter, async (lab) => {
    for (const host of chapter.hosts) await lab.session(host);
    const started = performance.now();
    for (const [index, step] of steps.entries()) await lab.runStep(step, `bench-${index}`);
    return performance.now() - started;
  });
}

/** One bash a host that reads its script from a pipe, step after step in the chapter's order. */
function asScripts(chapter: Chapter, steps: readonly Step[]): Promise<number> {
  return withLab(chapter, async (lab) => {
    const shells = new Map(chapter.hosts.map((host) => [host, startBash(lab.sandbox, host)]));
    for (const shell of shells.values()) await shell('true\n');
    const started = performance.now();
    for (const { host, command } of steps) await shells.get(host)?.(command);
    return performance.now() - started;
  });
}

/** Resolves when the script text has been done; a mark on standard output says so. */
function startBash(sandbox: Sandbox, host: HostName): (script: string) => Promise<void> {
  const { file, args, env } = sandbox.shell(host, ['bash']);
  const child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  let printed = '';
  let onPrinted = () => {};
  let onEnd = () => {};
  child.once('exit', () => onEnd());
  child.stdout.on('data', (chunk) => {
    printed += chunk;
    onPrinted();
  });
  let count = 0;
  return (script) =>
    new Promise((resolve, reject) => {
      const mark = `done-${++count}-${host}`;
      onPrinted = () => {
        if (!printed.includes(mark)) return;
        printed = '';
        resolve();
      };
      onEnd = () => reject(new Error(`the plain shell on ${host} ended`));
      child.stdin.write(`${script}\necho ${mark}\n`);
    });
}
