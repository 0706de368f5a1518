/** What this origin keeps of its login: the key. The server gives a cookie for it, and opens sockets to it. */
import { SUBPROTOCOL } from '../protocol.ts';
import { remember, remembered } from './remembered.ts';

/** Well within a session's life. Milliseconds. */
const RENEW_EVERY = 3_600_000;

export function keepKey(key: string): void {
  remember('key', key);
}

/** What a socket offers the server. Read anew for each: another tab may have logged in since. */
export function subprotocols(): string[] {
  const key = remembered('key');
  return key === null ? [SUBPROTOCOL] : [SUBPROTOCOL, key];
}

/** Asks for the cookie anew, and makes the session last longer. */
export async function renewSession(): Promise<'renewed' | 'refused' | 'unreachable'> {
  const key = remembered('key');
  if (key === null) return 'refused';
  try {
    const answer = await fetch('/session', { method: 'POST', headers: { Authorization: `Bearer ${key}` } });
    if (answer.ok) return 'renewed';
    return answer.status === 401 ? 'refused' : 'unreachable';
  } catch {
    return 'unreachable';
  }
}

/** As long as the page is open, so is the session. */
export function keepSession(): void {
  void renewSession();
  setInterval(() => void renewSession(), RENEW_EVERY);
}
