/** The HTML document around every page. No inline script, no inline style. */
import type { Assets } from './assets.ts';
import { type Html, html } from './html.ts';

export interface Page {
  /** `home` or `chapter`: which islands the script starts. */
  readonly kind: string;
  readonly title: string;
  readonly description: string;
  readonly assets: Assets;
  readonly body: Html;
  /** For a chapter page: its id. */
  readonly chapter?: string;
}

export function renderPage(page: Page): string {
  const { assets } = page;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${page.description}">
<title>${page.title}</title>
${assets.icon !== undefined && html`<link rel="icon" href="${assets.icon}" type="image/svg+xml">`}
${assets.theme !== undefined && html`<script src="${assets.theme}"></script>`}
${assets.styles.map((style) => html`<link rel="stylesheet" href="${style}">`)}
<script type="module" src="${assets.script}"></script>
</head>
<body data-page="${page.kind}" data-chapter="${page.chapter ?? ''}">
${page.body}
</body>
</html>
`.text;
}
