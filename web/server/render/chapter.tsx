/**
 * A chapter as a page that is complete without JavaScript: text, steps, exercises, table of contents. The page's script takes
 * its islands over, with the props that are in the page's data. Pure: Chapter in, HTML out.
 */

import type { VNode } from 'preact';
import { claimAnchor } from '../../../runner/chapter/claim-anchor.ts';
import type { GlossaryEntry } from '../../../runner/chapter/glossary.ts';
import { plainWords, type Token } from '../../../runner/chapter/markdown.ts';
import type { Block, Chapter, Check } from '../../../runner/chapter/model.ts';
import { asides } from '../../../runner/chapter/rules.ts';
import { bannerSlots } from '../../app/islands/banner.tsx';
import { contentsSlots } from '../../app/islands/contents.tsx';
import { menuSlots } from '../../app/islands/menu.tsx';
import { pictureSlots } from '../../app/islands/picture.tsx';
import { predictedSlots } from '../../app/islands/predicted.tsx';
import { welcomeSlots } from '../../app/islands/welcome.tsx';
import { type ContentsEntry, PAGE_DATA_ID, type PageData } from '../../app/page-data.ts';
import type { Slots } from '../../app/slots.ts';
import { terminalSlots } from '../../app/terminal/panel.tsx';
import type { ItemProgress } from '../../protocol.ts';
import type { Assets } from './assets.ts';
import { blocksOf, type Rendering } from './blocks.tsx';
import { renderDocument } from './document.tsx';
import { newProse } from './markdown.ts';
import { type ChapterLink, type CourseWords, Meanings } from './meanings.tsx';
import { stillPage } from './page.ts';
import { chapterPath } from './paths.ts';
import { stepData } from './step.tsx';
import { Tools } from './tools.tsx';

interface ChapterView {
  readonly progress: Readonly<Record<string, ItemProgress>>;
  /** The learner's drawn numbers by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** Names of steps that the learner has run, in whichever sandbox. */
  readonly ran: readonly string[];
  readonly assets: Assets;
  /** The glossary, where the course has one. */
  readonly words?: CourseWords | undefined;
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

function Variables({ variables }: Pick<ChapterView, 'variables'>) {
  const drawn = Object.entries(variables);
  if (drawn.length === 0) return null;
  return (
    <p class="drawn">
      Drawn for you, and set in every shell:{' '}
      {drawn.map(([name, value], index) => (
        <span key={name}>
          {index > 0 && ', '}
          <code>${name}</code> = <strong>{value}</strong>
        </span>
      ))}
      .
    </p>
  );
}

function Head({ chapter, variables }: { chapter: Chapter } & Pick<ChapterView, 'variables'>) {
  return (
    <>
      <header class="chapter-head">
        <p class="label">Chapter {chapter.number}</p>
        <h1>{chapter.title}</h1>
        <p class="lead">{chapter.summary}</p>
        <p class="facts">
          {plural(chapter.minutes, 'minute')} ·{' '}
          {chapter.hosts.length === 1 ? 'one host' : `hosts ${chapter.hosts.join(', ')}`}
        </p>
        <Variables variables={variables} />
      </header>
      <noscript>
        <p class="notice">
          This page reads well without JavaScript. To run the steps in a sandbox and to have the exercises
          checked, switch JavaScript on for it.
        </p>
      </noscript>
    </>
  );
}

function Neighbour({ rel, chapter }: { rel: 'prev' | 'next'; chapter: ChapterLink }) {
  return (
    <a rel={rel} href={chapterPath(chapter.id)}>
      <span class="label">{rel === 'prev' ? 'Before' : 'Next'}</span>
      {chapter.number}. {chapter.title}
    </a>
  );
}

function Neighbours({ previous, next }: Pick<ChapterView, 'previous' | 'next'>) {
  if (!previous && !next) return null;
  return (
    <nav class="neighbours" aria-label="Chapters before and after">
      {previous && <Neighbour rel="prev" chapter={previous} />}
      {next && <Neighbour rel="next" chapter={next} />}
    </nav>
  );
}

function Bar({ chapter, slots }: { chapter: Chapter; slots: Slots }) {
  return (
    <header class="bar">
      <a class="brand" href="/">
        Wirebook
      </a>
      <span class="bar-title">
        {chapter.number}. {chapter.title}
      </span>
      <span class="bar-tools">
        <span class="bar-points" data-slot="total">
          {slots.total}
        </span>
        <button type="button" class="button quiet-button contents-button" popovertarget="contents">
          Contents
        </button>
        <Tools inChapter />
        <span data-slot="menu" data-needs-script>
          {slots.menu}
        </span>
      </span>
    </header>
  );
}

/** JSON that ends no script element. */
function DataScript({ data }: { data: PageData }) {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return <script type="application/json" id={PAGE_DATA_ID} dangerouslySetInnerHTML={{ __html: json }} />;
}

/** What comes before the section Credits, and that section: one piece of prose is cut in two. */
function atCredits(blocks: readonly Block[]): readonly [before: Block[], credits: Block[]] {
  const at = blocks.findLastIndex((block) => block.type === 'prose' && creditsIn(block.tokens) >= 0);
  const block = blocks[at];
  if (block?.type !== 'prose') return [[...blocks], []];
  const cut = creditsIn(block.tokens);
  const tokens = [block.tokens.slice(0, cut), block.tokens.slice(cut)] as const;
  return [
    [...blocks.slice(0, at), { ...block, tokens: tokens[0] }],
    [{ ...block, tokens: tokens[1] }, ...blocks.slice(at + 1)],
  ];
}

/** Index of the token that opens the heading; -1 when it is elsewhere. */
function creditsIn(tokens: readonly Token[]): number {
  return tokens.findIndex(
    ({ type, tag }, index) =>
      type === 'heading_open' && tag === 'h2' && plainWords(tokens[index + 1]) === 'Credits',
  );
}

type Rendered = Rendering & {
  readonly text: VNode[];
  readonly credits: VNode[];
  readonly known: Known;
  /** Of the glossary, in the order in which the text uses them first. */
  readonly used: readonly GlossaryEntry[];
};
type Known = Pick<PageData, 'chapter' | 'hosts' | 'items'>;

/** The chapter's text, and what falls out of it. */
function renderText(
  chapter: Chapter,
  view: Pick<ChapterView, 'progress' | 'variables' | 'checkTitle' | 'words'>,
): Rendered {
  const used: GlossaryEntry[] = [];
  const { words } = view;
  const prose = { ...newProse(view.variables), ...(words && { words: { find: words.find, used } }) };
  for (const step of chapter.steps) prose.ids.add(`step-${step.name}`);
  for (const exercise of chapter.exercises) prose.ids.add(`exercise-${exercise.id}`);
  for (const question of chapter.questions) prose.ids.add(`question-${question.id}`);
  for (const prediction of chapter.predictions) prose.ids.add(`predict-${prediction.id}`);
  for (const figure of chapter.figures) prose.ids.add(`figure-${figure.id}`);
  for (const { claim } of asides(chapter.blocks)) if (claim) prose.ids.add(claimAnchor(claim.id));
  for (const id of ['chapter', 'terminals', 'contents']) prose.ids.add(id);
  const known = { chapter: chapter.id, hosts: [...chapter.hosts], items: view.progress };
  const page = stillPage(known);
  const rendering: Rendering = {
    page,
    prose,
    contents: [],
    exercises: [],
    questions: [],
    predictions: [],
    predicted: new Set(chapter.predictions.map(({ step }) => step)),
    checkTitle: view.checkTitle ?? defaultCheckTitle,
  };
  const [before, after] = atCredits(chapter.blocks);
  const text = blocksOf(before, rendering);
  return { ...rendering, known, text, credits: blocksOf(after, rendering), used };
}

/** The table of contents, as every learner's page of the chapter has it. */
export function contentsOf(chapter: Chapter): readonly ContentsEntry[] {
  return renderText(chapter, { progress: {}, variables: {} }).contents;
}

/** The whole page of a chapter. */
export function renderChapter(chapter: Chapter, view: ChapterView): string {
  const rendered = renderText(chapter, view);
  const { page, known, text, credits, used, contents, exercises, questions, predictions, predicted } =
    rendered;
  const { ran, words } = view;
  const steps = chapter.steps.map((step) => stepData(step, predicted.has(step.name)));
  const data: PageData = { ...known, steps, exercises, questions, predictions, contents, ran: [...ran] };
  const slots = {
    ...bannerSlots(page),
    ...welcomeSlots(),
    ...menuSlots(page, data),
    ...contentsSlots(page, data),
    ...pictureSlots(page),
    ...terminalSlots(page),
  };
  const body = (
    <>
      <a class="skip" href="#chapter">
        Skip to the chapter
      </a>
      <a class="skip" href="#terminals" data-needs-script>
        Skip to the terminals
      </a>
      <Bar chapter={chapter} slots={slots} />
      <nav
        id="contents"
        class="contents"
        popover="auto"
        aria-label="Contents of this chapter"
        data-slot="contents"
      >
        {slots.contents}
      </nav>
      <div data-slot="banner">{slots.banner}</div>
      <div class="page">
        <nav class="rail" aria-label="In this chapter" data-slot="rail">
          {slots.rail}
        </nav>
        <div class="columns">
          <main id="chapter" class="book" tabIndex={-1}>
            <article>
              <Head chapter={chapter} variables={view.variables} />
              <div data-slot="welcome" data-needs-script>
                {slots.welcome}
              </div>
              {text}
              {predictions.length > 0 && (
                <div data-slot="predicted">{predictedSlots(page, predictions).predicted}</div>
              )}
              {credits}
              <Neighbours {...view} />
              {words && <Meanings words={words} used={used} chapter={chapter.id} />}
            </article>
          </main>
          <div class="divider" data-divider />
          <section
            id="terminals"
            class="terminals"
            tabIndex={-1}
            aria-label="Picture of the network, and terminals"
          >
            <div class="picture-panel" data-slot="picture" data-needs-script>
              {slots.picture}
            </div>
            <div class="terminals-panel" data-slot="panel" data-needs-script>
              {slots.panel}
            </div>
          </section>
        </div>
      </div>
      <div class="visually-hidden" role="status" aria-live="polite" data-slot="announcer">
        {slots.announcer}
      </div>
      <DataScript data={data} />
    </>
  );
  return renderDocument({
    title: `${chapter.number}. ${chapter.title} · Wirebook`,
    description: chapter.summary,
    assets: view.assets,
    body,
  });
}
