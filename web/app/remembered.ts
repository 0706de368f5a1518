/** Small settings of this browser (theme, divider). A browser that refuses storage just forgets them. */

export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`wirebook.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`wirebook.${key}`);
    else localStorage.setItem(`wirebook.${key}`, value);
  } catch {
    // Private windows may refuse: the setting then lasts as long as the page.
  }
}
