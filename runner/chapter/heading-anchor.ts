/** The anchor of a heading, as GitHub and the page make it: lower-case words joined by hyphens. Empty when it has none. */
export function headingAnchor(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
