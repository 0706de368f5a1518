/** How a browser gets in: the printed link's token once, then a cookie. Everything else without the cookie gets a page that says what to do. */
import type { RequestHandler, Response } from 'express';
import { plainPage } from './plain-page.ts';
import { html } from './render/html.ts';
import { readSessionCookie, sessionCookie } from './safety/cookie.ts';
import type { Sessions } from './safety/sessions.ts';
import type { OneTimeToken } from './safety/token.ts';

export interface LoginOptions {
  readonly port: number;
  readonly token: OneTimeToken;
  readonly sessions: Sessions;
}

/** The command asks the server that runs: nothing has to be ended for it. */
const freshLink = ({ port }: LoginOptions) =>
  html`Run <code>npx wirebook serve --port ${port}</code> in the folder of Wirebook, or press Enter in the terminal where it runs: that prints a fresh link.`;

/** `GET /?token=...`: exchanges the token for a cookie and sends the browser to `/`, so that the token stays in no history. */
export function redeemToken(options: LoginOptions): RequestHandler {
  return (request, response, next) => {
    const { token } = request.query;
    if (request.method !== 'GET' || token === undefined) return next();
    // An image or a script of a foreign page may ask for this address, but not as a page: it cannot use up our patience.
    const mode = request.headers['sec-fetch-mode'];
    const redeemed =
      typeof token !== 'string' || (mode !== undefined && mode !== 'navigate')
        ? 'wrong'
        : options.token.redeem(token);
    if (redeemed === 'accepted') {
      response.setHeader('Set-Cookie', sessionCookie(options.port, options.sessions.create()));
      return response.redirect(303, '/');
    }
    // A second click on the link in the browser that it has let in already.
    if (known(options, request.headers.cookie)) return response.redirect(303, '/');
    if (redeemed === 'too-many') {
      response.setHeader('Retry-After', '10');
      return say(
        response,
        429,
        'Too many wrong links',
        'Wait a moment, then open the link that was printed last.',
      );
    }
    say(
      response,
      401,
      'This link has been used',
      'A link opens Wirebook once, in one browser, and this one was used before or replaced by a newer one.',
      freshLink(options),
    );
  };
}

/** Lets only browsers on that have shown the token. */
export function requireSession(options: LoginOptions): RequestHandler {
  return (request, response, next) => {
    if (known(options, request.headers.cookie)) return next();
    const followed = request.headers['sec-fetch-site'] === 'cross-site';
    say(
      response,
      401,
      'Wirebook does not know this browser',
      'The page runs commands, so it opens only by the link that was printed in the terminal, once for each browser.',
      freshLink(options),
      // The browser keeps a SameSite=Strict cookie back when a link of another site led here.
      ...(followed ? [html`Already opened Wirebook in this browser? <a href="/">Go on</a>.`] : []),
    );
  };
}

/** @returns the session id when the cookie carries a valid one. */
export function known({ port, sessions }: LoginOptions, cookie: string | undefined): string | undefined {
  const id = readSessionCookie(port, cookie);
  return id !== undefined && sessions.isValid(id) ? id : undefined;
}

function say(response: Response, status: number, title: string, ...words: Parameters<typeof plainPage>[1][]) {
  response
    .status(status)
    .type('html')
    .send(plainPage(title, ...words));
}
