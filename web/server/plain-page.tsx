/** A page of a few words for when there is nothing else to show: no style, and no script but one that is asked for. */
import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';

interface PlainPage {
  readonly title: string;
  /** More for the document's head. */
  readonly head?: ComponentChildren;
}

export function plainPage({ title, head }: PlainPage, ...paragraphs: readonly ComponentChildren[]): string {
  const document = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>{title} · Wirebook</title>
        {head}
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          {paragraphs.map((paragraph, index) => (
            <p key={index}>{paragraph}</p>
          ))}
        </main>
      </body>
    </html>
  );
  return `<!doctype html>\n${render(document)}\n`;
}
