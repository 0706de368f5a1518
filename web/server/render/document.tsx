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

/** What every document has, around a head and a body. @throws whatever a component throws */
export function renderHtml(title: string, head: ComponentChildren, body: ComponentChildren): string {
  const document = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        {head}
      </head>
      <body>{body}</body>
    </html>
  );
  return `<!doctype html>\n${render(document)}\n`;
}

/** Icon and styles. */
export function Look({ assets }: { readonly assets: Assets }) {
  return (
    <>
      {assets.icon !== undefined && <link rel="icon" href={assets.icon} type="image/svg+xml" />}
      {assets.styles.map((style) => (
        <link key={style} rel="stylesheet" href={style} />
      ))}
    </>
  );
}

export function renderDocument({ title, description, assets, body }: Page): string {
  const head = (
    <>
      <meta name="description" content={description} />
      {assets.beforePaint !== undefined && <script src={assets.beforePaint} />}
      <Look assets={assets} />
      <script type="module" src={assets.script} />
    </>
  );
  return renderHtml(title, head, body);
}
