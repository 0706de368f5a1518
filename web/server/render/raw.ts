/** Finished HTML among components, without an element around it. */
import type { VNode } from 'preact';
import { jsxTemplate } from 'preact/jsx-runtime';

/** @param html that is safe already: of markdown-it's tokens, of highlight.js, of Preact */
export function raw(html: string): VNode {
  return jsxTemplate([html]);
}
