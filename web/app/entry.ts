/** Entry of the pages that a browser is shown before it is known: keeps the key that a login brought, or gets in by the one that is kept. */
import { keepKey, renewSession } from './session.ts';

const brought = document.querySelector<HTMLMetaElement>('meta[name="wirebook-key"]')?.content;
if (brought !== undefined) {
  keepKey(brought);
  location.replace('/');
} else if ((await renewSession()) === 'renewed') {
  // A browser that takes no cookie would load this page again and again.
  const known = await fetch(location.href, { method: 'HEAD' });
  if (known.ok) location.reload();
}
