/** `wirebook picture`: brings a fresh sandbox to a point of a chapter, looks at it, and draws what it saw. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Observation } from '../../../checks/observation.ts';
import { loadProofs } from '../../chapter/load.ts';
import type { Chapter } from '../../chapter/model.ts';
import { UsageError } from '../../errors.ts';
import type { Difference } from '../../picture/difference.ts';
import { mermaidOf } from '../../picture/mermaid.ts';
import { drawPicture, figureOf, type Picture, pairOf } from '../../picture/picture.ts';
import { rowsOfScene, tableLines } from '../../picture/table.ts';
import type { Lab } from '../../session/lab.ts';
import { replayUntil } from '../../session/replay-until.ts';
import { momentName, timeline } from '../../session/timeline.ts';
import { chosenChapter } from '../chosen-chapters.ts';
import { chosenDriver } from '../chosen-driver.ts';
import type { Context } from '../context.ts';
import { freshLab } from '../fresh-lab.ts';
import { chaptersFolder } from '../options.ts';
import { type Progress, progressLine } from '../progress.ts';
import type { SandboxOptions } from '../sandbox-options.ts';

export interface Options extends SandboxOptions {
  readonly at?: string;
  readonly from?: string;
  readonly to?: string;
  readonly svg?: string;
  readonly mermaid?: boolean;
  readonly json?: boolean;
  readonly seed: string;
}

export async function picture(
  context: Context,
  name: string,
  options: Options,
  command: Command,
): Promise<void> {
  const chapter = await chosenChapter(chaptersFolder(command), name);
  const points = pointsOf(chapter, options);
  const progress = progressLine(context);
  const driver = chosenDriver(options, context);
  const lab = await freshLab(chapter, context, { driver, seed: options.seed, progress });
  const [first, second] = await lookAt(lab, points, progress);
  await lab.close();
  progress.clear();
  if (!first) return;
  const pictures = second ? pairOf(first.seen, second.seen) : [figureOf(first.seen)];
  const titled = pictures.map((one, at) => ({ one, point: (at === 0 ? first : second)?.point ?? '' }));
  await publish(chapter, titled, options, context);
}

/** One point, or two in the chapter's order. */
function pointsOf(chapter: Chapter, { at, from, to, svg, mermaid, json }: Options): string[] {
  const names = timeline(chapter).map(momentName);
  if ((from === undefined) !== (to === undefined))
    throw new UsageError('--from and --to go together.', 'For one picture there is --at <point>.');
  if (at !== undefined && from !== undefined) throw new UsageError('Either --at, or --from and --to.');
  if ([svg !== undefined, mermaid, json].filter(Boolean).length > 1)
    throw new UsageError('One of --svg, --mermaid and --json.');
  const points = from === undefined || to === undefined ? [at ?? names.at(-1)] : [from, to];
  const known = points.map((point) => {
    if (point !== undefined && names.includes(point)) return point;
    const title = `${chapter.id} has no step, exercise or question ${point === undefined ? 'at all' : `named ${point}`}.`;
    throw new UsageError(title, `Known: ${names.join(', ')}`);
  });
  const [one = '', other] = known;
  if (other !== undefined && names.indexOf(other) <= names.indexOf(one))
    throw new UsageError(`${other} does not come after ${one}.`, `In order: ${names.join(', ')}`);
  return known;
}

interface Look {
  readonly point: string;
  readonly seen: Observation;
}

/** The second look is at the same sandbox, further on: so that what stayed is the same thing. */
async function lookAt(lab: Lab, points: readonly string[], progress: Progress): Promise<Look[]> {
  const looks: Look[] = [];
  const proofs = await loadProofs(lab.chapter);
  const names = timeline(lab.chapter).map(momentName);
  let from: string | undefined;
  for (const point of points) {
    const onProgress = (what: string) => progress.show(what);
    await replayUntil(lab, point, proofs, { through: true, ...(from !== undefined && { from }), onProgress });
    looks.push({ point, seen: await lab.observe('full') });
    from = names[names.indexOf(point) + 1];
  }
  return looks;
}

type Titled = readonly { readonly one: Picture; readonly point: string }[];

async function publish(chapter: Chapter, all: Titled, options: Options, context: Context): Promise<void> {
  const last = all.at(-1);
  if (!last) return;
  const { print, paint } = context;
  const differences = all.length > 1 ? last.one.differences : undefined;
  if (options.svg !== undefined) {
    for (const { one, point } of all) {
      const file = one === last.one ? options.svg : beforeFile(options.svg);
      await save(file, drawPicture(one, { title: `${chapter.title}: after ${point}` }));
      print(file);
    }
  } else if (options.mermaid) {
    for (const { one } of all) print(mermaidOf(one.scene).trimEnd());
  } else if (options.json) {
    const scenes = all.map(({ one, point }) => ({ point, scene: one.scene }));
    print(JSON.stringify(differences ? { pictures: scenes, differences } : last.one.scene, null, 2));
  } else {
    for (const { one, point } of all) {
      print(paint.bold(`${chapter.id}, after ${point}`));
      for (const line of tableLines(rowsOfScene(one.scene))) print(`  ${line}`);
    }
    for (const line of differenceLines(differences ?? [], paint.dim)) print(line);
  }
}

/** `net.svg` -> `net.before.svg` */
function beforeFile(file: string): string {
  return file.endsWith('.svg') ? `${file.slice(0, -'.svg'.length)}.before.svg` : `${file}.before`;
}

async function save(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(
      `${file} cannot be written: ${cause.message}`,
      'Name a file in a folder that is there.',
    );
  });
}

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

function differenceLines(differences: readonly Difference[], dim: (text: string) => string): string[] {
  return differences.flatMap(({ change, name, facts }) => [
    `${SIGNS[change]} ${name}`,
    ...facts.map(({ what, before, after }) => dim(`    ${what}: ${short(before)} -> ${short(after)}`)),
  ]);
}

/** Rules and routes may be many lines. */
function short(text: string): string {
  const lines = text === '' ? ['none'] : text.split('\n');
  return lines.length > 1 ? `${lines.length} lines` : (lines[0] as string);
}
