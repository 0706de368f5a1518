/** A page of a few words for when there is nothing else to show: no script, no style, nothing loaded. */
import { type Html, html } from './render/html.ts';

export function plainPage(title: string, ...paragraphs: readonly (string | Html)[]): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Wirebook</title>
</head>
<body>
<main>
<h1>${title}</h1>
${paragraphs.map((paragraph) => html`<p>${paragraph}</p>\n`)}</main>
</body>
</html>
`.text;
}
