/** The home page: chapters grouped by part, with the learner's progress. Pure. */

import { slugOf } from '../../../runner/chapter/chapter-id.ts';
import type { Course } from '../../../runner/chapter/course.ts';
import type { LastRun } from '../progress/store.ts';
import type { Assets } from './assets.ts';
import { type ChapterEntry, type Tally, tally, tallyAll, timeWords, whereToGoOn } from './course-progress.ts';
import { renderDocument } from './document.tsx';
import { chapterPath, GLOSSARY_PATH } from './paths.ts';
import { Tools } from './tools.tsx';

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
          <span>{chapter.hosts.length === 1 ? 'one host' : `${chapter.hosts.length} hosts`}</span>
          <Progress {...sums} />
        </p>
      </div>
    </li>
  );
}

/** How long the book takes, how much of it is left, and how far the learner has come. */
function Overall({ items, done, earned, possible, minutes, minutesLeft }: Tally) {
  if (items === 0) return null;
  const begun = minutesLeft < minutes;
  return (
    <p class="facts overall">
      <span>
        {begun ? `${timeWords(minutesLeft)} of ${timeWords(minutes)} left` : `${timeWords(minutes)} in all`}
      </span>
      <span>
        {done} of {items} exercises and questions
      </span>
      <span>
        {earned} of {possible} points
      </span>
      <progress max={items} value={done} aria-label="Exercises and questions that are done" />
    </p>
  );
}

interface Part {
  readonly title?: string;
  readonly entries: readonly ChapterEntry[];
}

/** Without a course, or with chapters that it does not name, there is a part that has no title. */
function partsOf(entries: readonly ChapterEntry[], course: Course | undefined): Part[] {
  const bySlug = new Map(entries.map((entry) => [slugOf(entry.chapter.id), entry]));
  const named = (course?.parts ?? []).map(({ title, chapters }) => ({
    title,
    entries: chapters.flatMap((slug) => bySlug.get(slug) ?? []),
  }));
  const inParts = new Set(named.flatMap((part) => part.entries));
  const others = { entries: entries.filter((entry) => !inParts.has(entry)) };
  return [...named, others].filter((part) => part.entries.length > 0);
}

function PartSection({ title, entries, number }: Part & { number: number }) {
  const id = `part-${number}`;
  return (
    <section
      class="part"
      {...(title === undefined ? { 'aria-label': 'Chapters' } : { 'aria-labelledby': id })}
    >
      {title !== undefined && (
        <h2 id={id}>
          <span class="label">Part {number}</span> {title}
        </h2>
      )}
      <ol class="entries">
        {entries.map((entry) => (
          <Entry key={entry.chapter.id} {...entry} />
        ))}
      </ol>
    </section>
  );
}

interface HomeView {
  readonly course?: Course | undefined;
  /** Steps that the learner has run, the latest first. */
  readonly lastRuns: readonly LastRun[];
  readonly assets: Assets;
  /** A sentence below everything. */
  readonly notice?: string | undefined;
  /** The course has one. */
  readonly glossary?: boolean;
}

/** The list of chapters. An empty course says so. */
export function renderHome(
  chapters: readonly ChapterEntry[],
  { course, lastRuns, assets, notice, glossary = false }: HomeView,
): string {
  const ordered = [...chapters].sort((a, b) => a.chapter.number - b.chapter.number);
  const parts = partsOf(ordered, course);
  const on = whereToGoOn(
    parts.flatMap(({ entries }) => entries),
    lastRuns,
  );
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
          <h1>{course?.title ?? 'Wirebook'}</h1>
          <p class="lead">
            A notebook that you run. Each chapter has a small network of its own, real commands, and exercises
            that are checked in the kernel.
          </p>
          {course && (
            <p class="home-whom">
              {course.forWhom} {course.needs}
            </p>
          )}
          {on && (
            <p>
              <a class="button primary" href={on.path}>
                {on.words}
              </a>
            </p>
          )}
          <Overall {...tallyAll(ordered)} />
        </header>
        {parts.length === 0 && (
          <p class="notice">
            There are no chapters here yet. They belong in the folder <code>chapters</code>.
          </p>
        )}
        {parts.map((part, index) => (
          <PartSection key={index} {...part} number={index + 1} />
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
