/**
 * A chapter as a page that is complete without JavaScript: text, steps, exercises, table of contents. The page's
 * script finds its places by data attributes and adds what is alive. Pure: Chapter in, HTML out.
 */
import type { Chapter, Check } from '../../../runner/chapter/model.ts';
import type { ItemProgress } from '../../protocol.ts';
import type { Assets } from './assets.ts';
import { type Rendering, renderBlocks } from './blocks.ts';
import { type Html, html } from './html.ts';
import { newProse } from './markdown.ts';
import { renderPage } from './page.ts';
import { chapterPath } from './paths.ts';
import { renderToc } from './toc.ts';

/** A neighbour in the course. */
type ChapterLink = Pick<Chapter, 'id' | 'number' | 'title'>;

interface ChapterView {
  readonly progress: Readonly<Record<string, ItemProgress>>;
  /** The learner's drawn numbers by name. */
  readonly variables: Readonly<Record<string, string>>;
  readonly assets: Assets;
  readonly previous?: ChapterLink;
  readonly next?: ChapterLink;
  /** The line beside a check's tick; default: the check's own title, else its id in words. */
  readonly checkTitle?: (check: Check) => string;
}

function defaultCheckTitle(check: Check): string {
  return check.title ?? check.id.replaceAll('-', ' ');
}

function plural(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function renderVariables(variables: Readonly<Record<string, string>>): Html | false {
  const drawn = Object.entries(variables);
  if (drawn.length === 0) return false;
  return html`<p class="drawn">Drawn for you, and set in every shell: ${drawn.map(
    ([name, value], index) => html`${index > 0 && ', '}<code>$${name}</code> = <strong>${value}</strong>`,
  )}.</p>`;
}

function renderHead(chapter: Chapter, view: ChapterView): Html {
  return html`<header class="chapter-head">
<p class="label">Chapter ${chapter.number}</p>
<h1>${chapter.title}</h1>
<p class="lead">${chapter.summary}</p>
<p class="facts">${plural(chapter.minutes, 'minute')} · ${chapter.hosts.length === 1 ? 'lab host' : 'lab hosts'} ${chapter.hosts.join(', ')}</p>
${renderVariables(view.variables)}
</header>
<noscript><p class="notice">This page reads well without JavaScript. To run the steps in a sandbox and to have the exercises checked, switch JavaScript on for it.</p></noscript>
`;
}

function renderNeighbours(view: ChapterView): Html | false {
  if (!view.previous && !view.next) return false;
  return html`<nav class="neighbours" aria-label="Chapters before and after">
${view.previous && html`<a rel="prev" href="${chapterPath(view.previous.id)}"><span class="label">Before</span>${view.previous.number}. ${view.previous.title}</a>`}
${view.next && html`<a rel="next" href="${chapterPath(view.next.id)}"><span class="label">Next</span>${view.next.number}. ${view.next.title}</a>`}
</nav>
`;
}

function renderBar(chapter: Chapter, progress: ChapterView['progress']): Html {
  const items = [...chapter.exercises, ...chapter.questions];
  const possible = items.reduce((sum, item) => sum + item.points, 0);
  const earned = items.reduce((sum, item) => sum + (progress[item.id]?.points ?? 0), 0);
  return html`<header class="bar">
<a class="brand" href="/">Wirebook</a>
<span class="bar-title">${chapter.number}. ${chapter.title}</span>
<span class="bar-tools">${possible > 0 && html`<span class="bar-points" data-slot="total">${earned} of ${plural(possible, 'point')}</span>`}
<button type="button" class="button quiet-button" popovertarget="contents">Contents</button><span data-slot="theme"></span><span data-slot="menu"></span></span>
</header>
`;
}

/** The whole page of a chapter. */
export function renderChapter(chapter: Chapter, view: ChapterView): string {
  const prose = newProse(view.variables);
  for (const step of chapter.steps) prose.ids.add(`step-${step.name}`);
  for (const exercise of chapter.exercises) prose.ids.add(`exercise-${exercise.id}`);
  for (const question of chapter.questions) prose.ids.add(`question-${question.id}`);
  for (const id of ['chapter', 'terminals', 'contents']) prose.ids.add(id);
  const rendering: Rendering = {
    prose,
    toc: [],
    progress: view.progress,
    checkTitle: view.checkTitle ?? defaultCheckTitle,
  };
  const text = renderBlocks(chapter.blocks, rendering);
  const body = html`<a class="skip" href="#chapter">Skip to the chapter</a>
<a class="skip" href="#terminals" data-needs-script>Skip to the terminals</a>
${renderBar(chapter, view.progress)}<nav id="contents" class="contents" popover aria-label="Contents of this chapter">
${renderToc(rendering.toc, view.progress)}
</nav>
<div data-slot="banner"></div>
<div class="columns">
<main id="chapter" class="book" tabindex="-1"><article>
${renderHead(chapter, view)}${text}${renderNeighbours(view)}</article></main>
<div class="divider" data-divider></div>
<section id="terminals" class="terminals" tabindex="-1" aria-label="Terminals" data-hosts="${chapter.hosts.join(' ')}"><div class="terminals-panel" data-slot="panel"></div></section>
</div>
<div class="visually-hidden" role="status" aria-live="polite" data-slot="announcer"></div>
`;
  return renderPage({
    kind: 'chapter',
    title: `${chapter.number}. ${chapter.title} · Wirebook`,
    description: chapter.summary,
    assets: view.assets,
    body,
    chapter: chapter.id,
  });
}
