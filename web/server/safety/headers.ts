/** The headers of every answer: what the page may load, and who may frame, read or cache it. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Styles: xterm.js writes `<style>` elements and, for 24-bit colours, `style` attributes by setAttribute
 * (DomRenderer, Viewport, DomRendererRowFactory), and has no option for a nonce: so 'unsafe-inline' for styles, and
 * for styles only. Scripts come from our own files, without exception.
 */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        connectSrc: ["'self'", (request) => webSocketSource(request.headers.host)],
        imgSrc: ["'self'", 'data:'],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // Plain HTTP on loopback: there is no TLS to insist on.
    strictTransportSecurity: false,
  });
}

/** Older browsers do not take 'self' for ws:. Nothing but a plain name or IPv4 address may enter the header. */
function webSocketSource(host: string | undefined): string {
  return host !== undefined && /^[A-Za-z0-9.-]+(:\d{1,5})?$/.test(host) ? `ws://${host}` : "'self'";
}
