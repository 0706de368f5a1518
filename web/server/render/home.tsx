/** The home page: chapters grouped by part, with the learner's progress. Pure. */

import type { Chapter } from '../../../runner/chapter/model.ts';
import type { ItemProgress } from '../../protocol.ts';
import type { Assets } from './assets.ts';
import { renderDocument } from './document.tsx';
import { PARTS, partOf } from './parts.ts';
import { chapterPath, GLOSSARY_PATH } from './paths.ts';
import { Tools } from './tools.tsx';

interface ChapterEntry {
  readonly chapter: Chapter;
  readonly progress: Readonly<Record<string, ItemProgress>>;
}

interface Tally {
  readonly done: number;
  readonly items: number;
  readonly earned: number;
  readonly possible: number;
}

function tally({ chapter, progress }: ChapterEntry): Tally {
  const items = [...chapter.exercises, ...chapter.questions];
  return {
    items: items.length,
    done: items.filter((item) => progress[item.id]?.done).length,
    earned: items.reduce((sum, item) => sum + (progress[item.id]?.points ?? 0), 0),
    possible: items.reduce((sum, item) => sum + item.points, 0),
  };
}

function Progress({ items, done, earned, possible }: Tally) {
  if (items === 0) return null;
  const words =
    done === 0 && earned === 0
      ? `${items} ${items === 1 ? 'task' : 'tasks'}, ${possible} points`
      : `${done} of ${items} done, ${earned} of ${possible} points`;
  return (
    <span class="entry-progress">
      {done > 0 && <progress max={items} value={done} aria-label={words} />}
      <span>{words}</span>
    </span>
  );
}

function Entry(entry: ChapterEntry) {
  const { chapter } = entry;
  const sums = tally(entry);
  const done = sums.items > 0 && sums.done === sums.items;
  return (
    <li class="entry" data-done={done ? '' : undefined}>
      <span class="entry-number">{chapter.number}</span>
      <div class="entry-text">
        <h3>
          <a href={chapterPath(chapter.id)}>{chapter.title}</a>
        </h3>
        <p>{chapter.summary}</p>
        <p class="facts">
          <span>{chapter.minutes} min</span>
          <span>{chapter.hosts.join(', ')}</span>
          <Progress {...sums} />
        </p>
      </div>
    </li>
  );
}

/** The first chapter that was begun and is not finished, else the first untouched one. */
function whereToGoOn(entries: readonly ChapterEntry[]): { entry: ChapterEntry; begun: boolean } | undefined {
  const open = entries.filter((entry) => tally(entry).done < tally(entry).items);
  const begun = open.find((entry) => tally(entry).done > 0);
  const entry = begun ?? open[0];
  const any = entries.some((other) => tally(other).done > 0);
  return entry && { entry, begun: any };
}

interface HomeExtras {
  /** A sentence at the end. */
  readonly notice?: string | undefined;
  /** The course has one. */
  readonly glossary?: boolean;
}

/** The list of chapters. An empty course says so. */
export function renderHome(
  chapters: readonly ChapterEntry[],
  assets: Assets,
  extras: HomeExtras = {},
): string {
  const { notice, glossary = false } = extras;
  const ordered = [...chapters].sort((a, b) => a.chapter.number - b.chapter.number);
  const parts = PARTS.map((part, index) => ({
    part,
    index,
    entries: ordered.filter((entry) => partOf(entry.chapter.number) === index),
  })).filter(({ entries }) => entries.length > 0);
  const on = whereToGoOn(ordered);
  const body = (
    <>
      <a class="skip" href="#chapters">
        Skip to the chapters
      </a>
      <header class="bar">
        <a class="brand" href="/" aria-current="page">
          Wirebook
        </a>
        <span class="bar-title" />
        <span class="bar-tools">
          <Tools inChapter={false} />
        </span>
      </header>
      <main class="home" id="chapters" tabIndex={-1}>
        <header class="home-head">
          <h1>How Kubernetes wires a cluster</h1>
          <p class="lead">
            A notebook that you run. Each chapter has a small network of its own, real commands, and exercises
            that are checked in the kernel.
          </p>
          {on && (
            <p>
              <a class="button primary" href={chapterPath(on.entry.chapter.id)}>
                {on.begun ? 'Go on with' : 'Begin with'} chapter {on.entry.chapter.number}:{' '}
                {on.entry.chapter.title}
              </a>
            </p>
          )}
        </header>
        {parts.length === 0 && (
          <p class="notice">
            There are no chapters here yet. They belong in the folder <code>chapters</code>.
          </p>
        )}
        {parts.map(({ part, index, entries }) => (
          <section key={index} class="part" aria-labelledby={`part-${index + 1}`}>
            <h2 id={`part-${index + 1}`}>
              <span class="label">Part {index + 1}</span> {part.title}
            </h2>
            <ol class="entries">
              {entries.map((entry) => (
                <Entry key={entry.chapter.id} {...entry} />
              ))}
            </ol>
          </section>
        ))}
        {glossary && (
          <p class="home-glossary">
            <a href={GLOSSARY_PATH}>Glossary</a>: all words that the chapters explain.
          </p>
        )}
        {notice !== undefined && <p class="notice">{notice}</p>}
      </main>
    </>
  );
  return renderDocument({
    title: 'Wirebook',
    description: 'A notebook that you run, for learning how Kubernetes wires a cluster',
    assets,
    body,
  });
}
