/**
 * Runs before the first paint, as a classic script: so it imports and exports nothing, and keeps its
 * names in a block. Says that scripts run, and sets the remembered theme and divider, so that nothing changes colour or place after it was shown.
 */
{
  const page = document.documentElement;
  page.classList.add('js');
  try {
    const theme = localStorage.getItem('wirebook.theme');
    if (theme === 'light' || theme === 'dark') page.dataset.theme = theme;
    const split = Number(localStorage.getItem('wirebook.split'));
    if (split >= 25 && split <= 75) page.style.setProperty('--split', `${split}%`);
  } catch {
    // Storage refused: the system's theme and the usual divider.
  }
}
