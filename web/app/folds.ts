/**
 * A link into what is folded unfolds it. Browsers of 2025 do so by themselves when the address changes; older ones do not, and
 * none does when a link is followed a second time after its target was folded again.
 */
export function startFolds(page: Document): void {
  const unfold = (hash: string): void => {
    if (hash.length < 2) return;
    const target = page.getElementById(decoded(hash.slice(1)));
    let fold = target?.closest('details:not([open])');
    if (!target || !fold) return;
    for (; fold; fold = target.closest('details:not([open])')) fold.setAttribute('open', '');
    target.scrollIntoView();
  };
  page.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
    if (link) unfold(link.hash);
  });
  addEventListener('hashchange', () => unfold(location.hash));
  unfold(location.hash);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // No anchor of ours has a percent sign that begins no code.
    return text;
  }
}
