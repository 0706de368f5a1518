/** A page of a few words for when there is nothing else to show: no style, and no script but one that is asked for. */
import type { ComponentChildren } from 'preact';
import { renderHtml } from './render/document.tsx';

interface PlainPage {
  readonly title: string;
  /** More for the document's head. */
  readonly head?: ComponentChildren;
}

export function plainPage({ title, head }: PlainPage, ...paragraphs: readonly ComponentChildren[]): string {
  const more = (
    <>
      <link rel="icon" href="data:," />
      {head}
    </>
  );
  const body = (
    <main>
      <h1>{title}</h1>
      {paragraphs.map((paragraph, index) => (
        <p key={index}>{paragraph}</p>
      ))}
    </main>
  );
  return renderHtml(`${title} · Wirebook`, more, body);
}
