/**
 * How a browser gets in: the printed link's token once, which gives it a key and a cookie (safety/sessions.ts says what each
 * is for). Everything else without the cookie gets a page that says what to do.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler, Response } from 'express';
import { Learner, LOCAL } from '../../runner/session/learner.ts';
import { SUBPROTOCOL } from '../protocol.ts';
import { plainPage } from './plain-page.tsx';
import type { Assets } from './render/index.ts';
import { readSessionCookies, sessionCookie } from './safety/cookie.ts';
import { cookieOf, type Sessions } from './safety/sessions.ts';
import type { OneTimeToken } from './safety/token.ts';

export interface LoginOptions {
  readonly port: number;
  readonly token: OneTimeToken;
  readonly sessions: Sessions;
}

/** Of the pages that a browser is shown before it is known. */
export interface EntryOptions extends LoginOptions {
  readonly assets: Assets;
  /** The printed link was used. */
  readonly onLogin: () => void;
}

/** The command asks the server that runs: nothing has to be ended for it. */
const freshLink = ({ port }: LoginOptions) => (
  <>
    Run <code>npx wirebook serve --port {port}</code> in the folder of Wirebook, or press Enter in the
    terminal where it runs: that prints a fresh link.
  </>
);

/**
 * `GET /?token=...`: exchanges the token for a cookie, and for a page whose script keeps the key and goes on to `/`. A redirect
 * could carry the key only in its address, and that stays in the history.
 */
export function redeemToken(options: EntryOptions): RequestHandler {
  return (request, response, next) => {
    const { token } = request.query;
    if (request.method !== 'GET' || token === undefined) return next();
    // An image or a script of a foreign page may ask for this address, but not as a page: it cannot use up the link.
    const mode = request.headers['sec-fetch-mode'];
    const asPage = mode === undefined || mode === 'navigate';
    if (asPage && typeof token === 'string' && options.token.redeem(token)) {
      const key = options.sessions.create(LOCAL);
      setCookie(options, response, key);
      options.onLogin();
      const head = (
        <>
          <meta name="wirebook-key" content={key} />
          <noscript>
            <meta http-equiv="refresh" content="0; url=/" />
          </noscript>
          {script(options)}
        </>
      );
      return response
        .type('html')
        .send(plainPage({ title: 'Welcome', assets: options.assets, head, onward: GO_ON }));
    }
    // A second click on the link in the browser that it has let in already.
    if (cookieLearner(options, request.headers)) return response.redirect(303, '/');
    refuse(
      options,
      request.headers,
      response,
      'This link has been used',
      'A link opens Wirebook once, in one browser, and this one was used before or replaced by a newer one.',
    );
  };
}

/** `POST /session` with the key: the cookie anew, for a page that is open for long, or when another port has overwritten it. */
export function renewCookie(options: LoginOptions): RequestHandler {
  return (request, response) => {
    const [, key = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (!options.sessions.ofKey(key)) return void response.status(401).type('text').send('Not known.\n');
    setCookie(options, response, key);
    response.status(204).end();
  };
}

/** Lets only browsers on that have the cookie, and everybody to the script that may renew it. */
export function requireSession(options: EntryOptions): RequestHandler {
  return (request, response, next) => {
    if (options.assets.entry.files.includes(request.path)) return next();
    const learner = cookieLearner(options, request.headers);
    if (learner) {
      response.locals.learner = learner;
      return next();
    }
    refuse(
      options,
      request.headers,
      response,
      'Wirebook does not know this browser',
      'The page runs commands, so it opens only by the link that was printed in the terminal, once for each browser.',
    );
  };
}

/** Whom `requireSession` has let on. */
export function learnerOf({ locals }: Response): Learner {
  return Learner.parse(locals.learner);
}

/**
 * The key that a page shows when it opens a socket: as a subprotocol, for a page can give a WebSocket no header of its own, and
 * addresses are written into logs.
 * @returns undefined unless it is valid
 */
export function shownKey(
  { sessions }: LoginOptions,
  headers: IncomingHttpHeaders,
): { readonly key: string; readonly learner: Learner } | undefined {
  const [name, key] = (headers['sec-websocket-protocol'] ?? '').split(',').map((word) => word.trim());
  if (name !== SUBPROTOCOL || key === undefined) return undefined;
  const learner = sessions.ofKey(key);
  return learner && { key, learner };
}

/** Whose browser it is; undefined when it may not load pages. */
export function cookieLearner(
  { port, sessions }: LoginOptions,
  { cookie }: IncomingHttpHeaders,
): Learner | undefined {
  for (const value of readSessionCookies(port, cookie)) {
    const learner = sessions.ofCookie(value);
    if (learner) return learner;
  }
  return undefined;
}

function setCookie({ port }: LoginOptions, response: Response, key: string): void {
  response.setHeader('Set-Cookie', sessionCookie(port, cookieOf(key)));
}

const script = ({ assets }: EntryOptions) => <script type="module" src={assets.entry.script} />;

const GO_ON = { href: '/', words: 'Go on' };

/** Says what to do. In a browser that has the key the page's script gets the cookie back and goes on. */
function refuse(
  options: EntryOptions,
  headers: IncomingHttpHeaders,
  response: Response,
  title: string,
  why: string,
): void {
  // The browser keeps a SameSite=Strict cookie back when a link of another site led here; that must stay a click away.
  const followed = headers['sec-fetch-site'] === 'cross-site';
  const page = plainPage(
    {
      title,
      assets: options.assets,
      ...(followed ? { onward: GO_ON } : { head: script(options) }),
    },
    why,
    freshLink(options),
    ...(followed ? ['If you have opened Wirebook in this browser already, go on.'] : []),
  );
  response.status(401).type('html').send(page);
}
