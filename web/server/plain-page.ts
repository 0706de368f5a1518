/** A page of a few words for when there is nothing else to show: no style, and no script but one that is asked for. */
import { type Html, html, type Part } from './render/html.ts';

export function plainPage(
  { title, head = '' }: { readonly title: string; readonly head?: Part },
  ...paragraphs: readonly (string | Html)[]
): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title} · Wirebook</title>
${head}</head>
<body>
<main>
<h1>${title}</h1>
${paragraphs.map((paragraph) => html`<p>${paragraph}</p>\n`)}</main>
</body>
</html>
`.text;
}
