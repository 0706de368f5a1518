/**
 * Runs before the first paint, as a classic script: so it imports and exports nothing, and keeps its names in blocks.
 * Says that scripts run, and sets the remembered theme and divider, and hides what was told once, so that nothing changes colour or place
 * after it was shown.
 */
{
  const page = document.documentElement;
  page.classList.add('js');
  try {
    const theme = localStorage.getItem('wirebook.theme');
    if (theme === 'light' || theme === 'dark') page.dataset.theme = theme;
    if (localStorage.getItem('wirebook.welcomed') !== null) page.dataset.welcomed = '';
    const split = Number(localStorage.getItem('wirebook.split'));
    if (split >= 25 && split <= 75) page.style.setProperty('--split', `${split}%`);
  } catch {
    // Storage refused: the system's theme and the usual divider.
  }
}
/** The server's HTML can be pressed before the modules have come that answer: presses wait for them, in their order. */
{
  const pressed: HTMLElement[] = [];
  const hold = (event: Event): void => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLElement>('button');
    // A submit button's press comes again as the submission, which would load the page anew.
    if (event.type === 'click' && !button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // A double click is one press.
    if (button && pressed.at(-1) !== button) pressed.push(button);
  };
  addEventListener('click', hold, { capture: true });
  addEventListener('submit', hold, { capture: true });
  addEventListener(
    'wirebook-live',
    () => {
      removeEventListener('click', hold, { capture: true });
      removeEventListener('submit', hold, { capture: true });
      for (const button of pressed) button.click();
    },
    { once: true },
  );
}
