/** The cookie that loads pages. Its name has the port, so that two servers of one user do not overwrite each other's. */
import { SESSION_HOURS } from './sessions.ts';

function cookieName(port: number): string {
  return `wirebook-${port}`;
}

/** Value of Set-Cookie (RFC 6265bis). No `Secure`, and so no `__Host-` in its name: the server speaks plain HTTP only. */
export function sessionCookie(port: number, cookie: string): string {
  return `${cookieName(port)}=${cookie}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${SESSION_HOURS * 3600}`;
}

/**
 * Those in a Cookie header that have the right shape. There may be several: another port of this host can set one of the
 * same name for a longer path, which browsers then send first.
 */
export function readSessionCookies(port: number, header: string | undefined): string[] {
  const prefix = `${cookieName(port)}=`;
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix))
    .map((pair) => pair.slice(prefix.length))
    .filter((value) => /^[A-Za-z0-9_-]{43}$/.test(value));
}
