/** `wirebook read`: a chapter in the terminal, its steps run one by one; into a pipe, its text. */
import type { Command } from 'commander';
import colors from 'picocolors';
import type { Chapter } from '../../chapter/model.ts';
import { UsageError } from '../../errors.ts';
import { Reader } from '../../read/reader.ts';
import { Left } from '../../read/screen.ts';
import { wholeChapter } from '../../read/whole.ts';
import { momentName, stretch, timeline } from '../../session/timeline.ts';
import { chosenChapter } from '../chosen-chapters.ts';
import { chosenDriver } from '../chosen-driver.ts';
import type { Context } from '../context.ts';
import { freshLab } from '../fresh-lab.ts';
import { chaptersFolder } from '../options.ts';
import { PersonScreen } from '../person-screen.ts';
import { progressLine } from '../progress.ts';
import type { SandboxOptions } from '../sandbox-options.ts';

export interface Options extends SandboxOptions {
  readonly at?: string;
  readonly seed: string;
}

/** Columns of the text where no terminal says how wide it is. */
const PAGE_WIDTH = 80;

export async function read(
  context: Context,
  name: string,
  options: Options,
  command: Command,
): Promise<void> {
  const chapter = await chosenChapter(chaptersFolder(command), name);
  // Throws when there is no such place.
  if (options.at !== undefined) stretch(chapter, options.at, {});
  const ink = colors.createColors(colors.isColorSupported && context.interactive);
  if (process.stdin.isTTY && context.interactive) return withPerson(context, chapter, ink, options);
  if (options.at !== undefined) {
    throw new UsageError(
      '--at needs a terminal.',
      'Without one, the whole chapter is printed and nothing runs.',
    );
  }
  for (const line of wholeChapter(chapter, { width: PAGE_WIDTH, ink })) context.print(line);
}

async function withPerson(
  context: Context,
  chapter: Chapter,
  ink: ReturnType<typeof colors.createColors>,
  { at, seed, ...options }: Options,
): Promise<void> {
  const driver = chosenDriver(options, context);
  const progress = progressLine(context);
  const reader = new Reader({
    chapter,
    ink,
    screen: new PersonScreen(ink, context),
    openLab: async () => {
      const lab = await freshLab(chapter, context, { driver, seed, progress });
      if (at !== undefined)
        await lab.bringTo(beginning(chapter, at), { onProgress: (what) => progress.show(what) });
      return lab;
    },
    ...(at !== undefined && { at }),
  });
  const possible = [...chapter.exercises, ...chapter.questions].reduce((sum, { points }) => sum + points, 0);
  try {
    await reader.read();
    context.print(`The end of chapter ${chapter.number}: ${reader.earned} of ${possible} points.`);
  } catch (error) {
    if (!(error instanceof Left)) throw error;
    context.print('');
    if (reader.place) context.print(`To go on: wirebook read ${chapter.id} --at ${reader.place}`);
  }
}

/** Of an exercise with steps in its task the first of these: the reader runs them. */
function beginning({ exercises, questions }: Chapter, at: string): string {
  const task = exercises.find(({ id }) => id === at)?.task ?? questions.find(({ id }) => id === at)?.prose;
  const [first] = timeline({ blocks: task ?? [] });
  return first === undefined ? at : momentName(first);
}
