/** Pages that were asked for lately: one that is asked for again, and has nothing new in it, is not rendered again. */

/** Chapters times learners; a page is some 100 kB. */
const MOST = 64;

export class PageCache {
  /** From the one that was asked for longest ago. */
  readonly #pages = new Map<string, { readonly made: string; readonly html: string }>();

  /**
   * @param key whose page of what
   * @param inputs all that the page depends on besides, as JSON
   */
  of(key: string, inputs: unknown, render: () => string): string {
    const made = JSON.stringify(inputs);
    const known = this.#pages.get(key);
    const page = known?.made === made ? known : { made, html: render() };
    this.#pages.delete(key);
    this.#pages.set(key, page);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > MOST && oldest !== undefined) this.#pages.delete(oldest);
    return page.html;
  }
}
