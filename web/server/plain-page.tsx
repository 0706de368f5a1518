/** A page of a few words for when there is no chapter to show: in the page's style, also for a browser that is not known yet. */
import type { ComponentChildren } from 'preact';
import type { Assets } from './render/assets.ts';
import { Look, renderHtml } from './render/document.tsx';

interface PlainPage {
  readonly title: string;
  readonly assets: Assets;
  /** More for the document's head. */
  readonly head?: ComponentChildren;
  /** Where to go on; absent where there is nowhere yet. */
  readonly onward?: { readonly href: string; readonly words: string };
}

export function plainPage(
  { title, assets, head, onward }: PlainPage,
  ...paragraphs: readonly ComponentChildren[]
): string {
  const body = (
    <>
      <header class="bar">
        {onward ? (
          <a class="brand" href="/">
            Wirebook
          </a>
        ) : (
          <span class="brand">Wirebook</span>
        )}
      </header>
      <main class="plain">
        <h1>{title}</h1>
        {paragraphs.map((paragraph, index) => (
          <p key={index}>{paragraph}</p>
        ))}
        {onward && (
          <p class="onward">
            <a class="button primary" href={onward.href}>
              {onward.words}
            </a>
          </p>
        )}
      </main>
    </>
  );
  return renderHtml(
    `${title} · Wirebook`,
    <>
      <Look assets={assets} />
      {head}
    </>,
    body,
  );
}
