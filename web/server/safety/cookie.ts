/** The cookie that carries the session id. Browsers keep cookies by host and not by port, so its name has the port. */
import { SESSION_DAYS } from './sessions.ts';

function cookieName(port: number): string {
  return `wirebook-${port}`;
}

/** Value of Set-Cookie (RFC 6265bis). No `Secure`: loopback is plain HTTP. */
export function sessionCookie(port: number, id: string): string {
  return `${cookieName(port)}=${id}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${SESSION_DAYS * 24 * 3600}`;
}

/** The session id in a Cookie header; undefined when there is none of the right shape, or when there are two. */
export function readSessionCookie(port: number, header: string | undefined): string | undefined {
  const prefix = `${cookieName(port)}=`;
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix));
  const value = values.length === 1 ? values[0]?.slice(prefix.length) : undefined;
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
}
