/**
 * Links and footnotes across blocks. A page renders each prose block by itself, so a block gets its own copy of the
 * link definitions (`[label]: http://...`) and footnotes (`[^label]: ...`) that it uses and another block defines.
 * Definitions print nothing where nothing refers to them. A renderer of footnotes sets the plugin's `env.docId` to a
 * word of its own for each block, or the anchors of two blocks would be the same.
 */
import { type MarkdownEnv, normalLabel, parseMarkdown } from './markdown.ts';
import type { Outline } from './outline.ts';

export interface References {
  /** The block's Markdown, followed by the definitions that it lacks. */
  complete(markdown: string): string;
}

export function collectReferences({
  tokens,
  lines,
  env,
}: Pick<Outline, 'tokens' | 'lines' | 'env'>): References {
  const footnotes = new Map<string, string>();
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'footnote_reference_open') continue;
    const close = tokens.findIndex((other, at) => at > index && other.type === 'footnote_reference_close');
    const maps = tokens.slice(index, close).flatMap(({ map }) => (map ? [map] : []));
    const from = Math.min(...maps.map(([start]) => start));
    const to = Math.max(...maps.map(([, end]) => end));
    const label: unknown = token.meta?.label;
    if (typeof label === 'string' && maps.length > 0) footnotes.set(label, lines.slice(from, to).join('\n'));
  }
  return {
    complete(markdown) {
      let whole = markdown;
      /** Each once: behind a fence that is not closed a definition would never take effect. */
      const given = new Set<string>();
      // A footnote may itself use a link or a footnote that is defined elsewhere.
      for (;;) {
        const lacking = missing(whole, env, footnotes).filter(({ label }) => !given.has(label));
        if (lacking.length === 0) break;
        for (const { label } of lacking) given.add(label);
        whole = `${whole.trimEnd()}\n\n${lacking.map(({ text }) => text).join('\n\n')}\n`;
      }
      return whole;
    },
  };
}

function missing(
  markdown: string,
  chapter: MarkdownEnv,
  footnotes: ReadonlyMap<string, string>,
): { readonly label: string; readonly text: string }[] {
  const own = parseMarkdown(markdown).env;
  const found = new Map<string, string>();
  for (const [, label = ''] of markdown.matchAll(/\[([^[\]]+)\]/g)) {
    if (label.startsWith('^')) {
      const text = footnotes.get(label.slice(1));
      if (text !== undefined && own.footnotes?.refs?.[`:${label.slice(1)}`] === undefined)
        found.set(label, text);
      continue;
    }
    const normal = normalLabel(label);
    const link = chapter.references?.[normal];
    if (!link || own.references?.[normal]) continue;
    const title = link.title ? ` "${link.title.replaceAll('"', '\\"')}"` : '';
    found.set(normal, `[${label}]: <${link.href}>${title}`);
  }
  return [...found].map(([label, text]) => ({ label, text }));
}
