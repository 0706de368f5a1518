/** What can be searched for in the chapters, with where it leads. Pure. */

import { parseScript } from '../../../runner/bash/script.ts';
import type { Chapter, Check } from '../../../runner/chapter/model.ts';
import type { ContentsEntry } from '../../app/page-data.ts';
import type { SearchEntry } from '../../app/search/search-data.ts';
import { chapterPath } from '../render/paths.ts';

export interface SearchedChapter {
  readonly chapter: Chapter;
  /** Of its page: sections, steps, exercises and questions in order. */
  readonly contents: readonly ContentsEntry[];
  /** The line beside a check's tick; undefined where it has none that is the same for every learner. */
  readonly checkTitle: (check: Check) => string | undefined;
}

export function searchIndex(chapters: readonly SearchedChapter[]): SearchEntry[] {
  return chapters.flatMap(entriesOf);
}

function entriesOf({ chapter, contents, checkTitle }: SearchedChapter): SearchEntry[] {
  const title = `${chapter.number}. ${chapter.title}`;
  const path = chapterPath(chapter.id);
  const steps = new Map(chapter.steps.map((step) => [step.name, step]));
  const exercises = new Map(chapter.exercises.map((exercise) => [exercise.id, exercise]));
  const whole: SearchEntry = {
    kind: 'chapter',
    text: chapter.title,
    place: `Chapter ${chapter.number}`,
    path,
  };
  let section = '';
  const inside = contents.flatMap(({ anchor, text, item, step }): SearchEntry[] => {
    const at = (kind: SearchEntry['kind'], words: string, within = section): SearchEntry => ({
      kind,
      text: words,
      place: within === '' ? title : `${title} · ${within}`,
      path: `${path}#${anchor}`,
    });
    if (step !== undefined)
      return commandsOf(steps.get(step)?.command ?? '').map((words) => at('command', words));
    if (item === undefined) {
      section = text;
      return [at('section', text, '')];
    }
    const exercise = exercises.get(item);
    const checks = (exercise?.checks ?? []).flatMap((check) => checkTitle(check) ?? []);
    return [at(exercise ? 'exercise' : 'question', text), ...checks.map((words) => at('check', words, text))];
  });
  return [whole, ...inside];
}

/** A step's commands, each once and on one line. */
function commandsOf(script: string): string[] {
  const { commands } = parseScript(script);
  const texts = commands.map(({ start, end }) => script.slice(start, end).replace(/\s+/g, ' ').trim());
  return [...new Set(texts)].filter((text) => text !== '');
}
