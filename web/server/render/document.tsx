/** The HTML document around every page. No inline script that runs, no inline style. */
import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import type { Assets } from './assets.ts';

export interface Page {
  readonly title: string;
  readonly description: string;
  readonly assets: Assets;
  readonly body: ComponentChildren;
}

/** @throws whatever a component throws */
export function renderDocument({ title, description, assets, body }: Page): string {
  const document = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content={description} />
        <title>{title}</title>
        {assets.icon !== undefined && <link rel="icon" href={assets.icon} type="image/svg+xml" />}
        {assets.theme !== undefined && <script src={assets.theme} />}
        {assets.styles.map((style) => (
          <link key={style} rel="stylesheet" href={style} />
        ))}
        <script type="module" src={assets.script} />
      </head>
      <body>{body}</body>
    </html>
  );
  return `<!doctype html>\n${render(document)}\n`;
}
