/** Terminal colours for the light and the dark page; every colour keeps 4.5:1 on its background (xterm.js sees to it). */
import type { ITheme } from '@xterm/xterm';

const LIGHT: ITheme = {
  background: '#faf8f3',
  foreground: '#24272c',
  cursor: '#1d5b8f',
  cursorAccent: '#faf8f3',
  selectionBackground: '#c9dcee',
  black: '#24272c',
  red: '#b3261e',
  green: '#22703c',
  yellow: '#85580a',
  blue: '#1d5b8f',
  magenta: '#8a3a86',
  cyan: '#176e73',
  white: '#6a6f76',
  brightBlack: '#5b6068',
  brightRed: '#c5362d',
  brightGreen: '#2c8049',
  brightYellow: '#946612',
  brightBlue: '#2a6ca4',
  brightMagenta: '#9d4a98',
  brightCyan: '#1f7f85',
  brightWhite: '#24272c',
};

const DARK: ITheme = {
  background: '#121417',
  foreground: '#dcdfe3',
  cursor: '#83b9ea',
  cursorAccent: '#121417',
  selectionBackground: '#2f4a63',
  black: '#3a4048',
  red: '#f2948c',
  green: '#7fcb98',
  yellow: '#e0b868',
  blue: '#83b9ea',
  magenta: '#d7a1d4',
  cyan: '#7fcdd1',
  white: '#dcdfe3',
  brightBlack: '#8b929b',
  brightRed: '#f8aca5',
  brightGreen: '#9bdcb0',
  brightYellow: '#edcb88',
  brightBlue: '#a5cdf2',
  brightMagenta: '#e5bae2',
  brightCyan: '#9fdfe2',
  brightWhite: '#f4f5f7',
};

const dark = matchMedia('(prefers-color-scheme: dark)');

/** The theme that the page shows now. */
export function terminalTheme(): ITheme {
  const chosen = document.documentElement.dataset.theme;
  return (chosen === undefined ? dark.matches : chosen === 'dark') ? DARK : LIGHT;
}

export function onThemeChange(listener: () => void): void {
  dark.addEventListener('change', listener);
  document.addEventListener('wirebook-theme', listener);
}
