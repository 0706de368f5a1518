/** Light, dark, or as the system says; remembered in this browser. */
import { useLayoutEffect, useState } from 'preact/hooks';
import { remember } from '../remembered.ts';
import type { Slots } from '../slots.ts';

type Theme = 'auto' | 'light' | 'dark';
const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };
const WORDS: Readonly<Record<Theme, string>> = { auto: 'Auto', light: 'Light', dark: 'Dark' };

function current(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>('auto');
  // The server does not know what this browser remembers.
  useLayoutEffect(() => setTheme(current()), []);
  const turn = (): void => {
    const next = NEXT[theme];
    if (next === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    remember('theme', next === 'auto' ? null : next);
    setTheme(next);
    document.dispatchEvent(new Event('wirebook-theme'));
  };
  return (
    <button
      type="button"
      class="button quiet-button theme-toggle"
      onClick={turn}
      title={`Colours: ${WORDS[theme]}. Press for ${WORDS[NEXT[theme]]}.`}
      aria-label={`Colours: ${WORDS[theme]}`}
    >
      <span class={`theme-icon theme-${theme}`} aria-hidden="true" />
      <span class="theme-word" aria-hidden="true">
        {WORDS[theme]}
      </span>
    </button>
  );
}

export const themeSlots = (): Slots => ({ theme: <ThemeToggle /> });
