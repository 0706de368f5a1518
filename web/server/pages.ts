/** The HTTP side: pages, the built script and styles, and the answers to everything else. Sockets are in sockets/. */
import { join } from 'node:path';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { CheckKind } from '../../checks/kind.ts';
import type { Course } from '../../runner/chapter/course.ts';
import { figureFile } from '../../runner/chapter/figure.ts';
import type { Glossary } from '../../runner/chapter/glossary.ts';
import type { Chapter } from '../../runner/chapter/model.ts';
import { formerly } from '../../runner/chapter/renamed.ts';
import { WirebookError } from '../../runner/errors.ts';
import { drawVariables } from '../../runner/session/variables.ts';
import { SEARCH_PATH } from '../app/search/search-data.ts';
import { checkTitles } from './check-titles.ts';
import { type EntryOptions, learnerOf, redeemToken, renewCookie, requireSession } from './login.tsx';
import { notFoundPage } from './not-found.tsx';
import { plainPage } from './plain-page.tsx';
import type { ProgressStore } from './progress/store.ts';
import {
  ASSET_BASE,
  chapterPath,
  courseWords,
  GLOSSARY_PATH,
  PageCache,
  renderChapter,
  renderGlossary,
  renderHome,
} from './render/index.ts';
import { refuse } from './safety/guard.ts';
import { securityHeaders } from './safety/headers.ts';
import { searchAnswer } from './search/search-answer.ts';

export interface PagesOptions extends EntryOptions {
  readonly hosts: ReadonlySet<string>;
  readonly chapters: readonly Chapter[];
  readonly course?: Course | undefined;
  readonly kinds: ReadonlyMap<string, CheckKind<unknown>>;
  readonly progress: ProgressStore;
  /** Vite's output. */
  readonly buildFolder: string;
  /** Absent: the course has none. */
  readonly glossary?: Glossary | undefined;
  /** A sentence for the home page. */
  readonly notice?: string | undefined;
  readonly log: (line: string) => void;
}

export function pages(options: PagesOptions): Express {
  const { chapters, progress, assets } = options;
  const words = options.glossary && courseWords(options.glossary, chapters);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.enable('case sensitive routing');

  app.use(securityHeaders());
  app.use((request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    const refusal = refuse(request, options.hosts);
    if (!refusal) return next();
    response.status(refusal.status).type('text').send(`${refusal.reason}\n`);
  });
  app.get('/', redeemToken(options));
  app.post('/session', renewCookie(options));
  app.use(requireSession(options));
  app.use((request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    response.setHeader('Allow', 'GET, HEAD');
    response.status(405).type('text').send('Only GET.\n');
  });

  app.get('/', (_request, response) => {
    const learner = learnerOf(response);
    const entries = chapters.map((chapter) => {
      const done = progress.of(learner, chapter);
      return { chapter, progress: done.items(), ran: Object.keys(done.stepsRun()) };
    });
    const { course, notice } = options;
    const lastRuns = progress.lastRuns(learner);
    response
      .type('html')
      .send(renderHome(entries, { course, lastRuns, assets, notice, glossary: words !== undefined }));
  });
  app.get(GLOSSARY_PATH, (_request, response, next) => {
    if (!words) return next();
    response.type('html').send(renderGlossary(words, assets));
  });
  const cache = new PageCache();
  const byId = new Map(chapters.map((chapter, index) => [chapter.id, { chapter, index }]));
  app.get('/chapter/:id', (request, response, next) => {
    const found = byId.get(request.params.id);
    if (!found) {
      // Links from before the book's order changed. Of a chapter that has become several the first is where a reader begins.
      const [now] = formerly(request.params.id, [...byId.keys()], options.course?.renamed ?? {});
      return now === undefined ? next() : response.redirect(302, chapterPath(now));
    }
    const { chapter, index } = found;
    const previous = chapters[index - 1];
    const following = chapters[index + 1];
    const learner = learnerOf(response);
    const done = progress.of(learner, chapter);
    const items = done.items();
    const variables = drawVariables(chapter.variables, done.seed());
    const ran = Object.keys(done.stepsRun());
    const page = cache.of(JSON.stringify([learner, chapter.id]), { items, variables, ran }, () =>
      renderChapter(chapter, {
        progress: items,
        variables,
        ran,
        assets,
        words,
        checkTitle: checkTitles(chapter, options.kinds, variables),
        ...(previous && { previous }),
        ...(following && { next: following }),
      }),
    );
    response.type('html').send(page);
  });
  app.get(SEARCH_PATH, searchAnswer(chapters, options.kinds));
  app.get('/chapter/:id/figures/:name', (request, response, next) => {
    const { id, name } = request.params;
    const chapter = byId.get(id)?.chapter;
    const figure = chapter?.figures.find((known) => `${known.id}.svg` === name);
    if (!chapter || !figure) return next();
    response.sendFile(figureFile(chapter, figure.id), { cacheControl: false }, (error) => {
      // One that is not drawn yet is not there.
      if (error && !response.headersSent) next();
    });
  });
  // Names carry a hash of the content, so what was fetched once need never be asked for again.
  app.use(
    ASSET_BASE,
    express.static(join(options.buildFolder), {
      dotfiles: 'ignore',
      index: false,
      redirect: false,
      setHeaders: (response) => response.setHeader('Cache-Control', 'private, max-age=31536000, immutable'),
    }),
  );
  app.use((request, response) => {
    response
      .status(404)
      .type('html')
      .send(notFoundPage(request.path, chapters, assets));
  });
  app.use(failures(options));
  return app;
}

/** The last resort: told in words, never with a stack. */
function failures({ log, assets }: Pick<PagesOptions, 'log' | 'assets'>): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const status = badRequest(error) ? 400 : 500;
    if (status === 500)
      log(`${request.method} ${request.path}: ${error instanceof Error ? error.message : error}`);
    const page = (title: string, ...words: readonly string[]) =>
      plainPage({ title, assets, onward: { href: '/', words: 'All chapters' } }, ...words);
    response
      .status(status)
      .type('html')
      .send(
        status === 400
          ? page('This address cannot be read', 'It is not a proper web address.')
          : page('Wirebook cannot show this page', ...failureWords(error)),
      );
  };
}

function failureWords(error: unknown): string[] {
  if (!(error instanceof WirebookError))
    return ['Something in the server went wrong; its terminal says what.'];
  return error.remedy === undefined ? [error.message] : [error.message, error.remedy];
}

/** A malformed %-escape and the like: express says so by the status on its error. */
function badRequest(error: unknown): boolean {
  return (
    error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500
  );
}
