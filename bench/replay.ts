/** Steps through the learner's terminal against the same commands as one plain bash script a host, in sandboxes of the same kind. */
import { fileURLToPath } from 'node:url';
import { KINDS } from '../checks/kinds/index.ts';
import { loadChapters } from '../runner/chapter/load.ts';
import type { Chapter, Step } from '../runner/chapter/model.ts';
import { openLab } from '../runner/lab/open.ts';
import { RECORDING_SEED } from '../runner/lab/variables.ts';
import type { HostName } from '../runner/sandbox/driver.ts';
import { driverByName } from '../runner/sandbox/drivers.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

const RUNS = 3;

export async function bench(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const chapter of await loadChapters(fileURLToPath(new URL('../chapters', import.meta.url)))) {
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

/** Neighbouring steps of one host make one script, so that the order between hosts is kept. */
function asScripts(chapter: Chapter, steps: readonly Step[]): Promise<number> {
  const scripts: { host: HostName; text: string }[] = [];
  for (const { host, command } of steps) {
    const last = scripts.at(-1);
    if (last?.host === host) last.text += command;
    else scripts.push({ host, text: command });
  }
  return withLab(chapter, async (lab) => {
    const started = performance.now();
    for (const { host, text } of scripts)
      await lab.sandbox.exec(host, ['bash', '-s'], { stdin: text, timeoutMs: 120_000 });
    return performance.now() - started;
  });
}
